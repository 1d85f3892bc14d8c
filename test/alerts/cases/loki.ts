import type { AlertName } from '../../../lib/core/index.js';
import { expectAlert } from '../expect-alert.js';
import { absent, rising, series } from '../inputs.js';
import { growing } from '../worlds/counters.js';

const pod = { job: 'loki', namespace: 'observability', pod: 'loki-0', instance: '10.0.0.1:3100' };

/** Requests of one route, of which a share is answered by a status. */
const requests = (inputs: { share: number; status: string; route: string }) => {
  const { share, status, route } = inputs;
  const of = (status_code: string, perMinute: number) =>
    series(
      'loki_request_duration_seconds_count',
      { ...pod, method: 'POST', route, status_code, ws: 'false' },
      rising(perMinute),
    );
  return [of('204', (1 - share) * 100), of(status, share * 100)];
};

/** When something was done last, by a process that runs for so many hours: an hour ago, not yet, or no word of it. */
const lastRun =
  (metric: string) =>
  ({ last, running }: { last: 'an hour ago' | 'not yet' | 'no word'; running: number }) => [
    series(
      metric,
      pod,
      // Tests begin at the epoch: what is before it has a sign.
      { 'an hour ago': rising(60, 7200), 'not yet': 0, 'no word': absent }[last],
    ),
    series('process_start_time_seconds', pod, -3600 * running),
  ];

const notDone = (alert: AlertName, metric: string) =>
  expectAlert(alert)
    .given(lastRun(metric), { last: 'not yet', running: 3.1 })
    .firesAfter('1h')
    .with({ pod: 'loki-0', severity: 'warning' })
    .alsoFiresWith({ last: 'no word' })
    .notAt({ running: 1.8 })
    .silentWith({ last: 'an hour ago' });

/** How long requests take, most of them so many seconds. */
const taking = ({ seconds, route }: { seconds: number; route: string }) =>
  ['0.5', '1', '2.5', '+Inf'].map((le) =>
    series(
      'loki_request_duration_seconds_bucket',
      { ...pod, method: 'POST', route, status_code: '204', ws: 'false', le },
      rising(le === '+Inf' || seconds <= Number(le) ? 100 : 0),
    ),
  );

/** Two Alertmanagers, to each of which a share of what is sent does not come through. */
const sent = ({ lost, lostOnOther }: { lost: number; lostOnOther: number }) =>
  [lost, lostOnOther].flatMap((share, i) => [
    series(
      'loki_prometheus_notifications_errors_total',
      { ...pod, alertmanager: `alertmanager-${i}`, user: 'fake' },
      rising(share * 100),
    ),
    series(
      'loki_prometheus_notifications_sent_total',
      { ...pod, alertmanager: `alertmanager-${i}`, user: 'fake' },
      rising((1 - share) * 100),
    ),
  ]);

export default [
  expectAlert('LokiRequestErrors')
    .given(requests, { share: 0.11, status: '500', route: 'loki_api_v1_push' })
    .firesAfter('16m')
    .with({ route: 'loki_api_v1_push', severity: 'critical' })
    .notAt({ share: 0.09 })
    .silentWith({ status: '429' })
    .silentWith({ route: 'loki_api_v1_query_range' }),
  expectAlert('LokiRequestErrors')
    .given(requests, { share: 0.11, status: '500', route: 'loki_api_v1_query_range' })
    .firesAfter('16m')
    .with({ route: 'loki_api_v1_query_range', severity: 'warning' })
    .notAt({ share: 0.09 })
    .silentWith({ status: '429' })
    .silentWith({ route: 'otlp_v1_logs' })
    .silentWith({ route: 'ready' }),
  expectAlert('LokiRequestLatency')
    .given(taking, { seconds: 2, route: 'loki_api_v1_push' })
    .firesAfter('16m')
    .with({ route: 'loki_api_v1_push', severity: 'warning' })
    .notAt({ seconds: 0.9 })
    .silentWith({ route: 'loki_api_v1_query_range' }),
  growing('LokiRequestPanics', 'loki', {
    counter: 'loki_panic_total',
    firesAfter: '1m',
    severity: 'warning',
  }),
  growing('LokiDiscardingLines', 'loki', {
    counter: 'loki_discarded_samples_total',
    firesAfter: '16m',
    severity: 'warning',
    labels: { reason: 'rate_limited', tenant: 'fake' },
    told: { reason: 'rate_limited' },
  }),
  growing('LokiCannotWrite', 'loki', {
    counter: 'loki_ingester_wal_disk_full_failures_total',
    firesAfter: '1m',
    severity: 'critical',
  }),
  notDone(
    'LokiCompactorHasNotSuccessfullyRunCompaction',
    'loki_boltdb_shipper_compact_tables_operation_last_successful_run_timestamp_seconds',
  ),
  notDone(
    'LokiRetentionNotRunning',
    'loki_compactor_apply_retention_last_successful_run_timestamp_seconds',
  ),
  growing('LokiRulesFailing', 'loki', {
    counter: 'loki_prometheus_rule_evaluation_failures_total',
    firesAfter: '11m',
    severity: 'warning',
    labels: { rule_group: 'shop', user: 'fake' },
    told: { rule_group: 'shop' },
  }),
  expectAlert('LokiCannotNotify')
    .given(sent, { lost: 0.04, lostOnOther: 0.04 })
    .firesAfter('16m')
    .with({ pod: 'loki-0', severity: 'critical' })
    .notAt({ lostOnOther: 0.02 })
    .silentWith({ lost: 0 }),
];
