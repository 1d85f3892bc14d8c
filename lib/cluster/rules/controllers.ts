import { Duration } from 'cdk8s';
import { shownBy } from '../../model/promql.js';
import type { AlertRule } from '../../model/rule.js';
import { each, on } from './asking.js';

const deployment = 'namespace, deployment';
const statefulSet = 'namespace, statefulset';
const daemonSet = 'namespace, daemonset';

/** That Deployments, StatefulSets and DaemonSets have the pods they want. */
export const controllerRules = (job: string): readonly AlertRule[] => [
  ...deploymentRules(job),
  ...statefulSetRules(job),
  ...daemonSetRules(job),
];

function deploymentRules(job: string): readonly AlertRule[] {
  const of = shownBy(job);
  const one = (metric: string) => each(deployment, of(`kube_deployment_${metric}`));
  return [
    {
      alert: 'KubeDeploymentGenerationMismatch',
      expr: `${one('status_observed_generation')} != ${one('metadata_generation')}`,
      for: Duration.minutes(15),
      severity: 'warning',
      summary: 'A Deployment was changed, and nobody acts on it',
      description:
        'Version {{ $value }} of {{ $labels.namespace }}/{{ $labels.deployment }} is the last that was acted on, and there has been a newer one for 15 minutes. See whether the controller manager is alive.',
    },
    {
      alert: 'KubeDeploymentReplicasMismatch',
      // While a rollout goes on, some are missing.
      expr: `${one('spec_replicas')} - ${one('status_replicas_available')} > 0 and ${each(deployment, `changes(${of('kube_deployment_status_replicas_updated')}[10m])`)} == 0`,
      for: Duration.minutes(15),
      severity: 'warning',
      summary: 'A Deployment lacks pods',
      description:
        '{{ $value }} of the pods of {{ $labels.namespace }}/{{ $labels.deployment }} have not been available for 15 minutes, and no rollout is on its way. See what its pods and its ReplicaSet say.',
    },
    {
      alert: 'KubeDeploymentRolloutStuck',
      expr: `${each(deployment, of('kube_deployment_status_condition', { condition: 'Progressing', status: 'false' }))} == 1`,
      for: Duration.minutes(15),
      severity: 'warning',
      summary: 'The rollout of a Deployment is stuck',
      description:
        'The rollout of {{ $labels.namespace }}/{{ $labels.deployment }} missed its deadline: old pods go on, new ones do not get ready. See why the newest do not, or undo it.',
    },
  ];
}

function statefulSetRules(job: string): readonly AlertRule[] {
  const of = shownBy(job);
  const one = (metric: string) => each(statefulSet, of(`kube_statefulset_${metric}`));
  const steady = (window: string) =>
    `${each(statefulSet, `changes(${of('kube_statefulset_status_replicas_updated')}[${window}])`)} == 0`;
  return [
    {
      alert: 'KubeStatefulSetGenerationMismatch',
      expr: `${one('status_observed_generation')} != ${one('metadata_generation')}`,
      for: Duration.minutes(15),
      severity: 'warning',
      summary: 'A StatefulSet was changed, and nobody acts on it',
      description:
        'Version {{ $value }} of {{ $labels.namespace }}/{{ $labels.statefulset }} is the last that was acted on, and there has been a newer one for 15 minutes. See whether the controller manager is alive.',
    },
    {
      alert: 'KubeStatefulSetReplicasMismatch',
      expr: `${one('replicas')} - ${one('status_replicas_ready')} != 0 and ${steady('10m')}`,
      for: Duration.minutes(15),
      severity: 'warning',
      summary: 'A StatefulSet lacks pods, or has too many',
      description:
        '{{ $labels.namespace }}/{{ $labels.statefulset }} has been short of {{ $value }} ready pods for 15 minutes (below 0: it has too many). They start in order: see the first that is not ready, and its volume.',
    },
    {
      alert: 'KubeStatefulSetUpdateNotRolledOut',
      expr: `${one('replicas')} - ${one('status_replicas_updated')} > 0 and ${on(statefulSet)} (${of('kube_statefulset_status_current_revision')} unless ${on(`${statefulSet}, revision`)} ${of('kube_statefulset_status_update_revision')}) and ${steady('5m')}`,
      for: Duration.minutes(15),
      severity: 'warning',
      summary: 'The update of a StatefulSet does not go on',
      description:
        '{{ $value }} pods of {{ $labels.namespace }}/{{ $labels.statefulset }} are still of the old revision, and for 15 minutes none was replaced. It waits for the newest to get ready, or to be deleted by hand.',
    },
  ];
}

function daemonSetRules(job: string): readonly AlertRule[] {
  const of = shownBy(job);
  const one = (metric: string) => each(daemonSet, of(`kube_daemonset_status_${metric}`));
  const there = one('current_number_scheduled');
  const updated = 'updated_number_scheduled';
  return [
    {
      alert: 'KubeDaemonSetRolloutStuck',
      // Nodes without a pod are counted by the next one.
      expr: `(${there} - ${one(updated)} > 0 or ${there} - ${one('number_available')} > 0) and ${each(daemonSet, `changes(${of(`kube_daemonset_status_${updated}`)}[5m])`)} == 0`,
      for: Duration.minutes(15),
      severity: 'warning',
      summary: 'Pods of a DaemonSet are old or not available',
      description:
        'On {{ $value }} nodes the pod of {{ $labels.namespace }}/{{ $labels.daemonset }} has been of an old revision or not available for 15 minutes, and none was replaced. See the pods that are not ready, and their nodes.',
    },
    {
      alert: 'KubeDaemonSetNotScheduled',
      expr: `${one('desired_number_scheduled')} - ${there} > 0`,
      for: Duration.minutes(10),
      severity: 'warning',
      summary: 'Nodes lack the pod of a DaemonSet',
      description:
        '{{ $value }} nodes that should run a pod of {{ $labels.namespace }}/{{ $labels.daemonset }} have had none for 10 minutes. Its events say what refuses it: a quota, an admission rule, a full node.',
    },
    {
      alert: 'KubeDaemonSetMisScheduled',
      expr: `${one('number_misscheduled')} > 0`,
      for: Duration.minutes(15),
      severity: 'warning',
      summary: 'Pods of a DaemonSet run where they should not',
      description:
        '{{ $value }} nodes run a pod of {{ $labels.namespace }}/{{ $labels.daemonset }} that should not: their labels or taints were changed after it came.',
    },
  ];
}
