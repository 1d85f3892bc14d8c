import { expectAlert } from '../expect-alert.js';
import { rising, series } from '../inputs.js';
import { growing } from '../worlds/counters.js';

const pod = { job: 'alloy', namespace: 'observability-node', pod: 'alloy-abcde' };
const writer = { job: 'alloy-metrics', namespace: 'observability', pod: 'alloy-metrics-0' };
const url = 'http://prometheus:9090/api/v1/write';

/** Blocks of an Alloy in some state of health. */
const blocks = ({ count, health }: { count: number; health: string }) => [
  series(
    'alloy_component_controller_running_components',
    { ...pod, controller_id: '', controller_path: '/', health_type: health },
    count,
  ),
];

/** What two replicas count of each other. */
const peers = ({ one, other }: { one: number; other: number }) =>
  [one, other].map((count, i) =>
    series(
      'cluster_node_peers',
      { ...writer, pod: `alloy-metrics-${i}`, cluster_name: '', state: 'participant' },
      count,
    ),
  );

/** A file of which so much is not read yet, while so many lines are. */
const file = ({ megabytes, linesPerMinute }: { megabytes: number; linesPerMinute: number }) => {
  const of = { ...pod, path: '/var/log/pods/shop_cart-0_1/cart/0.log' };
  return [
    series('loki_source_file_file_bytes_total', of, 100e6),
    series('loki_source_file_read_bytes_total', of, 100e6 - megabytes * 1e6),
    series('loki_source_file_read_lines_total', of, rising(linesPerMinute)),
  ];
};

/** Samples, of which some are refused, and those of another job of the same pod, of which many are. */
const written = ({ refused, taken }: { refused: number; taken: number }) => {
  const of = (job: string, counts: Readonly<Record<'failed_' | '', number>>) =>
    Object.entries(counts).map(([which, perMinute]) =>
      series(
        `prometheus_remote_storage_samples_${which}total`,
        { ...writer, job, url, remote_name: 'a', component_id: job, component_path: '/' },
        rising(perMinute),
      ),
    );
  return [
    ...of(writer.job, { failed_: refused, '': taken }),
    ...of('another', { failed_: 500, '': 5000 }),
  ];
};

/** How far the last sample that was sent is behind the last one that came. */
const behind = ({ seconds }: { seconds: number }) => {
  const of = { ...writer, url, remote_name: 'a', component_id: 'b', component_path: '/' };
  return [
    series('prometheus_remote_storage_queue_highest_timestamp_seconds', of, rising(60, 1e6)),
    series(
      'prometheus_remote_storage_queue_highest_sent_timestamp_seconds',
      of,
      rising(60, 1e6 - seconds),
    ),
  ];
};

/** Requests that are repeated and lines that come through, in a minute. */
const delivery = ({ repeated, sent }: { repeated: number; sent: number }) => {
  const of = { ...pod, host: 'loki:3100', tenant: '', component_id: 'a', component_path: '/' };
  return [
    series('loki_write_batch_retries_total', of, rising(repeated)),
    series('loki_write_sent_entries_total', of, rising(sent, 5)),
  ];
};

export default [
  expectAlert('AlloyConfigReloadFailed')
    .given(
      ({ loaded }: { loaded: number }) => [
        series('alloy_config_last_load_successful', pod, loaded),
      ],
      { loaded: 0 },
    )
    .firesAfter('10m')
    .with({ pod: 'alloy-abcde', severity: 'warning' })
    .silentWith({ loaded: 1 }),
  expectAlert('UnhealthyComponents')
    .given(blocks, { count: 1, health: 'unhealthy' })
    .firesAfter('15m')
    .with({ pod: 'alloy-abcde', health_type: 'unhealthy', severity: 'warning' })
    .silentWith({ health: 'healthy' })
    .silentWith({ count: 0 }),
  growing('SlowComponentEvaluations', 'alloy', {
    counter: 'alloy_component_evaluation_slow_seconds',
    firesAfter: '16m',
    severity: 'warning',
    labels: { component_id: 'discovery.kubernetes.pod_logs', controller_id: '' },
    told: { component_id: 'discovery.kubernetes.pod_logs', pod: 'alloy-0' },
  }),
  expectAlert('ClusterNotConverging')
    .given(peers, { one: 1, other: 2 })
    .firesAfter('10m')
    .with({ job: 'alloy-metrics', severity: 'warning' })
    .silentWith({ one: 2 }),
  expectAlert('AlloyCannotDeliverLogs')
    .given(delivery, { repeated: 2, sent: 0 })
    .firesAfter('31m')
    .with({ host: 'loki:3100', pod: 'alloy-abcde', severity: 'critical' })
    .silentWith({ repeated: 0 })
    .silentWith({ sent: 10 }),
  growing('AlloyLogsDropped', 'alloy', {
    counter: 'loki_write_dropped_entries_total',
    firesAfter: '1m',
    severity: 'warning',
    labels: { host: 'loki:3100', reason: 'ingester_error', tenant: '' },
    told: { host: 'loki:3100', reason: 'ingester_error' },
  }),
  expectAlert('AlloyReadsLogsTooSlowly')
    .given(file, { megabytes: 5.1, linesPerMinute: 10 })
    .firesAfter('16m')
    .with({ pod: 'alloy-abcde', severity: 'warning' })
    .notAt({ megabytes: 4.9 })
    .silentWith({ linesPerMinute: 0 }),
  expectAlert('AlloyRemoteStorageFailures')
    .given(written, { refused: 2, taken: 100 })
    .firesAfter('16m')
    .with({ url, severity: 'critical' })
    .notAt({ refused: 0.9 }),
  expectAlert('AlloyRemoteWriteBehind')
    .given(behind, { seconds: 130 })
    .firesAfter('15m')
    .with({ url, severity: 'critical' })
    .notAt({ seconds: 110 }),
];
