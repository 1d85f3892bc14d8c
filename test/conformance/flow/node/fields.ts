import type { V1Container, V1Pod, V1ResourceFieldSelector } from '@kubernetes/client-node';
import { quantityUnits } from '../../../../lib/model/units.js';
import { PodError } from './types.js';

/** Addresses that a pod has before its status says so. */
export interface Addresses {
  readonly podIP?: string;
  readonly hostIP: string;
}

const refuse = (what: string): never => {
  throw new PodError('CreateContainerConfigError', what);
};

const lines = (entries: Readonly<Record<string, string>> = {}): string =>
  Object.entries(entries)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .sort()
    .join('\n');

/**
 * A field of a pod, as the downward API gives it: `metadata.name`, `metadata.labels['app']`.
 *
 * @throws PodError on one that it does not give
 */
export function podField({ metadata, spec }: V1Pod, path: string, addresses: Addresses): string {
  const [, map, key] = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path) ?? [];
  if (map && key) return metadata?.[map === 'labels' ? 'labels' : 'annotations']?.[key] ?? '';
  const fields: Readonly<Record<string, () => string | undefined>> = {
    'metadata.name': () => metadata?.name,
    'metadata.namespace': () => metadata?.namespace,
    'metadata.uid': () => metadata?.uid,
    'metadata.labels': () => lines(metadata?.labels),
    'metadata.annotations': () => lines(metadata?.annotations),
    'spec.nodeName': () => spec?.nodeName,
    'spec.serviceAccountName': () => spec?.serviceAccountName,
    'status.podIP': () => addresses.podIP,
    'status.podIPs': () => addresses.podIP,
    'status.hostIP': () => addresses.hostIP,
    'status.hostIPs': () => addresses.hostIP,
  };
  const field = fields[path] ?? (() => refuse(`unsupported fieldPath: ${path}`));
  return field() ?? refuse(`fieldPath ${path}: the pod has none here`);
}

/**
 * A request or limit of a container, in units of the divisor, rounded up.
 *
 * @throws PodError where the container has none: in life that is the node's own, which is not measured here
 */
export function resourceField(
  { name, resources }: V1Container,
  { resource, divisor }: V1ResourceFieldSelector,
): string {
  const [kind, of = ''] = resource.split('.');
  const quantity = (kind === 'limits' ? resources?.limits : resources?.requests)?.[of];
  if (quantity === undefined) return refuse(`container "${name}" has no ${resource}; give it one`);
  // The API server fills in a divisor of "0", which means one.
  const unit = amount(divisor ?? '1') || 1;
  return String(Math.ceil(amount(quantity) / unit));
}

/** A quantity as a number: `100m` of a CPU are 0.1. */
function amount(quantity: string): number {
  const [, digits = '', suffix = ''] = /^([\d.]+)(\w*)$/.exec(quantity) ?? [];
  const unit = suffix === 'm' ? 0.001 : quantityUnits.find(([name]) => name === suffix)?.[1];
  return Number(digits) * (unit ?? Number.NaN);
}
