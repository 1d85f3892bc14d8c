import { k8s } from 'cdk8s-plus-30';
import { byKey, sortedWords } from './order.js';
import { type Flow, type FlowPort, type Peer, portKey } from './peer.js';
import type { Site } from './site.js';

/** All that a policy of one workload depends on. */
export interface PolicyModel {
  readonly selector: Readonly<Record<string, string>>;
  readonly ingress: readonly Flow[];
  readonly egress: readonly Flow[];
}

/** The cloud's metadata service hands out credentials of the node: nothing of ours calls it. */
const metadataService = { v4: '169.254.169.254/32', v6: 'fd00:ec2::254/128' } as const;

/** Every address, for a peer whose addresses nobody told. */
const anywhere: readonly k8s.NetworkPolicyPeer[] = [
  { ipBlock: { cidr: '0.0.0.0/0', except: [metadataService.v4] } },
  { ipBlock: { cidr: '::/0', except: [metadataService.v6] } },
];

const blocks = (cidrs: readonly string[]): readonly k8s.NetworkPolicyPeer[] =>
  cidrs.length === 0 ? anywhere : sortedWords(cidrs).map((cidr) => ({ ipBlock: { cidr } }));

/** A peer in the words of a NetworkPolicy; none for one that it has no words for. */
function peers(peer: Peer, site: Site): readonly k8s.NetworkPolicyPeer[] {
  switch (peer.kind) {
    case 'pods':
      return [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': peer.namespace } },
          podSelector: { matchLabels: Object.fromEntries(Object.entries(peer.labels).sort()) },
        },
      ];
    case 'cluster':
      return [{ namespaceSelector: {} }];
    case 'nodes':
      return site.platform.policies === 'gke' ? [] : blocks(site.nodeCidrs);
    case 'api-server':
      return blocks(site.apiServerCidrs);
    case 'outside':
      return blocks(site.outsideCidrs);
    case 'cidrs':
      return blocks(peer.cidrs);
    case 'everyone':
      return anywhere.map((p) => ({ ipBlock: { cidr: p.ipBlock?.cidr ?? '' } }));
    case 'entity':
      return [];
  }
}

/** Whether a peer is left to the CiliumNetworkPolicy: here it could only be every address there is. */
const isCiliums = ({ kind }: Peer, { platform, nodeCidrs, apiServerCidrs }: Site): boolean =>
  kind === 'entity' ||
  (platform.policies === 'cilium' &&
    ((kind === 'nodes' && nodeCidrs.length === 0) ||
      (kind === 'api-server' && apiServerCidrs.length === 0)));

/** Flows with the same peer in one rule, rules and ports in a fixed order, whatever the order of wiring. */
function merged(flows: readonly Flow[], site: Site) {
  const byPeer = new Map<
    string,
    { to: readonly k8s.NetworkPolicyPeer[]; ports: Map<string, k8s.NetworkPolicyPort> }
  >();
  // Nodes that nothing can name are reached by a rule of ports alone; a rule without ports opens all.
  for (const flow of flows.filter((f) => !isCiliums(f.peer, site) && f.ports.length > 0)) {
    const to = peers(flow.peer, site);
    const key = JSON.stringify(to);
    const rule = byPeer.get(key) ?? { to, ports: new Map() };
    for (const p of flow.ports) rule.ports.set(portKey(p), policyPort(p));
    byPeer.set(key, rule);
  }
  return byKey(byPeer).map(([, rule]) => ({
    peers: [...rule.to],
    ports: byKey(rule.ports).map(([, port]) => port),
  }));
}

const policyPort = (p: FlowPort): k8s.NetworkPolicyPort => ({
  protocol: p.transport,
  port: k8s.IntOrString.fromNumber(p.port),
  ...(p.lastPort ? { endPort: p.lastPort } : {}),
});

/**
 * The NetworkPolicy of a workload: closed both ways but for the flows given. A pure function of the
 * recorded arrows and the facts of the site.
 */
export function networkPolicySpec(model: PolicyModel, site: Site): k8s.NetworkPolicySpec {
  const ingress = merged(model.ingress, site).map(({ peers: from, ports }) => ({
    ...(from.length > 0 ? { from } : {}),
    ports,
  }));
  const egress = merged(model.egress, site).map(({ peers: to, ports }) => ({
    ...(to.length > 0 ? { to } : {}),
    ports,
  }));
  return {
    podSelector: { matchLabels: { ...model.selector } },
    policyTypes: ['Ingress', 'Egress'],
    // The API server drops an empty list, and every apply would then find a difference.
    ...(ingress.length > 0 ? { ingress } : {}),
    ...(egress.length > 0 ? { egress } : {}),
  };
}
