import { type Dashboard, type Datasources, titleOf } from '../core/index.js';
import {
  chosen,
  clusterVariable,
  type DashboardSpec,
  logs,
  logsQuery,
  prom,
  row,
  stat,
  timeseries,
} from '../model/dashboard/index.js';
import { streamSelector } from '../model/logql.js';
import { type Matchers, selector } from '../model/promql.js';

/** Whether Grafana answers people, and datasources answer Grafana. */
export const grafanaDashboard = (job: string, namespace: string): Dashboard => ({
  uid: job,
  title: titleOf('Grafana', job),
  folder: 'Observability',
  needs: ['prometheus'],
  spec: (datasources) => spec(job, namespace, datasources),
});

function spec(job: string, namespace: string, { prometheus, loki }: Datasources): DashboardSpec {
  const of = (metric: string, matchers: Matchers = {}) =>
    selector(metric, { ...chosen('cluster'), job, ...matchers });
  const rate = (metric: string, matchers: Matchers = {}) =>
    `rate(${of(metric, matchers)}[$__rate_interval])`;
  const ask = (expr: string, legend?: string) => prom(prometheus, expr, { legend });
  const requests = (matchers: Matchers = {}) =>
    rate('grafana_http_request_duration_seconds_count', matchers);
  const queries = (matchers: Matchers = {}) =>
    rate('grafana_plugin_request_total', { endpoint: 'queryData', ...matchers });
  const failed = { status_code: { re: '5..' } };
  return {
    description: 'For whoever runs Grafana: does it answer people, and do datasources answer it?',
    tags: ['observability', 'grafana'],
    variables: [clusterVariable(prometheus)],
    panels: [
      stat({
        title: 'Up',
        description:
          'Replicas that answer a scrape. 0: no dashboard can be seen, this one included.',
        unit: 'short',
        thresholds: { below: { critical: 1 } },
        queries: [ask(`sum(${of('up')})`)],
      }),
      stat({
        title: 'Failed requests',
        description:
          'Share of requests answered with 5xx. Normal is 0; look at the errors by route.',
        unit: 'percentunit',
        thresholds: { above: { warning: 0.01, critical: 0.1 } },
        queries: [ask(`sum(${requests(failed)}) / sum(${requests()}) or vector(0)`)],
      }),
      stat({
        title: 'Failed queries',
        description:
          'Share of queries that datasources answered with an error. A mistyped query is one as well.',
        unit: 'percentunit',
        thresholds: { above: { warning: 0.05, critical: 0.5 } },
        queries: [ask(`sum(${queries({ status: 'error' })}) / sum(${queries()}) or vector(0)`)],
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
        queries: [ask(`topk(10, sum by (handler) (${requests()}))`, '{{handler}}')],
      }),
      timeseries({
        title: 'Errors by route',
        description: 'Requests a second answered with 5xx. Normal is none.',
        unit: 'reqps',
        queries: [
          ask(`sum by (handler, status_code) (${requests(failed)})`, '{{handler}} {{status_code}}'),
        ],
      }),
      timeseries({
        title: 'Slowest requests',
        description: 'Duration that 99 of 100 requests stay below. It cannot show more than 5 s.',
        unit: 's',
        queries: [
          ask(
            `histogram_quantile(0.99, sum by (cluster, le) (${rate('grafana_http_request_duration_seconds_bucket')}))`,
            '{{cluster}}',
          ),
        ],
      }),
      row('Asking datasources'),
      timeseries({
        title: 'Queries by type of datasource',
        description: 'Queries a second. They follow the number of dashboards that are open.',
        unit: 'reqps',
        queries: [ask(`sum by (plugin_id) (${queries()})`, '{{plugin_id}}')],
      }),
      timeseries({
        title: 'Failed queries by type of datasource',
        description:
          'Queries a second answered with an error. Look at the datasource, then its log.',
        unit: 'reqps',
        queries: [ask(`sum by (plugin_id) (${queries({ status: 'error' })})`, '{{plugin_id}}')],
      }),
      timeseries({
        title: 'Slowest queries',
        description: 'Duration that 99 of 100 queries stay below, by type of datasource.',
        unit: 's',
        queries: [
          ask(
            `histogram_quantile(0.99, sum by (plugin_id, le) (${rate('grafana_plugin_request_duration_seconds_bucket', { endpoint: 'queryData' })}))`,
            '{{plugin_id}}',
          ),
        ],
      }),
      row('The process'),
      timeseries({
        title: 'Memory',
        description: 'Memory of the server alone; plugins of datasources are processes beside it.',
        unit: 'bytes',
        queries: [ask(`sum by (pod) (${of('process_resident_memory_bytes')})`, '{{pod}}')],
      }),
      timeseries({
        title: 'CPU',
        description: 'Cores used by the server alone.',
        unit: 'short',
        queries: [ask(`sum by (pod) (${rate('process_cpu_seconds_total')})`, '{{pod}}')],
      }),
      timeseries({
        title: 'Goroutines',
        description: 'Things it does at once. A number that only grows is a leak.',
        unit: 'short',
        queries: [ask(`sum by (pod) (${of('go_goroutines')})`, '{{pod}}')],
      }),
      ...(loki
        ? [
            row('What it says'),
            logs({
              title: 'Errors',
              description: "Grafana's own lines of level error, newest first.",
              queries: [
                logsQuery(
                  loki,
                  `${streamSelector({ namespace, container: job })} | logfmt | level = "error"`,
                ),
              ],
            }),
          ]
        : []),
    ],
  };
}
