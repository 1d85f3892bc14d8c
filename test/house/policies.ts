import type { Manifest } from '../../lib/core/index.js';
import { matches, type PodOwner } from './workloads.js';

interface WrittenPeer {
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
  readonly namespaceSelector?: { readonly matchLabels?: Readonly<Record<string, string>> };
  readonly podSelector?: { readonly matchLabels?: Readonly<Record<string, string>> };
}
interface WrittenRule {
  readonly from?: readonly WrittenPeer[];
  readonly to?: readonly WrittenPeer[];
  readonly ports?: readonly { readonly port: number; readonly protocol: string }[];
}

/** A NetworkPolicy, as it is written. */
export interface Policy {
  readonly object: Manifest;
  readonly ingress: readonly WrittenRule[];
  readonly egress: readonly WrittenRule[];
  readonly types: readonly string[];
}

export const policies = (objects: readonly Manifest[]): Policy[] =>
  objects
    .filter((o) => o.kind === 'NetworkPolicy')
    .map((object) => {
      const spec = object.spec as {
        ingress?: WrittenRule[];
        egress?: WrittenRule[];
        policyTypes: string[];
      };
      return {
        object,
        ingress: spec.ingress ?? [],
        egress: spec.egress ?? [],
        types: spec.policyTypes,
      };
    });

/** The peers of a rule, whichever way it goes. */
export const peersOf = (rule: WrittenRule): readonly WrittenPeer[] => rule.from ?? rule.to ?? [];

/** Whether a rule's peer is these pods, by namespace and labels. */
export const isPeer = (peer: WrittenPeer, owner: PodOwner): boolean =>
  peer.podSelector !== undefined &&
  matches(
    { 'kubernetes.io/metadata.name': owner.object.metadata.namespace ?? '' },
    peer.namespaceSelector?.matchLabels,
  ) &&
  matches(owner.labels, peer.podSelector.matchLabels);

/** Port numbers of a rule. */
export const portsOf = (rule: WrittenRule): readonly number[] =>
  (rule.ports ?? []).map((p) => p.port);
