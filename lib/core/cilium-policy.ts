import {
  type CiliumNetworkPolicySpec,
  CiliumNetworkPolicySpecEgressToEntities as Egress,
  CiliumNetworkPolicySpecEgressToPortsPortsProtocol as EgressProtocol,
  CiliumNetworkPolicySpecIngressFromEntities as Ingress,
  CiliumNetworkPolicySpecIngressToPortsPortsProtocol as IngressProtocol,
} from '../../imports/cilium.js';
import { byKey } from './order.js';
import { type Flow, type FlowPort, type Peer, portKey } from './peer.js';
import type { PolicyModel } from './policy.js';

/** Cilium's names for the peers that its `ipBlock` does not match (cilium#20550). */
function entities(peer: Peer): readonly (keyof typeof egressEntity)[] {
  if (peer.kind === 'nodes') return ['host', 'remote-node'];
  // On a managed control plane the API server is an outside address, elsewhere it stands on a node.
  if (peer.kind === 'api-server') return ['kube-apiserver', 'host', 'remote-node'];
  if (peer.kind === 'entity') return [peer.entity];
  if (peer.kind === 'everyone') return ['all'];
  return [];
}

/** Whether only a CiliumNetworkPolicy can name this peer. */
export const needsCilium = (peer: Peer): boolean => entities(peer).length > 0;

const egressEntity = {
  all: Egress.ALL,
  host: Egress.HOST,
  'remote-node': Egress.REMOTE_HYPHEN_NODE,
  'kube-apiserver': Egress.KUBE_HYPHEN_APISERVER,
  ingress: Egress.INGRESS,
} as const;
const ingressEntity = {
  all: Ingress.ALL,
  host: Ingress.HOST,
  'remote-node': Ingress.REMOTE_HYPHEN_NODE,
  'kube-apiserver': Ingress.KUBE_HYPHEN_APISERVER,
  ingress: Ingress.INGRESS,
} as const;

/** Flows that need Cilium's names, one for each set of names, with their ports merged. */
function named(flows: readonly Flow[]) {
  const rules = new Map<string, { peer: Peer; ports: Map<string, FlowPort> }>();
  for (const flow of flows.filter((f) => needsCilium(f.peer) && f.ports.length > 0)) {
    const key = entities(flow.peer).join(' ');
    const rule = rules.get(key) ?? { peer: flow.peer, ports: new Map() };
    for (const p of flow.ports) rule.ports.set(portKey(p), p);
    rules.set(key, rule);
  }
  return byKey(rules).map(([, { peer, ports }]) => ({
    names: entities(peer),
    ports: byKey(ports).map(([, p]) => p),
  }));
}

/** What a NetworkPolicy cannot say under Cilium, in Cilium's own words. It stands beside that policy. */
export function ciliumPolicySpec(model: PolicyModel): CiliumNetworkPolicySpec {
  const egress = named(model.egress).map(({ names, ports }) => ({
    toEntities: names.map((n) => egressEntity[n]),
    toPorts: [
      {
        ports: ports.map((p) => ({ port: String(p.port), protocol: EgressProtocol[p.transport] })),
      },
    ],
  }));
  const ingress = named(model.ingress).map(({ names, ports }) => ({
    fromEntities: names.map((n) => ingressEntity[n]),
    toPorts: [
      {
        ports: ports.map((p) => ({ port: String(p.port), protocol: IngressProtocol[p.transport] })),
      },
    ],
  }));
  return {
    endpointSelector: { matchLabels: { ...model.selector } },
    ...(egress.length > 0 ? { egress } : {}),
    ...(ingress.length > 0 ? { ingress } : {}),
  };
}
