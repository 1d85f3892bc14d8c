import type { Asking } from '../../../core/index.js';
import type { Matchers } from '../../../model/promql.js';
import { alive, alone, restartsOf } from '../../promised.js';
import { pod, recorded, workload } from '../../recorded.js';
import { inWorkload } from '../variables.js';

/** Pods that are meant to run, each once. */
const living = ({ of }: Asking): string =>
  `max by (${pod}) (${of('kube_pod_status_phase', { phase: { re: 'Pending|Running|Unknown' } })}) == 1`;

/** Pods that are meant to be ready and are not, each once: also those that no node has taken. */
export const notReady = (pods: Asking): string =>
  `${living(pods)} unless on (${pod}) ${pods.of('kube_pod_status_ready', { condition: 'true' })} == 1`;

/** How many of them there are: 0 where all are ready, nothing where there are no pods. */
export const countNotReady = (pods: Asking): string =>
  `count(${notReady(pods)}) or 0 * count(${pods.of('kube_pod_info')})`;

/** The share of their time slices in which containers that have a limit on CPU were made to wait. */
export const throttled = ({ rate }: Asking, by: string): string => {
  const periods = (which: string) =>
    `sum by (${by}) (${rate(`container_cpu_cfs_${which}periods_total`, alone)})`;
  return `${periods('throttled_')} / ${periods('')}`;
};

/**
 * Bytes that pods receive or send. Those on the network of their node are left out where that is known:
 * each of them shows all that passes the node.
 */
export const traffic = (
  { rate }: Asking,
  pods: Asking | undefined,
  way: 'receive' | 'transmit',
  by: string,
): string => {
  const bytes = rate(`container_network_${way}_bytes_total`);
  const onNodes = pods?.of('kube_pod_info', { host_network: 'true' });
  const own = onNodes === undefined ? bytes : `${bytes} unless on (${pod}) ${onNodes}`;
  return `sum by (${by}) (${own})`;
};

/** What pods that have not ended request, or may use at most, of a resource: summed up for each pod. */
export const promisedTo = (
  pods: Asking,
  what: 'requests' | 'limits',
  resource: 'cpu' | 'memory',
): string =>
  `sum by (${pod}) (max by (${pod}, container) (${pods.of(`kube_pod_container_resource_${what}`, { resource })}) and on (${pod}) ${alive(pods)})`;

/** Memory in use of the limit, of the container that is closest to it: by pod. */
export const memoryOfLimit = (containers: Asking, pods: Asking): string => {
  const by = `${pod}, container`;
  return `max by (${pod}) (max by (${by}) (${containers.of('container_memory_working_set_bytes', alone)}) / max by (${by}) (${pods.of('kube_pod_container_resource_limits', { resource: 'memory' })}))`;
};

/** How many replicas are wanted and cannot be relied on, by workload. */
export const missing = ({ of }: Asking, its: Matchers = {}): string =>
  `clamp_min(${of(recorded.wanted, its)} - ${of(recorded.available, its)}, 0)`;

/**
 * Restarts of containers in the last hour, each container once whoever shows it.
 *
 * @param by labels that tell sums apart. @default - one sum of all
 */
export const restarts = (pods: Asking, by?: string): string =>
  `sum${by === undefined ? '' : ` by (${by}) `}(max by (${pod}, container) (${restartsOf(pods)}))`;

/** What nodes have for pods, of a resource. */
export const allocatable = ({ of }: Asking, resource: 'cpu' | 'memory' | 'pods'): string =>
  `max by (cluster, node) (${of('kube_node_status_allocatable', { resource })})`;

/** A measure by pod, with the workload that each pod belongs to. */
export const perWorkload = ({ of }: Asking, byPod: string): string =>
  `sum by (${workload}) (${byPod} * on (${pod}) group_left (workload_type, workload) ${of(recorded.owner)})`;

/** Of a measure by pod, what belongs to the workload chosen. */
export const itsPods = ({ of }: Asking, byPod: string): string =>
  `${byPod} and on (${pod}) ${of(recorded.owner, inWorkload)}`;

/** The share used of each quota, by resource. */
export const quotaUse = ({ of }: Asking): string => {
  const by = 'max by (cluster, namespace, resourcequota, resource)';
  return `${by} (${of('kube_resourcequota', { type: 'used' })}) / ${by} (${of('kube_resourcequota', { type: 'hard' })} > 0)`;
};

/** The share used of each volume that is claimed. */
export const volumeUse = ({ of }: Asking): string =>
  `1 - ${of('kubelet_volume_stats_available_bytes')} / ${of('kubelet_volume_stats_capacity_bytes')}`;

/** Colours of the share of time slices lost to a limit on CPU: below a quarter, few people notice. */
export const slowed = { above: { warning: 0.25, critical: 0.5 } } as const;
