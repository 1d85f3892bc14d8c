import { tenantHeader } from '../core/index.js';
import { type Block, block, type ComponentBlock, component } from '../model/alloy.js';
import { connectionClient, type Destination } from './http-client.js';

/** The blocks that send something away, the last of which takes it. */
export interface Writer<Name extends 'loki.write' | 'prometheus.remote_write'> {
  readonly files: readonly ComponentBlock[];
  readonly write: ComponentBlock<Name>;
}

/**
 * Sends every line to every destination. A batch is kept until it is taken: by default Alloy drops it after
 * ten tries, some eight minutes, while the position in the file has moved on. So one destination that takes
 * nothing holds up the others too, once its queue of 10 MiB is full; and what is queued when Alloy is
 * stopped has 15 seconds to be taken.
 *
 * @see https://grafana.com/docs/alloy/latest/reference/components/loki/loki.write/
 */
export function logsWriter(
  destinations: readonly Destination[],
  cluster: string,
): Writer<'loki.write'> {
  const parts = destinations.map((destination) => {
    const { attributes, blocks, files } = connectionClient(destination);
    const { url, tenant } = destination.connection;
    const told = {
      url,
      tenant_id: tenant,
      // Zero is for ever.
      max_backoff_retries: 0,
      // After an outage of hours the default, five minutes, would be lost before the first line.
      max_backoff_period: '1m',
      ...attributes,
    };
    return { endpoint: block('endpoint', told, blocks), files };
  });
  return written(
    'loki.write',
    'logs',
    parts,
    cluster,
    'Where logs go. A batch is kept until it is taken.',
  );
}

/**
 * Sends every sample to every destination, each at its own pace, from a log on disk: what cannot be
 * delivered is kept for eight hours.
 *
 * @see https://grafana.com/docs/alloy/latest/reference/components/prometheus/prometheus.remote_write/
 */
export function metricsWriter(
  destinations: readonly Destination[],
  cluster: string,
): Writer<'prometheus.remote_write'> {
  const parts = destinations.map((destination) => {
    const { attributes, blocks, files } = connectionClient(destination);
    const { url, tenant } = destination.connection;
    const headers = tenant === undefined ? undefined : { [tenantHeader]: tenant };
    const told = { url, headers, ...attributes };
    return { endpoint: block('endpoint', told, blocks), files };
  });
  return written('prometheus.remote_write', 'metrics', parts, cluster, 'Where metrics go.');
}

/** Nothing leaves without the name of the cluster; what already has one keeps it. */
const written = <Name extends 'loki.write' | 'prometheus.remote_write'>(
  name: Name,
  label: string,
  parts: readonly { readonly endpoint: Block; readonly files: readonly ComponentBlock[] }[],
  cluster: string,
  comment: string,
): Writer<Name> => ({
  files: parts.flatMap(({ files }) => files),
  write: component(
    name,
    label,
    { external_labels: { cluster } },
    parts.map(({ endpoint }) => endpoint),
    comment,
  ),
});
