/** Of a pod or Service in the cluster its own name, of anything else the host: no scheme, port and path. */
const name = String.raw`(?:https?://)?(\\[[^\\]]+\\]|[^/:]+?)(?:\\.[^/:]+\\.svc(?:\\.[^/:]+)?)?(?::[0-9]+)?(?:/.*)?`;

/**
 * Series that bear an address, with what people call it in the label `to`: `alertmanager-0`, where the label has
 * `http://alertmanager-0.alertmanager-headless.observability.svc.cluster.local:9093/api/v2/alerts`. The label of the
 * address stays, as two addresses may lead to one name.
 *
 * @param from the label with the address
 * @example
 * ask(addressed(`sum by (cluster, url) (${rate('prometheus_remote_storage_samples_total')})`, 'url'), '{{to}}')
 */
export const addressed = (series: string, from: string): string =>
  `label_replace(${series}, "to", "$1", "${from}", "${name}")`;
