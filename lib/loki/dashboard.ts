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

/** Whether Loki takes lines, answers queries and deletes what is old. */
export const lokiDashboard = (job: string, namespace: string): Dashboard => ({
  uid: job,
  title: titleOf('Loki', job),
  folder: 'Observability',
  needs: ['prometheus'],
  spec: (datasources) => spec(job, namespace, datasources),
});

function spec(job: string, namespace: string, { prometheus, loki }: Datasources): DashboardSpec {
  const of = (metric: string, matchers: Matchers = {}) =>
    selector(metric, { ...chosen('cluster'), job, ...matchers });
  const ask = (expr: string, legend?: string) => prom(prometheus, expr, { legend });
  const requests = (matchers: Matchers = {}) =>
    `rate(${of('loki_request_duration_seconds_count', matchers)}[$__rate_interval])`;
  return {
    description:
      'For whoever runs Loki: does it take lines, answer queries and delete what is old?',
    tags: ['observability', 'loki'],
    variables: [clusterVariable(prometheus)],
    panels: [
      stat({
        title: 'Up',
        description: 'Replicas that answer a scrape. 0: nothing is stored or found.',
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
        queries: [
          ask(`sum(${requests({ status_code: { re: '5..' } })}) / sum(${requests()}) or vector(0)`),
        ],
      }),
      stat({
        title: 'Refused lines',
        description:
          'Lines a second that break a limit and are lost. Normal is 0; reasons are below.',
        unit: 'cps',
        thresholds: { above: { warning: 0.001 } },
        queries: [
          ask(`sum(rate(${of('loki_discarded_samples_total')}[$__rate_interval])) or vector(0)`),
        ],
      }),
      stat({
        title: 'Last retention run',
        description: 'When the compactor last deleted what is too old. Runs every 10 minutes.',
        unit: 'dateTimeFromNow',
        thresholds: 'none',
        queries: [
          ask(
            `max(${of('loki_compactor_apply_retention_last_successful_run_timestamp_seconds')}) * 1000`,
          ),
        ],
      }),
      row('Taking lines'),
      timeseries({
        title: 'Lines received',
        description: 'Lines a second. A drop to nothing means that collectors cannot deliver.',
        unit: 'cps',
        queries: [
          ask(
            `sum by (cluster) (rate(${of('loki_distributor_lines_received_total')}[$__rate_interval]))`,
          ),
        ],
      }),
      timeseries({
        title: 'Bytes received',
        description: 'Bytes a second, before compression. Compare with the ingestion limit.',
        unit: 'binBps',
        queries: [
          ask(
            `sum by (cluster) (rate(${of('loki_distributor_bytes_received_total')}[$__rate_interval]))`,
          ),
        ],
      }),
      timeseries({
        title: 'Refused lines by reason',
        description:
          'Lines that broke a limit. `rate_limited` asks for a higher limit or a quieter app.',
        unit: 'cps',
        queries: [
          ask(
            `sum by (cluster, reason) (rate(${of('loki_discarded_samples_total')}[$__rate_interval]))`,
            '{{reason}}',
          ),
        ],
      }),
      timeseries({
        title: 'Open streams',
        description: 'Streams held in memory. Grows with every new combination of labels.',
        unit: 'short',
        queries: [ask(`sum by (cluster) (${of('loki_ingester_memory_streams')})`)],
      }),
      row('Answering'),
      timeseries({
        title: 'Requests by route',
        description: 'Requests a second by what was asked.',
        unit: 'reqps',
        queries: [ask(`sum by (route) (${requests()})`, '{{route}}')],
      }),
      timeseries({
        title: 'Errors by route',
        description: 'Requests a second answered with 5xx. Normal is none.',
        unit: 'reqps',
        queries: [ask(`sum by (route, status_code) (${requests({ status_code: { re: '5..' } })})`)],
      }),
      timeseries({
        title: 'Slowest requests',
        description: 'Duration that 99 of 100 requests stay below, by route.',
        unit: 's',
        queries: [
          ask(
            `histogram_quantile(0.99, sum by (le, route) (rate(${of('loki_request_duration_seconds_bucket')}[$__rate_interval])))`,
            '{{route}}',
          ),
        ],
      }),
      timeseries({
        title: 'Memory',
        description:
          'Memory of the process. Near its limit, queries are too large or streams too many.',
        unit: 'bytes',
        queries: [ask(`sum by (pod) (${of('process_resident_memory_bytes')})`, '{{pod}}')],
      }),
      ...(loki
        ? [
            row('What it says'),
            logs({
              title: 'Errors',
              description: "Loki's own lines of level error, newest first.",
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
