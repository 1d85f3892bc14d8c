// What was synthesized, and what can be told of it without a cluster.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { Unreachable } from './kubectl.mjs';

/**
 * The objects of all manifests in a folder.
 *
 * @throws Unreachable when there are none: nothing could be asked
 */
export function readDist(folder) {
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String) : [];
  const objects = files
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) => loadAll(readFileSync(join(folder, file), 'utf8')))
    .filter((o) => o?.kind);
  if (objects.length === 0)
    throw new Unreachable(
      `no manifests in "${folder}"; run npm run synth, or give --dist=<folder>`,
    );
  return objects;
}

/** `Kind namespace/name`, as a person names an object. */
export const named = ({ kind, metadata: { namespace, name } }) =>
  `${kind} ${namespace ? `${namespace}/` : ''}${name}`;

/** Its group and version may differ between what is written and what is answered. */
export const sameAs = (one) => (other) => named(one) === named(other);

export const unique = (things) => [...new Set(things)];

const workloadKinds = ['DaemonSet', 'Deployment', 'StatefulSet'];

export const ofKind = (objects, ...kinds) => objects.filter(({ kind }) => kinds.includes(kind));

/** What makes pods. */
export const workloadsOf = (objects) => ofKind(objects, ...workloadKinds);

/** Namespaces that objects stand in, by name. */
export const namespacesOf = (objects) =>
  unique(objects.flatMap(({ metadata: { namespace } }) => namespace ?? [])).sort();

/** How many pods a workload makes on so many nodes. */
export const replicasOf = ({ kind, spec }, nodes) =>
  kind === 'DaemonSet' ? nodes : (spec.replicas ?? 1);

/** The claims that a StatefulSet makes: one for each template and replica. */
export const claimsOf = ({ metadata, spec }) =>
  (spec.volumeClaimTemplates ?? []).flatMap((template) =>
    Array.from({ length: spec.replicas ?? 1 }, (_, i) => ({
      namespace: metadata.namespace,
      name: `${template.metadata.name}-${metadata.name}-${i}`,
      className: template.spec.storageClassName,
      size: template.spec.resources.requests.storage,
    })),
  );
