import type { Asking } from '../core/index.js';
import type { Matchers } from '../model/promql.js';

/** Of the containers alone: their sums, over a pod and over all, are shown by cAdvisor as well. */
export const alone = { container: { not: '' } } as const;

/** Pods that hold what they asked for: not those that have ended. */
export const alive = ({ of }: Pick<Asking, 'of'>): string =>
  `${of('kube_pod_status_phase', { phase: { re: 'Pending|Running' } })} == 1`;

/** What pods request of a resource, but those that have ended and hold nothing any more. */
export function requests(pods: Asking, resource: 'cpu' | 'memory', its: Matchers = {}): string {
  const asked = pods.of('kube_pod_container_resource_requests', { resource, ...its });
  return `(${asked} and on (cluster, namespace, pod, uid) ${alive(pods)})`;
}

/** Restarts of containers in the last hour. */
export const restartsOf = ({ of }: Asking): string =>
  `increase(${of('kube_pod_container_status_restarts_total')}[1h])`;
