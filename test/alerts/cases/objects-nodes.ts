import { expectAlert } from '../expect-alert.js';
import { absent, type Course, first, rising, series, steady } from '../inputs.js';

const job = 'kube-state-metrics';
const node = { job, node: 'node-0' };
const labels = { node: 'node-0', severity: 'warning' };
const pressures = ['MemoryPressure', 'DiskPressure', 'PIDPressure'];

/** What a condition says: one status is so, the others are not. */
const condition = (name: string, is: string) =>
  ['true', 'false', 'unknown'].map((status) =>
    series(
      'kube_node_status_condition',
      { ...node, condition: name, status },
      Number(status === is),
    ),
  );

interface Conditions {
  readonly ready: string;
  readonly pressure: string;
  readonly cordoned: boolean;
}

const conditions = ({ ready, pressure, cordoned }: Conditions) => [
  ...condition('Ready', ready),
  ...pressures.flatMap((name) => condition(name, `${name === pressure}`)),
  series('kube_node_spec_unschedulable', node, Number(cordoned)),
];

/** A node that has a taint, and perhaps another. */
const taints = ({ key, beside }: { key: string; beside: string }) =>
  [key, beside].map((one) =>
    series('kube_node_spec_taint', { ...node, key: one, effect: 'NoSchedule' }, 1),
  );

interface Flapping {
  readonly name: string;
  /** Minutes between two changes. */
  readonly every: number;
  readonly between: readonly string[];
  readonly cordoned: boolean;
}

const turns = (every: number, from: number): Course =>
  Array.from({ length: 20 }, (_, i) => ({
    ...{ value: (from + i) % 2, perMinute: 0, minutes: every },
  }));

/** A condition that goes to and fro between two statuses, the others being steady. */
const flapping = ({ name, every, between, cordoned }: Flapping) => [
  ...['Ready', 'MemoryPressure'].flatMap((one) =>
    ['true', 'false', 'unknown'].map((status) =>
      series(
        'kube_node_status_condition',
        { ...node, condition: one, status },
        one === name && between.includes(status) ? turns(every, between.indexOf(status)) : 0,
      ),
    ),
  ),
  series('kube_node_spec_unschedulable', node, Number(cordoned)),
];

const kubelet = { job: 'kubelet', node: 'node-0' };

/** Evictions that were counted long ago, and whether there are more in the 21st minute. */
const evictions = ({ more }: { more: boolean }) => [
  series(
    'kubelet_evictions',
    { ...kubelet, eviction_signal: 'memory.available' },
    first(steady(3), 21, more ? rising(1, 4) : steady(3)),
  ),
];

/** The first eviction of a kubelet, which until then shows no such series. */
const firstEviction = ({ comes }: { comes: boolean }) => [
  series(
    'kubelet_evictions',
    { ...kubelet, eviction_signal: 'memory.available' },
    comes ? first(absent, 30, steady(1)) : absent,
  ),
];

/** How many pods run on a node, of how many. */
const pods = ({ running, room }: { running: number; room: number }) => [
  series('kubelet_running_pods', kubelet, running),
  series('kube_node_status_capacity', { ...node, resource: 'pods' }, room),
  series('kube_node_status_capacity', { ...node, resource: 'memory' }, 1e12),
];

export default [
  expectAlert('KubeNodeNotReady')
    .given(conditions, { ready: 'unknown', pressure: 'none', cordoned: false })
    .firesAfter('15m')
    .with(labels)
    .alsoFiresWith({ ready: 'false' })
    .alsoFiresWith({ pressure: 'DiskPressure' })
    .silentWith({ ready: 'true' })
    .silentWith({ cordoned: true }),
  expectAlert('KubeNodePressure')
    .given(conditions, { ready: 'true', pressure: 'MemoryPressure', cordoned: false })
    .firesAfter('10m')
    .with({ ...labels, condition: 'MemoryPressure' })
    .silentWith({ pressure: 'none' })
    .silentWith({ cordoned: true }),
  ...['DiskPressure', 'PIDPressure'].map((pressure) =>
    expectAlert('KubeNodePressure')
      .given(conditions, { ready: 'true', pressure, cordoned: false })
      .firesAfter('10m')
      .with({ ...labels, condition: pressure })
      .silentWith({ pressure: 'none' }),
  ),
  expectAlert('KubeNodeUnreachable')
    .given(taints, { key: 'node.kubernetes.io/unreachable', beside: 'dedicated' })
    .firesAfter('15m')
    .with(labels)
    .silentWith({ key: 'node.kubernetes.io/not-ready' })
    .silentWith({ beside: 'ToBeDeletedByClusterAutoscaler' }),
  expectAlert('KubeNodeReadinessFlapping')
    .given(flapping, { name: 'Ready', every: 4, between: ['true', 'false'], cordoned: false })
    .firesAfter('27m')
    .with(labels)
    .notAt({ every: 7 })
    .silentWith({ name: 'MemoryPressure' })
    .silentWith({ between: ['false', 'unknown'] })
    .silentWith({ cordoned: true }),
  expectAlert('KubeNodeEviction')
    .given(evictions, { more: true })
    .firesAfter('21m')
    .with({ node: 'node-0', eviction_signal: 'memory.available', severity: 'info' })
    .silentWith({ more: false }),
  expectAlert('KubeNodeEviction')
    .given(firstEviction, { comes: true })
    .firesAfter('30m')
    .with({ node: 'node-0', eviction_signal: 'memory.available', severity: 'info' })
    .silentWith({ comes: false }),
  expectAlert('KubeletTooManyPods')
    .given(pods, { running: 96, room: 100 })
    .firesAfter('15m')
    .with({ node: 'node-0', severity: 'info' })
    .alsoFiresWith({ room: 8 })
    .notAt({ running: 95 })
    .silentWith({ room: 1 }),
];
