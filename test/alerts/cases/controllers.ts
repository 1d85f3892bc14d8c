import { expectAlert } from '../expect-alert.js';
import { rising, series } from '../inputs.js';

const scheduler = { job: 'kube-scheduler', instance: '10.0.0.1:10259' };
const proxy = {
  job: 'kube-proxy',
  instance: '10.0.0.7:10249',
  node: 'worker-1',
  ip_family: 'IPv4',
};

/** How attempts to place pods end, each minute. */
const attempts = ({ placed, other, result }: { placed: number; other: number; result: string }) => {
  const of = { ...scheduler, profile: 'default-scheduler' };
  return [
    series('scheduler_schedule_attempts_total', { ...of, result: 'scheduled' }, rising(placed)),
    series('scheduler_schedule_attempts_total', { ...of, result }, rising(other)),
  ];
};

const waiting = ({ pods, queue }: { pods: number; queue: string }) => [
  series('scheduler_pending_pods', { ...scheduler, queue }, pods),
];

const queued = ({ objects }: { objects: number }) => [
  series(
    'workqueue_depth',
    { job: 'kube-controller-manager', instance: '10.0.0.1:10257', name: 'deployment' },
    objects,
  ),
];

/** When kube-proxy heard of the last change and when it last wrote the rules, and by what both grow each minute. */
const synced = ({ heard, wrote, pace }: { heard: number; wrote: number; pace: number }) => [
  series('kubeproxy_sync_proxy_rules_last_queued_timestamp_seconds', proxy, rising(pace, heard)),
  series('kubeproxy_sync_proxy_rules_last_timestamp_seconds', proxy, rising(pace, wrote)),
];

export default [
  expectAlert('KubeSchedulerErrors')
    .given(attempts, { placed: 50, other: 50, result: 'error' })
    .firesAfter('16m')
    .with({ severity: 'warning' })
    .notAt({ other: 2.5 })
    .silentWith({ result: 'unschedulable' }),
  expectAlert('KubeSchedulerPodsUnschedulable')
    .given(waiting, { pods: 3, queue: 'unschedulable' })
    .firesAfter('30m')
    .with({ severity: 'info' })
    .notAt({ pods: 0 })
    .silentWith({ queue: 'gated' }),
  expectAlert('KubeControllerManagerBacklog')
    .given(queued, { objects: 110 })
    .firesAfter('15m')
    .with({ name: 'deployment', severity: 'warning' })
    .notAt({ objects: 100 })
    .silentWith({ objects: 0 }),
  expectAlert('KubeProxySyncStale')
    .given(synced, { heard: 1000, wrote: 900, pace: 0 })
    .firesAfter('10m')
    .with({ node: 'worker-1', severity: 'warning' })
    .silentWith({ wrote: 1000.2 })
    // Changes never cease, and each is written.
    .silentWith({ pace: 60 }),
];
