import { Duration } from 'cdk8s';
import { shownBy } from '../../model/promql.js';
import { type AlertRule, bounded } from '../../model/rule.js';
import { each, on, total } from './asking.js';

/** What nodes have, and pods ask for. */
interface Resource {
  readonly resource: 'cpu' | 'memory';
  readonly name: 'CPU' | 'Memory';
  /** A number of it, as people read it. */
  readonly shown: string;
}

const resources: readonly Resource[] = [
  { resource: 'cpu', name: 'CPU', shown: '{{ $value | humanize }} cores' },
  { resource: 'memory', name: 'Memory', shown: '{{ $value | humanize1024 }}B of memory' },
];

/** That what pods ask for and namespaces may ask for is there. */
export const capacityRules = (job: string): readonly AlertRule[] =>
  resources.flatMap((resource) => [overcommit(job, resource), quotaOvercommit(job, resource)]);

const onNodes = (job: string, resource: string): string =>
  each('node', shownBy(job)('kube_node_status_allocatable', { resource }));

/** That the pods would not fit on the nodes that are left when the largest is gone; on one node, that they do not fit. */
function overcommit(job: string, { resource, name, shown }: Resource): AlertRule {
  const of = shownBy(job);
  const pod = 'namespace, pod';
  // A pod that has ended still shows what it asked for.
  const asked = total(
    `${each(`${pod}, container`, of('kube_pod_container_resource_requests', { resource }))} and ${on(pod)} (${of('kube_pod_status_phase', { phase: { re: 'Pending|Running' } })} == 1)`,
  );
  const nodes = onNodes(job, resource);
  return {
    alert: `Kube${name}Overcommit`,
    expr: `${asked} - (${total(nodes)} - max by (cluster) (${nodes}) > 0 or ${total(nodes)}) > 0`,
    for: Duration.minutes(10),
    severity: 'warning',
    summary: `Pods ask for more ${name === 'CPU' ? 'CPU' : 'memory'} than is left when a node is gone`,
    description: `If the largest node of {{ $labels.cluster }} is gone, ${shown} are missing for what pods ask for: some of them will wait. Add a node, or lower requests that nothing uses.`,
  };
}

function quotaOvercommit(job: string, { resource, name }: Resource): AlertRule {
  const hard = shownBy(job)('kube_resourcequota', {
    type: 'hard',
    resource: { re: `(requests\\.)?${resource}` },
  });
  return bounded(1.5, (share) => ({
    alert: `Kube${name}QuotaOvercommit`,
    expr: `${total(each('namespace, resourcequota', hard))} / ${total(onNodes(job, resource))} > ${share}`,
    for: Duration.minutes(5),
    // A promise, no shortage: that one is told by the alert on what pods do ask for.
    severity: 'info',
    summary: `Quotas promise more ${name === 'CPU' ? 'CPU' : 'memory'} than there is`,
    description: `The quotas of all namespaces of {{ $labels.cluster }} allow {{ $value | humanizePercentage }} of the ${resource === 'cpu' ? 'CPU' : 'memory'} that its nodes have: not every team can have its share at once.`,
  }));
}

const quota = 'namespace, resourcequota, resource';

/** How near namespaces are to their quotas. */
export function quotaRules(job: string): readonly AlertRule[] {
  const one = (type: string) => each(quota, shownBy(job)('kube_resourcequota', { type }));
  const share = `${one('used')} / (${one('hard')} > 0)`;
  const common = { for: Duration.minutes(15) };
  return [
    bounded(0.9, (near) => ({
      alert: 'KubeQuotaAlmostFull',
      expr: `${share} > ${near} < 1`,
      ...common,
      severity: 'info',
      summary: 'A quota is almost used up',
      description:
        '{{ $labels.namespace }} uses {{ $value | humanizePercentage }} of {{ $labels.resource }} in quota {{ $labels.resourcequota }}. At 100 % the next object that asks for some is refused.',
    })),
    {
      alert: 'KubeQuotaFullyUsed',
      expr: `${share} == 1`,
      ...common,
      severity: 'info',
      summary: 'A quota is used up',
      description:
        '{{ $labels.namespace }} uses all {{ $labels.resource }} of quota {{ $labels.resourcequota }}: the next object that asks for some is refused, a replacement during a rollout too.',
    },
    {
      alert: 'KubeQuotaExceeded',
      expr: `${one('used')} > ${one('hard')}`,
      ...common,
      severity: 'warning',
      summary: 'More is used than a quota allows',
      description:
        '{{ $labels.namespace }} uses {{ $value | humanize }} of {{ $labels.resource }}, which is more than quota {{ $labels.resourcequota }} allows. It was lowered below what is there: what ends now does not come back.',
    },
  ];
}

/**
 * That a container is held back by its CPU limit.
 *
 * The field tells from a quarter of the periods on: a container that works in short bursts is there every day, and
 * nobody waits for it.
 */
export function throttlingRules(job: string): readonly AlertRule[] {
  const of = shownBy(job);
  const rate = (selected: string) => each('namespace, pod, container', `rate(${selected}[5m])`);
  const throttled = of('container_cpu_cfs_throttled_periods_total', { container: { not: '' } });
  return [
    bounded(0.5, (share) => ({
      alert: 'CPUThrottlingHigh',
      expr: `${rate(throttled)} / ${rate(of('container_cpu_cfs_periods_total'))} > ${share}`,
      for: Duration.minutes(30),
      severity: 'info',
      summary: 'A container is held back by its CPU limit',
      description:
        'Container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} was stopped in {{ $value | humanizePercentage }} of the periods in which it ran, for 30 minutes: it answers later than it could. Raise the limit, or do without.',
    })),
  ];
}
