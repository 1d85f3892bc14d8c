import type { Manifest } from '../../../lib/core/index.js';
import type { Verdict } from './checks.js';
import type { Kubectl } from './kubectl.js';

/** A pod that Pod Security's `restricted` must refuse, for one reason. */
const plain = (namespace: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'probe', namespace },
  spec: { containers: [{ name: 'probe', image: 'probe' }] },
});

/**
 * Every namespace but that of the agents which must touch the host refuses a pod that is not restricted: tried,
 * since a label that is missing or misspelt lets everything in without a word.
 */
export async function namespacesRestricted(
  kubectl: Kubectl,
  objects: readonly Manifest[],
  exceptions: readonly string[],
): Promise<Verdict> {
  const namespaces = objects
    .filter((o) => o.kind === 'Namespace' && !exceptions.includes(o.metadata.name))
    .map((o) => o.metadata.name);
  const faults = await Promise.all(
    namespaces.map(async (namespace) => {
      const pod = JSON.stringify(plain(namespace));
      const { code, stderr } = await kubectl.run(['create', '--dry-run=server', '-f', '-'], pod);
      return code !== 0 && stderr.includes('violates PodSecurity "restricted:')
        ? []
        : [`namespace ${namespace}: lets a pod in that is not restricted`];
    }),
  );
  return { saw: namespaces.length, faults: faults.flat() };
}
