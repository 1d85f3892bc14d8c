import { expectAlert } from '../expect-alert.js';
import { type Course, first, rising, series, steady } from '../inputs.js';

const pod = { job: 'kube-state-metrics', namespace: 'shop', pod: 'cart-0', uid: '1' };
const container = { ...pod, container: 'cart' };

const waiting = (init: boolean, reason: string, course: Course) =>
  series(
    `kube_pod_${init ? 'init_' : ''}container_status_waiting_reason`,
    { ...container, reason },
    course,
  );

/** A container that waits for its next try, runs for some minutes, and waits again. */
const loop = ({ reason, runs, init }: { reason: string; runs: number; init: boolean }) => [
  waiting(
    init,
    reason,
    first(steady(1), 4, runs === 0 ? steady(1) : [...gone(runs), ...steady(1)]),
  ),
];
const gone = (minutes: number): Course => [{ value: undefined, perMinute: 0, minutes }];

/** A container that waits all the time. */
const stuck = ({ reason, init }: { reason: string; init: boolean }) => [
  waiting(init, reason, steady(1)),
];

interface Readiness {
  readonly phase: string;
  readonly ready: boolean;
  readonly owner: string;
  readonly reason: string;
}

/** A pod as its status and its owner tell of it. */
const status = ({ phase, ready, owner, reason }: Readiness) => [
  ...['Pending', 'Running', 'Unknown', 'Failed', 'Succeeded'].map((one) =>
    series('kube_pod_status_phase', { ...pod, phase: one }, Number(one === phase)),
  ),
  ...['true', 'false'].map((condition) =>
    series('kube_pod_status_ready', { ...pod, condition }, Number(condition === `${ready}`)),
  ),
  series('kube_pod_owner', { ...pod, owner_kind: owner, owner_name: 'cart' }, 1),
  ...['NodeLost', 'SchedulingGated'].map((one) =>
    series('kube_pod_status_reason', { ...pod, reason: one }, Number(one === reason)),
  ),
];

/** A container that starts so often an hour, and why it last ended. */
const restarts = ({ perHour, reason }: { perHour: number; reason: string }) => [
  series('kube_pod_container_status_restarts_total', container, rising(perHour / 60)),
  series('kube_pod_container_status_last_terminated_reason', { ...container, reason }, 1),
];

const labels = { namespace: 'shop', pod: 'cart-0', severity: 'warning' };

export default [
  ...[false, true].flatMap((init) => [
    expectAlert('KubePodCrashLooping')
      .given(loop, { reason: 'CrashLoopBackOff', runs: 2, init })
      .firesAfter('15m')
      .with({ ...labels, container: 'cart' })
      .alsoFiresWith({ runs: 0 })
      .silentWith({ runs: 12 })
      .silentWith({ reason: 'ImagePullBackOff' }),
    expectAlert('KubeContainerWaiting')
      .given(stuck, { reason: 'ImagePullBackOff', init })
      .firesAfter('1h')
      .with({ ...labels, container: 'cart', reason: 'ImagePullBackOff' })
      .silentWith({ reason: 'CrashLoopBackOff' }),
  ]),
  expectAlert('KubePodNotReady')
    .given(status, { phase: 'Running', ready: false, owner: 'ReplicaSet', reason: 'none' })
    .firesAfter('15m')
    .with(labels)
    .alsoFiresWith({ phase: 'Pending' })
    .alsoFiresWith({ phase: 'Unknown' })
    .alsoFiresWith({ reason: 'NodeLost' })
    .silentWith({ phase: 'Failed' })
    .silentWith({ ready: true })
    .silentWith({ owner: 'Job' })
    .silentWith({ reason: 'SchedulingGated' }),
  expectAlert('KubeContainerOOMKilled')
    .given(restarts, { perHour: 2, reason: 'OOMKilled' })
    .firesAfter('1m')
    .with({ ...labels, container: 'cart' })
    .silentWith({ perHour: 0 })
    .silentWith({ reason: 'Error' }),
];
