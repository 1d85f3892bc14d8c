import type { V1Pod } from '@kubernetes/client-node';

/** What marks a pod that comes of a file on its node. */
export const staticPod = {
  source: 'kubernetes.io/config.source',
  hash: 'kubernetes.io/config.hash',
  mirror: 'kubernetes.io/config.mirror',
} as const;

/** What tells a pod from all others. */
export interface Identity {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** @throws on a pod that did not come from the API server */
export function identity({ metadata }: V1Pod): Identity {
  const { namespace, name, uid } = metadata ?? {};
  if (!namespace || !name || !uid)
    throw new Error(`pod: "${namespace}/${name}" has no uid; take it from the API server`);
  return { namespace, name, uid };
}

/** The uid in the name of a pod's log folder: of a static pod its hash, as its own uid is only its mirror's. */
export const logUid = (pod: V1Pod): string =>
  pod.metadata?.annotations?.[staticPod.hash] ?? identity(pod).uid;

/** Seconds between asking a pod's processes to end and ending them. */
export const graceOf = ({ metadata, spec }: V1Pod): number =>
  metadata?.deletionGracePeriodSeconds ?? spec?.terminationGracePeriodSeconds ?? 30;
