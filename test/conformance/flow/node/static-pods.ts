import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { V1OwnerReference, V1Pod } from '@kubernetes/client-node';
import { load } from 'js-yaml';
import { identity, staticPod } from './identity.js';
import type { NodeParts } from './parts.js';
import { say } from './say.js';
import type { NodeFacts } from './types.js';
import { asking, hasCode, pause } from './waiting.js';

/**
 * Runs the pods whose files lie in the node's `/etc/kubernetes/manifests`. Each has its mirror in the API server,
 * which this node then lives as any other pod; where one is deleted it comes again, as long as the file is there.
 *
 * @param present the pods of this node, as the API server has them
 */
export async function keepStaticPods(
  parts: NodeParts,
  owner: V1OwnerReference,
  present: () => readonly V1Pod[],
): Promise<never> {
  const folder = join(parts.facts.root, 'etc', 'kubernetes', 'manifests');
  for (;;) {
    const wanted = read(folder).map((text) => mirror(text, parts.facts, owner));
    const mirrors = present().filter((pod) => hashOf(pod) !== undefined);
    const hashes = wanted.map(hashOf);
    for (const pod of mirrors)
      if (!pod.metadata?.deletionTimestamp && !hashes.includes(hashOf(pod)))
        await remove(parts, pod);
    for (const pod of wanted)
      if (!mirrors.some((one) => isSameName(one, pod))) await create(parts, pod);
    await pause(1000);
  }
}

const hashOf = ({ metadata }: V1Pod): string | undefined =>
  metadata?.annotations?.[staticPod.mirror];

const isSameName = (a: V1Pod, b: V1Pod): boolean =>
  a.metadata?.name === b.metadata?.name && a.metadata?.namespace === b.metadata?.namespace;

function read(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => /^[^.].*\.(json|ya?ml)$/.test(file));
  return files.sort().map((file) => readFileSync(join(folder, file), 'utf8'));
}

/** The pod in a file, as the API server shows it. */
function mirror(text: string, facts: NodeFacts, owner: V1OwnerReference): V1Pod {
  // A test's own file; the API server judges it when it is created.
  const pod = load(text) as V1Pod;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 32);
  const { namespace = 'default', name, annotations } = pod.metadata ?? {};
  const { source, hash: hashKey, mirror: mirrorKey } = staticPod;
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      ...{ namespace, name: `${name}-${facts.name}`, ownerReferences: [owner] },
      annotations: { ...annotations, [source]: 'file', [hashKey]: hash, [mirrorKey]: hash },
    },
    spec: {
      ...{ containers: [], ...pod.spec, nodeName: facts.name },
      // No taint drives it away.
      tolerations: [...(pod.spec?.tolerations ?? []), { operator: 'Exists', effect: 'NoExecute' }],
    },
  };
}

async function create({ core }: NodeParts, pod: V1Pod): Promise<void> {
  const { namespace = '', name } = pod.metadata ?? {};
  try {
    await asking(() => core.createNamespacedPod({ namespace, body: pod }));
    say(`${namespace}/${name}: mirror of a static pod created`);
  } catch (error) {
    // It is there, and is not seen yet.
    if (!hasCode(error, 409)) throw error;
  }
}

async function remove({ core }: NodeParts, pod: V1Pod): Promise<void> {
  const { namespace, name, uid } = identity(pod);
  try {
    const body = { preconditions: { uid } };
    await asking(() => core.deleteNamespacedPod({ namespace, name, body }));
    say(`${namespace}/${name}: its file is gone or another`);
  } catch (error) {
    if (!hasCode(error, 404, 409)) throw error;
  }
}
