import { blogImages } from '../../examples/severed-blog/blog.js';
import { counter, documented, gauge, type MetricCatalogue } from '../../lib/model/metrics.js';

const { tag: version } = blogImages.exporter;

/** What the exporter beside the blog's nginx shows of it. */
export const nginxMetrics: MetricCatalogue = {
  program: 'nginx-prometheus-exporter',
  version,
  metrics: documented(
    `https://github.com/nginx/nginx-prometheus-exporter/tree/v${version}#exported-metrics`,
    {
      nginx_connections_accepted: counter(),
      nginx_connections_active: gauge(),
      nginx_connections_handled: counter(),
      nginx_connections_reading: gauge(),
      nginx_connections_waiting: gauge(),
      nginx_connections_writing: gauge(),
      nginx_http_requests_total: counter(),
      nginx_up: gauge(),
    },
  ),
};
