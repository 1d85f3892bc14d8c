import { counter, documented, gauge, histogram, type MetricCatalogue } from '../model/metrics.js';

/** The program cannot be built where catalogues are written: these are what our rules and panels read. */
export const grafanaMetrics: MetricCatalogue = {
  program: 'grafana',
  version: '13.2.3',
  metrics: {
    ...documented(
      'https://github.com/grafana/grafana/blob/v13.2.3/pkg/middleware/request_metrics.go',
      {
        grafana_http_request_duration_seconds: histogram(
          'handler',
          'method',
          'slo_group',
          'status_code',
          'status_source',
        ),
        grafana_http_request_in_flight: gauge(),
      },
    ),
    ...documented(
      'https://github.com/grafana/grafana/blob/v13.2.3/pkg/services/pluginsintegration/clientmiddleware/metrics_middleware.go',
      {
        grafana_plugin_request_total: counter(
          'endpoint',
          'plugin_id',
          'status',
          'status_source',
          'target',
        ),
        grafana_plugin_request_duration_seconds: histogram(
          'endpoint',
          'plugin_id',
          'source',
          'status',
          'status_source',
          'target',
        ),
      },
    ),
    ...documented(
      'https://github.com/prometheus/client_golang/blob/v1.23.2/prometheus/process_collector.go',
      {
        process_cpu_seconds_total: counter(),
        process_resident_memory_bytes: gauge(),
      },
    ),
    ...documented(
      'https://github.com/prometheus/client_golang/blob/v1.23.2/prometheus/go_collector.go',
      { go_goroutines: gauge() },
    ),
  },
};
