import { expectAlert } from '../expect-alert.js';
import { absent, rising, series, steady } from '../inputs.js';

const job = 'kube-state-metrics';
const labels = { namespace: 'shop', severity: 'warning' };
const bill = { job, namespace: 'shop', job_name: 'bill-1' };

/** What a Job that has the condition Failed says of it. */
const failure = ({ failed }: { failed: string }) =>
  ['true', 'false', 'unknown'].map((condition) =>
    series('kube_job_failed', { ...bill, condition }, Number(condition === failed)),
  );

/** A Job that started in a minute, with so many pods at work. */
const run = ({ startedAt, pods }: { startedAt: number; pods: number }) => [
  series('kube_job_status_start_time', bill, startedAt * 60),
  series('kube_job_status_active', bill, pods),
];

/** A CronJob that is to start in a minute, or is suspended. */
const schedule = ({ due, suspended }: { due: number; suspended: boolean }) => [
  series(
    'kube_cronjob_next_schedule_time',
    { job, namespace: 'shop', cronjob: 'bill' },
    suspended ? absent : steady(due * 60),
  ),
];

interface Autoscaler {
  readonly wants: number;
  readonly has: number;
  readonly least: number;
  readonly most: number;
  readonly moving: boolean;
  readonly limited: boolean;
}

const autoscaler = ({ wants, has, least, most, moving, limited }: Autoscaler) => {
  const own = { job, namespace: 'shop', horizontalpodautoscaler: 'cart' };
  const of = (metric: string) => `kube_horizontalpodautoscaler_${metric}`;
  const says = (condition: string, is: boolean) =>
    ['true', 'false'].map((status) =>
      series(of('status_condition'), { ...own, condition, status }, Number(status === `${is}`)),
    );
  return [
    series(of('status_desired_replicas'), own, wants),
    series(of('status_current_replicas'), own, moving ? rising(0.01, has) : has),
    series(of('spec_min_replicas'), own, least),
    series(of('spec_max_replicas'), own, most),
    ...says('AbleToScale', true),
    ...says('ScalingLimited', limited),
  ];
};

const budget = ({ wanted, healthy }: { wanted: number; healthy: number }) => {
  const own = { job, namespace: 'shop', poddisruptionbudget: 'cart' };
  return [
    series('kube_poddisruptionbudget_status_desired_healthy', own, wanted),
    series('kube_poddisruptionbudget_status_current_healthy', own, healthy),
  ];
};

export default [
  expectAlert('KubeJobFailed')
    .given(failure, { failed: 'true' })
    .firesAfter('15m')
    .with({ ...labels, job_name: 'bill-1' })
    .silentWith({ failed: 'false' }),
  expectAlert('KubeJobNotCompleted')
    .given(run, { startedAt: 0, pods: 1 })
    .firesAfter('721m')
    .with({ ...labels, job_name: 'bill-1' })
    .notAt({ startedAt: 12 })
    .silentWith({ pods: 0 }),
  expectAlert('KubeCronJobDelayed')
    .given(schedule, { due: 0, suspended: false })
    .firesAfter('61m')
    .with({ ...labels, cronjob: 'bill' })
    .notAt({ due: 12 })
    .silentWith({ suspended: true }),
  expectAlert('KubeHpaReplicasMismatch')
    .given(autoscaler, { wants: 5, has: 3, least: 2, most: 10, moving: false, limited: false })
    .firesAfter('15m')
    .with({ ...labels, horizontalpodautoscaler: 'cart' })
    .alsoFiresWith({ wants: 2 })
    .silentWith({ wants: 3 })
    .silentWith({ least: 3 })
    .silentWith({ most: 3 })
    .silentWith({ moving: true }),
  expectAlert('KubeHpaMaxedOut')
    .given(autoscaler, { wants: 10, has: 10, least: 2, most: 10, moving: false, limited: true })
    .firesAfter('15m')
    .with({ ...labels, horizontalpodautoscaler: 'cart' })
    .silentWith({ has: 9 })
    .silentWith({ least: 10 })
    .silentWith({ limited: false }),
  expectAlert('KubePdbNotEnoughHealthyPods')
    .given(budget, { wanted: 2, healthy: 1 })
    .firesAfter('15m')
    .with({ ...labels, poddisruptionbudget: 'cart' })
    .silentWith({ healthy: 2 }),
];
