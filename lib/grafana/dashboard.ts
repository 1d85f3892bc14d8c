import {
  componentDashboard,
  type Dashboard,
  failedRequestsStat,
  ownLines,
  processPanels,
  shareOf,
  upStat,
} from '../core/index.js';
import { row, stat, timeseries } from '../model/dashboard/index.js';

/** Whether Grafana answers people, and datasources answer Grafana. */
export const grafanaDashboard = (job: string, namespace: string): Dashboard =>
  componentDashboard({
    job,
    namespace,
    product: 'Grafana',
    description: 'For whoever runs Grafana: does it answer people, and do datasources answer it?',
    panels: (grafana, datasources) => {
      const { of, rate, ask } = grafana;
      const asked = 'grafana_http_request_duration_seconds_count';
      const requests = rate(asked);
      const failedRequests = rate(asked, { status_code: { re: '5..' } });
      const query = { endpoint: 'queryData' };
      const queries = rate('grafana_plugin_request_total', query);
      const failedQueries = rate('grafana_plugin_request_total', { ...query, status: 'error' });
      return [
        upStat(grafana, { symptom: 'no dashboard can be seen, this one included' }),
        failedRequestsStat(grafana, asked),
        stat({
          title: 'Failed queries',
          description:
            'Share of queries that datasources answered with an error. A mistyped query is one as well.',
          unit: 'percentunit',
          thresholds: { above: { warning: 0.05, critical: 0.5 } },
          queries: [ask(shareOf(failedQueries, queries))],
        }),
        stat({
          title: 'Requests in flight',
          description: 'Requests being served. Many at once for long: datasources are slow.',
          unit: 'short',
          thresholds: 'none',
          queries: [ask(`sum(${of('grafana_http_request_in_flight')})`)],
        }),
        row('Answering people'),
        timeseries({
          title: 'Busiest routes',
          description: 'Requests a second, of the ten routes that get most.',
          unit: 'reqps',
          width: 8,
          queries: [ask(`topk(10, sum by (cluster, handler) (${requests}))`, '{{handler}}')],
        }),
        timeseries({
          title: 'Errors by route',
          description: 'Requests a second answered with 5xx. Normal is none.',
          unit: 'reqps',
          width: 8,
          queries: [
            ask(
              `sum by (cluster, handler, status_code) (${failedRequests})`,
              '{{handler}} {{status_code}}',
            ),
          ],
        }),
        timeseries({
          title: 'Slowest requests',
          description: 'Duration that 99 of 100 requests stay below. It cannot show more than 5 s.',
          unit: 's',
          width: 8,
          queries: [
            ask(
              `histogram_quantile(0.99, sum by (cluster, le) (${rate('grafana_http_request_duration_seconds_bucket')}))`,
              '{{cluster}}',
            ),
          ],
        }),
        row('Asking datasources'),
        timeseries({
          title: 'Queries by datasource type',
          description: 'Queries a second. They follow the number of dashboards that are open.',
          unit: 'reqps',
          width: 8,
          queries: [ask(`sum by (cluster, plugin_id) (${queries})`, '{{plugin_id}}')],
        }),
        timeseries({
          title: 'Failed queries by datasource type',
          description:
            'Queries a second answered with an error. Look at the datasource, then its log.',
          unit: 'reqps',
          width: 8,
          queries: [ask(`sum by (cluster, plugin_id) (${failedQueries})`, '{{plugin_id}}')],
        }),
        timeseries({
          title: 'Slowest queries',
          description: 'Duration that 99 of 100 queries stay below, by type of datasource.',
          unit: 's',
          width: 8,
          queries: [
            ask(
              `histogram_quantile(0.99, sum by (cluster, plugin_id, le) (${rate('grafana_plugin_request_duration_seconds_bucket', query)}))`,
              '{{plugin_id}}',
            ),
          ],
        }),
        ...processPanels(grafana, {
          memory: 'Plugins of datasources are processes beside it.',
          cpu: 'Plugins of datasources are not counted.',
        }),
        ...ownLines(datasources, { product: 'Grafana', namespace, container: job }),
      ];
    },
  });
