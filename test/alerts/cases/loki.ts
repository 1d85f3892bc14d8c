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

/** When retention was applied last, or never, by a process that runs for so many hours. */
const retention = ({ hoursAgo, running }: { hoursAgo: number | 'never'; running: number }) => [
  series(
    'loki_compactor_apply_retention_last_successful_run_timestamp_seconds',
    pod,
    // Tests begin at the epoch: what is before it has a sign.
    hoursAgo === 'never' ? absent : 1 + 3600 * Math.max(0, 4 - hoursAgo),
  ),
  series('process_start_time_seconds', pod, -3600 * running),
];

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
    .silentWith({ route: 'ready' }),
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
  expectAlert('LokiRetentionNotRunning')
    .given(retention, { hoursAgo: 'never', running: 3.1 })
    .firesAfter('1h')
    .with({ pod: 'loki-0', severity: 'warning' })
    .notAt({ running: 1.8 }),
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
