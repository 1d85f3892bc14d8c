const byCluster = (labels: string) => `(cluster${labels && `, ${labels}`})`;

/**
 * One series for each object, whoever shows it: who does may be there twice for a moment, and has a new address
 * when it is replaced, which must not begin every alert anew.
 *
 * @example
 * each('namespace, pod', 'kube_pod_created') // max by (cluster, namespace, pod) (kube_pod_created)
 */
export const each = (labels: string, expr: string): string =>
  `max by ${byCluster(labels)} (${expr})`;

/** All of a cluster together. */
export const total = (expr: string): string => `sum by (cluster) (${expr})`;

/** The labels in which two sides are of one object. */
export const on = (labels: string): string => `on ${byCluster(labels)}`;
