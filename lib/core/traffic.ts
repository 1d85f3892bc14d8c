import { k8s } from 'cdk8s-plus-30';
import { CiliumNetworkPolicy } from '../../imports/cilium.js';
import { refuse } from '../model/refusal.js';
import { parseUrl, whoAnswers } from './address.js';
import { isCidr } from './cidr.js';
import { ciliumPolicySpec, needsCilium } from './cilium-policy.js';
import { type Endpoint, isWorkload } from './endpoint.js';
import { late } from './late.js';
import type { Flow, Peer } from './peer.js';
import { networkPolicySpec, type PolicyModel } from './policy.js';
import type { Site } from './site.js';
import type { Workload } from './workload.js';

interface Arrow {
  readonly endpoint: Endpoint;
  readonly peer: Peer;
  readonly reason: string;
}

/**
 * The arrows that start and end at one workload, and the policies that follow from them. Pods on the host
 * network have no policy: none would bind them.
 */
export class Traffic {
  private readonly outgoing: Arrow[] = [];
  private readonly incoming: Arrow[] = [];
  private resolvesNames = false;

  constructor(private readonly workload: Workload) {
    if (workload.onHostNetwork) return;
    new k8s.KubeNetworkPolicy(workload, 'NetworkPolicy', {
      metadata: workload.metadata,
      spec: late(() => networkPolicySpec(this.policy(), workload.site)),
    });
  }

  /**
   * Records an arrow to an endpoint at both ends.
   *
   * @throws when it ends at a workload of another cluster, whose name nobody here resolves
   */
  reach(endpoint: Endpoint, reason: string): void {
    const owner = endpoint.owner;
    if (isWorkload(owner)) this.checkCluster(owner);
    this.record(this.outgoing, {
      endpoint,
      peer: isWorkload(owner) ? owner.peer : owner,
      reason,
    });
    if (isWorkload(owner)) owner.traffic.admit(this.workload.peer, endpoint, reason);
  }

  /** Records that the endpoints are found by name: DNS must answer. */
  resolveNames(): void {
    this.resolvesNames = true;
  }

  /** Lets a peer in at one of the workload's own endpoints. */
  admit(peer: Peer, endpoint: Endpoint, reason: string): void {
    this.record(this.incoming, { endpoint, peer, reason });
  }

  /** Whether any arrow ends at this endpoint, path included: what a product opens only on demand. */
  isCalled(endpoint: Endpoint): boolean {
    return this.incoming.some(
      ({ endpoint: e }) => e.port === endpoint.port && e.path === endpoint.path,
    );
  }

  /** Whether anything outside the cluster is called. */
  get goesOutside(): boolean {
    return this.outgoing.some(({ peer }) => peer.kind === 'outside');
  }

  /** The allowed flows, API server and DNS included. */
  policy(): PolicyModel {
    const { site, permissions } = this.workload;
    return {
      selector: this.workload.selector,
      ingress: this.incoming.map(flow),
      egress: [
        ...this.outgoing.map((arrow) => viaProxy(arrow, site)),
        ...(permissions.any ? [apiServerFlow(site)] : []),
        ...(this.resolvesNames ? dnsFlows(site) : []),
      ],
    };
  }

  private record(list: Arrow[], arrow: Arrow): void {
    const { peer } = arrow;
    if (peer.kind === 'cidrs') checkCidrs(this.workload.node.path, peer.cidrs);
    list.push(arrow);
    this.nameInCilium(peer);
  }

  private checkCluster({ node, site: theirs }: Workload): void {
    const { cluster } = this.workload.site;
    if (theirs.cluster !== cluster)
      refuse(
        this.workload.node.path,
        `${node.path} is in cluster "${theirs.cluster}", not in "${cluster}"`,
        'connect to it by the URL it has outside, with fromUrl',
      );
  }

  /** Exists from the first peer on that only a CiliumNetworkPolicy can name. */
  nameInCilium(peer: Peer): void {
    const { workload } = this;
    if (workload.onHostNetwork || workload.site.platform.policies !== 'cilium') return;
    if (!needsCilium(peer) || workload.node.tryFindChild('CiliumNetworkPolicy')) return;
    new CiliumNetworkPolicy(workload, 'CiliumNetworkPolicy', {
      metadata: workload.metadata,
      spec: late(() => ciliumPolicySpec(this.policy())),
    });
  }
}

/** No range at all would be no peer at all, which Kubernetes reads as every peer. */
function checkCidrs(where: string, cidrs: readonly string[]): void {
  if (cidrs.length === 0) refuse(where, 'peer has no CIDR', 'give one at least');
  for (const cidr of cidrs) {
    const fault = isCidr(cidr);
    if (fault) refuse(where, `peer "${cidr}" ${fault.rule}`, fault.remedy);
  }
}

const flow = ({ endpoint, peer, reason }: Arrow): Flow => ({
  peer,
  ports: endpoint.transports.map((transport) => ({
    port: endpoint.podPort,
    ...(endpoint.lastPort ? { lastPort: endpoint.lastPort } : {}),
    transport,
  })),
  reason,
});

const apiServerFlow = (site: Site): Flow => ({
  peer: { kind: 'api-server' },
  ports: site.platform.apiServerPorts.map((port) => ({ port, transport: 'TCP' })),
  reason: 'calls the Kubernetes API',
});

function dnsFlows(site: Site): Flow[] {
  const { namespace, labels, ports, nodeLocal } = site.platform.dns;
  const both = (port: number) =>
    (['UDP', 'TCP'] as const).map((transport) => ({ port, transport }));
  const reason = 'resolves names';
  const pods: Flow = {
    peer: { kind: 'pods', namespace, labels },
    ports: ports.flatMap(both),
    reason,
  };
  if (nodeLocal === undefined) return [pods];
  return [pods, { peer: { kind: 'cidrs', cidrs: [`${nodeLocal}/32`] }, ports: both(53), reason }];
}

/** Where the site has a proxy, what is outside and speaks HTTP is reached at the proxy's port only. */
function viaProxy(arrow: Arrow, site: Site): Flow {
  const direct = flow(arrow);
  const proxied = direct.peer.kind === 'outside' && arrow.endpoint.scheme !== 'tcp';
  if (!proxied || !site.proxy) return direct;
  const { host, port } = parseUrl(site.proxy.url);
  return { ...direct, peer: whoAnswers(host), ports: [{ port, transport: 'TCP' }] };
}
