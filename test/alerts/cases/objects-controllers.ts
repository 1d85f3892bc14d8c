import { expectAlert } from '../expect-alert.js';
import { rising, series } from '../inputs.js';

const job = 'kube-state-metrics';
const labels = { namespace: 'shop', severity: 'warning' };

/** A number that stays as it is, or moves while a rollout goes on. */
const moving = (is: boolean, value: number) => rising(is ? 0.01 : 0, value);

const controller = (kind: string) => {
  const own = { job, namespace: 'shop', [kind]: 'cart' };
  return (metric: string, value: number | ReturnType<typeof rising>, more = {}) =>
    series(`kube_${kind}_${metric}`, { ...own, ...more }, value);
};

const generations = (kind: string) => {
  const of = controller(kind);
  return ({ changed, observed }: { changed: number; observed: number }) => [
    of('metadata_generation', changed),
    of('status_observed_generation', observed),
  ];
};

const deployment = controller('deployment');
const statefulSet = controller('statefulset');
const daemonSet = controller('daemonset');

/** Pods that are wanted, and those that are there, in a rollout or not. */
interface Pods {
  readonly wanted: number;
  readonly there: number;
  readonly rolling: boolean;
}

const replicas = ({ wanted, there, rolling }: Pods) => [
  deployment('spec_replicas', wanted),
  deployment('status_replicas_available', there),
  deployment('status_replicas_updated', moving(rolling, 1)),
];

const members = ({ wanted, there, rolling }: Pods) => [
  statefulSet('replicas', wanted),
  statefulSet('status_replicas_ready', there),
  statefulSet('status_replicas_updated', moving(rolling, 1)),
];

/** What the condition Progressing says, of a Deployment that is not available. */
const progressing = ({ status }: { status: string }) =>
  ['true', 'false', 'unknown'].flatMap((one) => [
    deployment('status_condition', Number(one === status), {
      condition: 'Progressing',
      status: one,
    }),
    deployment('status_condition', Number(one === 'false'), {
      condition: 'Available',
      status: one,
    }),
  ]);

interface Update extends Pods {
  readonly newest: string;
}

/** A StatefulSet of revision `cart-1`, and how many of its pods are of the newest. */
const update = ({ wanted, there, rolling, newest }: Update) => [
  statefulSet('replicas', wanted),
  statefulSet('status_replicas_updated', moving(rolling, there)),
  statefulSet('status_current_revision', 1, { revision: 'cart-1' }),
  statefulSet('status_update_revision', 1, { revision: newest }),
];

interface Nodes {
  readonly desired: number;
  readonly scheduled: number;
  readonly updated: number;
  readonly available: number;
  readonly misscheduled: number;
  readonly rolling: boolean;
}

const onNodes = ({ desired, scheduled, updated, available, misscheduled, rolling }: Nodes) => [
  daemonSet('status_desired_number_scheduled', desired),
  daemonSet('status_current_number_scheduled', scheduled),
  daemonSet('status_updated_number_scheduled', moving(rolling, updated)),
  daemonSet('status_number_available', available),
  daemonSet('status_number_misscheduled', misscheduled),
];
const fine: Nodes = {
  ...{ desired: 5, scheduled: 5, updated: 5, available: 5 },
  ...{ misscheduled: 0, rolling: false },
};

export default [
  expectAlert('KubeDeploymentGenerationMismatch')
    .given(generations('deployment'), { changed: 4, observed: 3 })
    .firesAfter('15m')
    .with({ ...labels, deployment: 'cart' })
    .silentWith({ observed: 4 }),
  expectAlert('KubeStatefulSetGenerationMismatch')
    .given(generations('statefulset'), { changed: 4, observed: 3 })
    .firesAfter('15m')
    .with({ ...labels, statefulset: 'cart' })
    .silentWith({ observed: 4 }),
  expectAlert('KubeDeploymentReplicasMismatch')
    .given(replicas, { wanted: 3, there: 2, rolling: false })
    .firesAfter('15m')
    .with({ ...labels, deployment: 'cart' })
    .silentWith({ there: 3 })
    .silentWith({ rolling: true }),
  expectAlert('KubeDeploymentRolloutStuck')
    .given(progressing, { status: 'false' })
    .firesAfter('15m')
    .with({ ...labels, deployment: 'cart' })
    .silentWith({ status: 'true' })
    .silentWith({ status: 'unknown' }),
  expectAlert('KubeStatefulSetReplicasMismatch')
    .given(members, { wanted: 3, there: 2, rolling: false })
    .firesAfter('15m')
    .with({ ...labels, statefulset: 'cart' })
    .alsoFiresWith({ there: 4 })
    .silentWith({ there: 3 })
    .silentWith({ rolling: true }),
  expectAlert('KubeStatefulSetUpdateNotRolledOut')
    .given(update, { wanted: 3, there: 1, rolling: false, newest: 'cart-2' })
    .firesAfter('15m')
    .with({ ...labels, statefulset: 'cart' })
    .silentWith({ there: 3 })
    .silentWith({ rolling: true })
    .silentWith({ newest: 'cart-1' }),
  expectAlert('KubeDaemonSetRolloutStuck')
    .given(onNodes, { ...fine, available: 4 })
    .firesAfter('15m')
    .with({ ...labels, daemonset: 'cart' })
    .silentWith({ available: 5 })
    .silentWith({ rolling: true }),
  expectAlert('KubeDaemonSetRolloutStuck')
    .given(onNodes, { ...fine, updated: 3 })
    .firesAfter('15m')
    .with({ ...labels, daemonset: 'cart' })
    .silentWith({ updated: 5 }),
  expectAlert('KubeDaemonSetNotScheduled')
    .given(onNodes, { ...fine, scheduled: 4 })
    .firesAfter('10m')
    .with({ ...labels, daemonset: 'cart' })
    .silentWith({ scheduled: 5 }),
  expectAlert('KubeDaemonSetMisScheduled')
    .given(onNodes, { ...fine, misscheduled: 1 })
    .firesAfter('15m')
    .with({ ...labels, daemonset: 'cart' })
    .silentWith({ misscheduled: 0 }),
];
