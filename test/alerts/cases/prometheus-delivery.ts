import { expectAlert } from '../expect-alert.js';
import { type Course, rising, series, steady } from '../inputs.js';

const pod = {
  job: 'prometheus',
  namespace: 'observability',
  pod: 'prometheus-0',
  instance: '10.0.0.1:9090',
};

/** Two Alertmanagers, to each of which a share of what is sent does not come through. */
const sent = ({ lost, lostOnOther }: { lost: number; lostOnOther: number }) =>
  [
    ['alertmanager-0', lost],
    ['alertmanager-1', lostOnOther],
  ].flatMap(([name, share]) => [
    series(
      'prometheus_notifications_errors_total',
      { ...pod, alertmanager: `${name}` },
      rising(Number(share) * 100),
    ),
    series(
      'prometheus_notifications_sent_total',
      { ...pod, alertmanager: `${name}` },
      rising((1 - Number(share)) * 100),
    ),
  ]);

/** A queue of alerts that wait to be sent, beside that of another replica. */
const queue = ({ perMinute, capacity }: { perMinute: number; capacity: number }) => [
  series('prometheus_notifications_queue_length', pod, rising(perMinute)),
  series('prometheus_notifications_queue_capacity', pod, capacity),
  series('prometheus_notifications_queue_capacity', { ...pod, instance: '10.0.0.2:9090' }, 1),
];

const url = 'http://mimir.example.com/api/v1/push';
const remote = { ...pod, remote_name: 'mimir', url };

/** Samples that are written elsewhere, of which some are refused. */
const written = ({ refused, taken }: { refused: number; taken: number }) => [
  series('prometheus_remote_storage_samples_failed_total', remote, rising(refused)),
  series('prometheus_remote_storage_samples_total', remote, rising(taken)),
];

/** How far the last sample that was sent is behind the last one that was stored. */
const behind = ({ seconds }: { seconds: number }) => {
  const clock = (late: number): Course => rising(60, 1_000_000 - late);
  return [
    series('prometheus_remote_storage_queue_highest_timestamp_seconds', remote, clock(0)),
    series(
      'prometheus_remote_storage_queue_highest_sent_timestamp_seconds',
      remote,
      clock(seconds),
    ),
  ];
};

const shards = ({ wanted, most }: { wanted: number; most: number }) => [
  series('prometheus_remote_storage_shards_desired', remote, steady(wanted)),
  series('prometheus_remote_storage_shards_max', remote, steady(most)),
];

const told = { pod: 'prometheus-0', severity: 'warning' };

export default [
  expectAlert('PrometheusNotConnectedToAlertmanagers')
    .given(
      ({ found }: { found: number }) => [
        series('prometheus_notifications_alertmanagers_discovered', pod, found),
      ],
      { found: 0 },
    )
    .firesAfter('10m')
    .with(told)
    .notAt({ found: 1 }),
  expectAlert('PrometheusErrorSendingAlertsToAnyAlertmanager')
    .given(sent, { lost: 0.04, lostOnOther: 0.04 })
    .firesAfter('16m')
    .with({ pod: 'prometheus-0', severity: 'critical' })
    .notAt({ lostOnOther: 0.02 })
    .silentWith({ lost: 0 }),
  expectAlert('PrometheusErrorSendingAlertsToSomeAlertmanagers')
    .given(sent, { lost: 0.02, lostOnOther: 0 })
    .firesAfter('16m')
    .with({ ...told, alertmanager: 'alertmanager-0' })
    .notAt({ lost: 0.009 }),
  expectAlert('PrometheusNotificationQueueRunningFull')
    .given(queue, { perMinute: 10, capacity: 300 })
    .firesAfter('16m')
    .with(told)
    .notAt({ capacity: 700 })
    .silentWith({ perMinute: 0 }),
  expectAlert('PrometheusRemoteStorageFailures')
    .given(written, { refused: 2, taken: 100 })
    .firesAfter('16m')
    .with({ pod: 'prometheus-0', url, severity: 'critical' })
    .notAt({ refused: 0.9 })
    .silentWith({ taken: 10_000 }),
  expectAlert('PrometheusRemoteWriteBehind')
    .given(behind, { seconds: 130 })
    .firesAfter('15m')
    .with({ ...told, url })
    .notAt({ seconds: 110 }),
  expectAlert('PrometheusRemoteWriteDesiredShards')
    .given(shards, { wanted: 51, most: 50 })
    .firesAfter('15m')
    .with({ ...told, url })
    .silentWith({ wanted: 50 }),
];
