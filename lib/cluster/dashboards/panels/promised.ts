import type { Asking } from '../../../core/index.js';
import type { Matchers } from '../../../model/promql.js';

/** Of the containers alone: their sums, over a pod and over all, are shown by cAdvisor as well. */
export const alone = { container: { not: '' } } as const;

/** What pods request of a resource, but those that have ended and hold nothing any more. */
export function requests({ of }: Asking, resource: 'cpu' | 'memory', pods: Matchers = {}): string {
  const alive = of('kube_pod_status_phase', { phase: { re: 'Pending|Running' } });
  const asked = of('kube_pod_container_resource_requests', { resource, ...pods });
  return `(${asked} and on (cluster, namespace, pod, uid) ${alive} == 1)`;
}

/** Restarts of containers in the last hour. */
export const restartsOf = ({ of }: Asking): string =>
  `increase(${of('kube_pod_container_status_restarts_total')}[1h])`;
