import type {
  V1Namespace,
  V1NetworkPolicy,
  V1NetworkPolicyIngressRule,
  V1NetworkPolicyPeer,
  V1NetworkPolicyPort,
  V1Pod,
} from '@kubernetes/client-node';
import { isSelected } from './selectors.js';

/** All that decides what the pods of one node may send and get. */
export interface PolicyFacts {
  readonly node: string;
  readonly policies: readonly V1NetworkPolicy[];
  /** Pods of every node. */
  readonly pods: readonly V1Pod[];
  readonly namespaces: readonly V1Namespace[];
}

/** Which way a packet goes, seen from the pod that is judged. */
export type Way = 'Ingress' | 'Egress';

/** Who a packet comes from or goes to. */
export type FarEnd =
  | { readonly kind: 'anyone' }
  | { readonly kind: 'pods'; readonly addresses: readonly string[] }
  | { readonly kind: 'block'; readonly cidr: string; readonly except: readonly string[] };

/** Ports of one protocol; all of them where no number is given. */
export interface PortRange {
  readonly protocol: string;
  readonly first?: number;
  readonly last?: number;
}

/** Packets that a policy lets through. */
export interface Opening {
  readonly far: FarEnd;
  /** @default - every protocol and port */
  readonly ports?: PortRange;
  /** `<namespace>/<name>` of the policy. */
  readonly policy: string;
}

/** A pod of the node that a policy selects: what is no opening is refused. */
export interface Guard {
  /** `<namespace>/<name>` of the pod. */
  readonly pod: string;
  readonly address: string;
  readonly way: Way;
  readonly openings: readonly Opening[];
}

/** A pod that policies know by its labels: one on the host's network is its node to them. */
interface Pod {
  readonly name: string;
  readonly namespace: string;
  readonly address: string;
  readonly node: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly { name?: string; containerPort: number; protocol?: string }[];
}

interface Rule {
  readonly peers: readonly V1NetworkPolicyPeer[];
  readonly ports: readonly V1NetworkPolicyPort[];
}

/** What NetworkPolicies make of the pods on one node, by the rules of their API; IPv4 only. */
export function guards(facts: PolicyFacts): readonly Guard[] {
  const pods = knownPods(facts.pods);
  return pods
    .filter(({ node }) => node === facts.node)
    .flatMap((pod) =>
      (['Egress', 'Ingress'] as const).flatMap((way) => {
        const chosen = facts.policies.filter((p) => selects(p, pod) && typesOf(p).includes(way));
        if (chosen.length === 0) return [];
        const openings = chosen.flatMap((p) => openingsOf(p, way, pod, pods, facts.namespaces));
        return [{ pod: `${pod.namespace}/${pod.name}`, address: pod.address, way, openings }];
      }),
    );
}

function knownPods(pods: readonly V1Pod[]): readonly Pod[] {
  return pods.flatMap(({ metadata, spec, status }) => {
    const address = status?.podIP;
    // Another pod may have the address of one that has ended.
    const ended = status?.phase === 'Succeeded' || status?.phase === 'Failed';
    if (!address || !spec || spec.hostNetwork || ended) return [];
    const { name = '', namespace = '', labels = {} } = metadata ?? {};
    const containers = [...spec.containers, ...(spec.initContainers ?? [])];
    const ports = containers.flatMap((container) => container.ports ?? []);
    return [{ name, namespace, address, node: spec.nodeName, labels, ports }];
  });
}

const selects = ({ metadata, spec }: V1NetworkPolicy, pod: Pod): boolean =>
  metadata?.namespace === pod.namespace && isSelected(pod.labels, spec?.podSelector);

/** A policy that does not say it is about what comes in, and about what goes out where it has rules for that. */
const typesOf = ({ spec }: V1NetworkPolicy): readonly string[] =>
  spec?.policyTypes ?? ['Ingress', ...(spec?.egress?.length ? ['Egress'] : [])];

/** The client says `_from` in what it lists, and leaves the `from` of the API in what it watches. */
type IngressRule = V1NetworkPolicyIngressRule & { readonly from?: V1NetworkPolicyPeer[] };

const rulesOf = ({ spec }: V1NetworkPolicy, way: Way): readonly Rule[] =>
  way === 'Ingress'
    ? (spec?.ingress ?? []).map(({ _from, from, ports = [] }: IngressRule) => ({
        peers: _from ?? from ?? [],
        ports,
      }))
    : (spec?.egress ?? []).map(({ to = [], ports = [] }) => ({ peers: to, ports }));

function openingsOf(
  policy: V1NetworkPolicy,
  way: Way,
  pod: Pod,
  pods: readonly Pod[],
  namespaces: readonly V1Namespace[],
): readonly Opening[] {
  const { namespace = '', name } = policy.metadata ?? {};
  const named = { policy: `${namespace}/${name}` };
  const chosenBy = (peer: V1NetworkPolicyPeer): readonly Pod[] => {
    const homes = namespaces
      .filter(({ metadata }) =>
        peer.namespaceSelector
          ? isSelected(metadata?.labels ?? {}, peer.namespaceSelector)
          : metadata?.name === namespace,
      )
      .map(({ metadata }) => metadata?.name);
    return pods.filter(
      (p) => homes.includes(p.namespace) && isSelected(p.labels, peer.podSelector),
    );
  };
  return rulesOf(policy, way).flatMap(({ peers, ports }) => {
    const ends = peers.length === 0 ? [everybody(pods)] : peers.map((p) => endOf(p, chosenBy));
    const all = ports.length === 0 ? [undefined] : ports;
    return ends
      .flatMap((end) => all.flatMap((port) => through(end, port, way, pod)))
      .map((opening) => ({ ...opening, ...named }));
  });
}

/** The far end of a peer, and the pods of it, which may give names to ports. */
interface End {
  readonly far: FarEnd;
  readonly pods: readonly Pod[];
}

const addressed = (pods: readonly Pod[]): FarEnd => ({
  kind: 'pods',
  addresses: pods.map(({ address }) => address).sort(),
});

const everybody = (pods: readonly Pod[]): End => ({ far: { kind: 'anyone' }, pods });

function endOf(
  peer: V1NetworkPolicyPeer,
  chosenBy: (peer: V1NetworkPolicyPeer) => readonly Pod[],
): End {
  const { ipBlock: block } = peer;
  if (block)
    return { far: { kind: 'block', cidr: block.cidr, except: block.except ?? [] }, pods: [] };
  const pods = chosenBy(peer);
  return { far: addressed(pods), pods };
}

/** A port by its name is that of the pod which is called, and may be another one at each. */
function through(
  { far, pods }: End,
  port: V1NetworkPolicyPort | undefined,
  way: Way,
  pod: Pod,
): readonly Omit<Opening, 'policy'>[] {
  if (port === undefined) return [{ far }];
  const { protocol = 'TCP', port: given, endPort } = port;
  if (given === undefined) return [{ far, ports: { protocol } }];
  if (typeof given === 'number')
    return [{ far, ports: { protocol, first: given, last: endPort ?? given } }];
  const called = way === 'Ingress' ? [pod] : pods;
  const isMeant = (p: Pod['ports'][number]) =>
    p.name === given && (p.protocol ?? 'TCP') === protocol;
  const numbers = called.flatMap((p) => p.ports.filter(isMeant).map((one) => one.containerPort));
  return [...new Set(numbers)].sort().map((number) => ({
    far:
      way === 'Ingress'
        ? far
        : addressed(
            pods.filter((p) => p.ports.some((one) => isMeant(one) && one.containerPort === number)),
          ),
    ports: { protocol, first: number, last: number },
  }));
}
