import type { V1Pod } from '@kubernetes/client-node';
import { identity } from './identity.js';
import type { NodeParts } from './parts.js';
import { PodLife } from './pod.js';
import { say } from './say.js';
import type { KnownPod } from './types.js';
import { follow } from './watch.js';

/** What a node does for its pods. */
export interface Pods {
  readonly known: () => readonly KnownPod[];
  /** As the API server has them. */
  readonly list: () => readonly V1Pod[];
}

const isDone = ({ metadata, status }: V1Pod): boolean =>
  !metadata?.deletionTimestamp && ['Succeeded', 'Failed'].includes(status?.phase ?? '');

/** Lives each pod that is bound to this node, as long as it is. */
export async function keepPods(parts: NodeParts): Promise<Pods> {
  const lives = new Map<string, PodLife>();
  // News of a pod may come after its end.
  const ended = new Set<string>();
  const fieldSelector = `spec.nodeName=${parts.facts.name}`;
  const begin = (pod: V1Pod) => {
    const { namespace, name, uid } = identity(pod);
    say(`${namespace}/${name}: begun`);
    const life = new PodLife(parts, pod);
    lives.set(uid, life);
    void life.live().then(() => {
      lives.delete(uid);
      ended.add(uid);
      say(`${namespace}/${name}: ended`);
    });
  };
  const cache = await follow<V1Pod>(
    parts.kube,
    {
      path: '/api/v1/pods',
      list: () => parts.core.listPodForAllNamespaces({ fieldSelector }),
      fieldSelector,
    },
    {
      changed: (pod) => {
        const { uid } = identity(pod);
        const life = lives.get(uid);
        if (life) life.update(pod);
        else if (!isDone(pod) && !ended.has(uid)) begin(pod);
      },
      gone: (pod) => lives.get(identity(pod).uid)?.end(),
    },
  );
  return {
    known: () => [...lives.values()].map((life) => life.known()),
    list: () => cache.list(),
  };
}
