import {
  componentDashboard,
  type Dashboard,
  failedRequestsStat,
  orZero,
  ownLines,
  processPanels,
  upStat,
} from '../core/index.js';
import { judged, row, stat, timeseries } from '../model/dashboard/index.js';

/** Whether Loki takes lines, answers queries and deletes what is old. */
export const lokiDashboard = (job: string, namespace: string): Dashboard =>
  componentDashboard({
    job,
    namespace,
    product: 'Loki',
    description:
      'For whoever runs Loki: does it take lines, answer queries and delete what is old?',
    panels: (loki, datasources) => {
      const { of, rate, ask } = loki;
      const asked = 'loki_request_duration_seconds_count';
      const requests = rate(asked);
      const failed = rate(asked, { status_code: { re: '5..' } });
      const refused = rate('loki_discarded_samples_total');
      return [
        upStat(loki, { symptom: 'nothing is stored or found' }),
        failedRequestsStat(loki, asked),
        stat({
          title: 'Refused lines',
          description:
            'Lines a second that break a limit and are lost. Normal is 0; reasons are below.',
          unit: 'cps',
          thresholds: judged.never,
          queries: [ask(orZero(loki, `sum(${refused})`))],
        }),
        stat({
          title: 'Last retention run',
          description: 'When the compactor last deleted what is too old. Runs every 10 minutes.',
          unit: 'dateTimeFromNow',
          thresholds: 'none',
          noValue: 'none known',
          queries: [
            ask(
              `max(${of('loki_compactor_apply_retention_last_successful_run_timestamp_seconds')} > 0) * 1000`,
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
              `sum by (cluster) (${rate('loki_distributor_lines_received_total')})`,
              '{{cluster}}',
            ),
          ],
        }),
        timeseries({
          title: 'Bytes received',
          description: 'Bytes a second, before compression. Compare with the ingestion limit.',
          unit: 'binBps',
          queries: [
            ask(
              `sum by (cluster) (${rate('loki_distributor_bytes_received_total')})`,
              '{{cluster}}',
            ),
          ],
        }),
        timeseries({
          title: 'Refused lines by reason',
          description:
            'Lines that broke a limit. `rate_limited` asks for a higher limit or a quieter app.',
          unit: 'cps',
          noValue: 'none is refused',
          queries: [ask(`sum by (cluster, reason) (${refused})`, '{{reason}}')],
        }),
        timeseries({
          title: 'Open streams',
          description: 'Streams held in memory. Grows with every new combination of labels.',
          unit: 'short',
          queries: [ask(`sum by (cluster) (${of('loki_ingester_memory_streams')})`, '{{cluster}}')],
        }),
        row('Answering'),
        timeseries({
          title: 'Requests by route',
          description: 'Requests a second by what was asked.',
          unit: 'reqps',
          width: 8,
          queries: [ask(`sum by (cluster, route) (${requests})`, '{{route}}')],
        }),
        timeseries({
          title: 'Errors by route',
          description: 'Requests a second answered with 5xx. Normal is none.',
          unit: 'reqps',
          width: 8,
          queries: [
            ask(`sum by (cluster, route, status_code) (${failed})`, '{{route}} {{status_code}}'),
          ],
        }),
        timeseries({
          title: 'Slowest requests',
          description: 'Duration that 99 of 100 requests stay below, by route.',
          unit: 's',
          width: 8,
          queries: [
            ask(
              `histogram_quantile(0.99, sum by (cluster, le, route) (${rate('loki_request_duration_seconds_bucket')}))`,
              '{{route}}',
            ),
          ],
        }),
        ...processPanels(loki, {
          memory: 'Near its limit, queries are too large or streams too many.',
        }),
        ...ownLines(datasources, { product: 'Loki', namespace, container: job }),
      ];
    },
  });
