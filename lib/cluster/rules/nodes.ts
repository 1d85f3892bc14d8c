import { Duration } from 'cdk8s';
import { shownBy } from '../../model/promql.js';
import { type AlertRule, bounded } from '../../model/rule.js';
import { each, on } from './asking.js';

/** Taints that say that a node is about to go, by who sets them. */
const leaving = {
  re: 'ToBeDeletedByClusterAutoscaler|cloud\\.google\\.com/impending-node-termination|aws-node-termination-handler/spot-itn|karpenter\\.sh/disrupted',
} as const;

/** How Kubernetes sees its nodes. */
export function nodeRules(job: string): readonly AlertRule[] {
  const of = shownBy(job);
  const condition = (name: string | { re: string }) =>
    of('kube_node_status_condition', { condition: name, status: 'true' });
  // Who cordons a node knows of it.
  const inUse = `and ${on('node')} (${of('kube_node_spec_unschedulable')} == 0)`;
  return [
    {
      alert: 'KubeNodeNotReady',
      expr: `${each('node', condition('Ready'))} == 0 ${inUse}`,
      for: Duration.minutes(15),
      severity: 'warning',
      summary: 'A node is not ready',
      description:
        '{{ $labels.node }} has not been ready for 15 minutes: it gets no new pods, and those it has are replaced elsewhere. Its conditions say what its kubelet lacks.',
    },
    {
      alert: 'KubeNodeUnreachable',
      expr: `${each('node', of('kube_node_spec_taint', { key: 'node.kubernetes.io/unreachable' }))} == 1 unless ${on('node')} ${of('kube_node_spec_taint', { key: leaving })}`,
      for: Duration.minutes(15),
      severity: 'warning',
      summary: 'Nothing is heard of a node',
      description:
        'The kubelet of {{ $labels.node }} has not reported for 15 minutes: its pods may run on, and others are started in their place. See whether the machine is up, and its way to the API server.',
    },
    bounded(2, (count) => ({
      alert: 'KubeNodeReadinessFlapping',
      expr: `${each('node', `changes(${condition('Ready')}[15m])`)} > ${count} ${inUse}`,
      for: Duration.minutes(15),
      severity: 'warning',
      summary: 'A node is ready and not, in turns',
      description:
        '{{ $labels.node }} changed {{ $value }} times between ready and not ready within 15 minutes: its pods come and go from their Services. See how loaded it is, and the log of its kubelet.',
    })),
    {
      alert: 'KubeNodePressure',
      expr: `${each('node, condition', condition({ re: '(Disk|Memory|PID)Pressure' }))} == 1 ${inUse}`,
      for: Duration.minutes(10),
      // The field only mentions it; yet pods are thrown out, and nothing else says so of memory and processes.
      severity: 'warning',
      summary: 'A node runs short',
      description:
        '{{ $labels.node }} has had {{ $labels.condition }} for 10 minutes: its kubelet throws out pods until there is room again. See what uses most of it.',
    },
  ];
}

/** What kubelets do to the pods of their nodes. */
export function evictionRules(job: string): readonly AlertRule[] {
  const evictions = shownBy(job)('kubelet_evictions');
  return [
    {
      alert: 'KubeNodeEviction',
      // The first of its kind has no sample before it that it could be an increase of.
      expr: `sum by (cluster, node, eviction_signal) (increase(${evictions}[15m]) > 0 or (${evictions} unless ${evictions} offset 15m))`,
      severity: 'info',
      summary: 'A node throws out pods',
      description:
        '{{ $labels.node }} has evicted about {{ printf "%.0f" $value }} pods within 15 minutes, by {{ $labels.eviction_signal }}. Those without requests, or above them, go first.',
    },
  ];
}

/** That there is room for more pods on a node, which its kubelet and the node itself tell together. */
export function podRoomRules(kubelet: string, job: string): readonly AlertRule[] {
  const capacity = shownBy(job)('kube_node_status_capacity', { resource: 'pods' });
  return [
    bounded(0.95, (share) => ({
      alert: 'KubeletTooManyPods',
      // A virtual node that is made for one pod is always full.
      expr: `${each('node', shownBy(kubelet)('kubelet_running_pods'))} / (${each('node', capacity)} > 1) > ${share}`,
      for: Duration.minutes(15),
      severity: 'info',
      summary: 'A node has hardly room for another pod',
      description:
        '{{ $labels.node }} runs {{ $value | humanizePercentage }} of the pods that it may: soon new ones must go elsewhere, whatever CPU and memory it has left.',
    })),
  ];
}
