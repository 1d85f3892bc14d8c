import { expectAlert } from '../expect-alert.js';
import { type Course, rising, series } from '../inputs.js';

const job = 'alertmanager';
const replica = (i: number) => ({
  job,
  namespace: 'observability',
  pod: `alertmanager-${i}`,
  instance: `10.0.0.${i}:9093`,
});

/** Two replicas that send messages, of which some fail. */
const messages = ({
  failed,
  failedOnOther,
  perMinute,
}: {
  failed: number;
  failedOnOther: number;
  perMinute: number;
}) =>
  [failed, failedOnOther].flatMap((share, i) => [
    series(
      'alertmanager_notifications_failed_total',
      { ...replica(i), integration: 'slack', reason: 'other' },
      rising(share * perMinute),
    ),
    series(
      'alertmanager_notifications_total',
      { ...replica(i), integration: 'slack' },
      rising(perMinute),
    ),
  ]);

/** Replicas, of which some answer, and the others so much of the time; beside what else there is. */
const replicas = ({ up, down, answering }: { up: number; down: number; answering: number }) => [
  ...Array.from({ length: up + down }, (_, i) => series('up', replica(i), i < up ? 1 : answering)),
  series('up', { ...replica(0), job: 'grafana', pod: 'grafana-0' }, 0),
  ...[0, 1, 2, 3].map((i) => series('up', { ...replica(i), job: 'loki', pod: `loki-${i}` }, 1)),
];

/** When a process that starts again every so many minutes did so last. */
const starts = (every: number): Course =>
  Array.from({ length: 20 }, (_, i) => ({ value: i * every * 60, perMinute: 0, minutes: every }));

/** Three replicas, of which some start again and again; so does Grafana, and Loki does not. */
const starting = ({ looping, every }: { looping: number; every: number }) => [
  ...[0, 1, 2].flatMap((i) => [
    series('up', replica(i), 1),
    series('process_start_time_seconds', replica(i), i < looping ? starts(every) : 0),
  ]),
  series('process_start_time_seconds', { ...replica(0), job: 'grafana' }, starts(every)),
  ...[0, 1, 2, 3].map((i) => series('up', { ...replica(i), job: 'loki' }, 1)),
];

/** What each of two replicas counts, itself among them. */
const members = ({ one, other }: { one: number; other: number }) =>
  [one, other].map((count, i) => series('alertmanager_cluster_members', replica(i), count));

const hashes = ({ one, other }: { one: number; other: number }) =>
  [one, other].map((hash, i) => series('alertmanager_config_hash', replica(i), hash));

export default [
  expectAlert('AlertmanagerFailedReload')
    .given(
      ({ taken }: { taken: number }) => [
        series('alertmanager_config_last_reload_successful', replica(0), taken),
      ],
      { taken: 0 },
    )
    .firesAfter('10m')
    .with({ pod: 'alertmanager-0', severity: 'warning' })
    .silentWith({ taken: 1 }),
  expectAlert('AlertmanagerFailedToSendAlerts')
    .given(messages, { failed: 0.02, failedOnOther: 0, perMinute: 10 })
    .firesAfter('6m')
    .with({ pod: 'alertmanager-0', integration: 'slack', severity: 'warning' })
    .notAt({ failed: 0.009 })
    .silentWith({ perMinute: 0 }),
  expectAlert('AlertmanagerClusterFailedToSendAlerts')
    .given(messages, { failed: 0.02, failedOnOther: 0.02, perMinute: 10 })
    .firesAfter('6m')
    .with({ integration: 'slack', severity: 'critical' })
    .notAt({ failedOnOther: 0.009 })
    .silentWith({ failed: 0 })
    .silentWith({ perMinute: 0 }),
  expectAlert('AlertmanagerClusterDown')
    .given(replicas, { up: 1, down: 1, answering: 0.3 })
    .firesAfter('5m')
    .with({ namespace: 'observability', severity: 'warning' })
    .notAt({ up: 2 })
    .silentWith({ answering: 0.6 })
    .silentWith({ down: 0 }),
  expectAlert('AlertmanagerClusterCrashlooping')
    .given(starting, { looping: 2, every: 6 })
    .firesAfter('29m')
    .with({ namespace: 'observability', severity: 'warning' })
    .notAt({ every: 10 })
    .silentWith({ looping: 1 }),
  expectAlert('AlertmanagerMembersInconsistent')
    .given(members, { one: 1, other: 2 })
    .firesAfter('15m')
    .with({ pod: 'alertmanager-0', severity: 'warning' })
    .silentWith({ one: 2 }),
  expectAlert('AlertmanagerConfigInconsistent')
    .given(hashes, { one: 1, other: 2 })
    .firesAfter('20m')
    .with({ namespace: 'observability', severity: 'warning' })
    .silentWith({ other: 1 }),
];
