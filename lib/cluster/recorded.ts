/**
 * Series that are computed in advance, because a panel would be slow that asks for what they are made of:
 * who records them and who reads them take their names from here.
 */
export const recorded = {
  /** One for each pod, with the workload it belongs to: a Deployment, not its ReplicaSet. Always 1. */
  owner: 'pod_workload:kube_pod_owner:group',
  /** Cores that a pod uses. */
  cpu: 'pod:container_cpu_usage_seconds:rate5m',
  /** Bytes that a pod cannot do without. */
  memory: 'pod:container_memory_working_set_bytes:sum',
  /** What the pods of a namespace request, by resource. */
  requests: 'namespace:kube_pod_container_resource_requests:sum',
  /** What the pods of a namespace may use at most, by resource. */
  limits: 'namespace:kube_pod_container_resource_limits:sum',
  /** Replicas that a workload should have. */
  wanted: 'workload:replicas_wanted:max',
  /** Replicas of a workload that can be relied on. */
  available: 'workload:replicas_available:max',
  /** Replicas of a workload that are of its last version. */
  updated: 'workload:replicas_updated:max',
} as const;

/** Labels of a pod. */
export const pod = 'cluster, namespace, pod';

/** Labels of what a pod belongs to. */
export const workload = 'cluster, namespace, workload_type, workload';
