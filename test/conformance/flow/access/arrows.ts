import { BlockList } from 'node:net';
import { type App, type Flow, type Peer, Workload } from '../../../../lib/core/index.js';
import { matches } from '../../../house/workloads.js';

/** Whoever is at one end of a connection. */
export interface End {
  readonly kind: 'pod' | 'node' | 'api-server' | 'outside';
  readonly address: string;
  /** Of a pod; one on the host's network is its node. */
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A workload of the stack, and the arrows that were recorded at it. */
export interface Wired {
  readonly name: string;
  readonly namespace: string;
  readonly selector: Readonly<Record<string, string>>;
  readonly outgoing: readonly Flow[];
  readonly incoming: readonly Flow[];
}

/**
 * The workloads of an app with the arrows that `connectTo` and `reach` have recorded: what the policies are
 * written from, before anybody has written a policy.
 */
export const wired = (app: App): readonly Wired[] =>
  app.node
    .findAll()
    .filter((construct): construct is Workload => construct instanceof Workload)
    .map(({ name, namespace, selector, traffic }) => {
      const { egress, ingress } = traffic.policy();
      return { name, namespace, selector, outgoing: egress, incoming: ingress };
    });

/** Whether somebody is the peer of an arrow. */
export function isPeer(peer: Peer, end: End): boolean {
  switch (peer.kind) {
    case 'pods':
      return (
        end.kind === 'pod' &&
        end.namespace === peer.namespace &&
        matches(end.labels ?? {}, peer.labels)
      );
    case 'cluster':
      return end.kind === 'pod';
    case 'nodes':
      return end.kind === 'node';
    case 'api-server':
    case 'outside':
      return end.kind === peer.kind;
    case 'cidrs':
      return inRanges(peer.cidrs, end.address);
    case 'everyone':
      return true;
    case 'entity':
      return false;
  }
}

function inRanges(cidrs: readonly string[], address: string): boolean {
  const ranges = new BlockList();
  for (const cidr of cidrs) {
    const [first = '', length] = cidr.split('/');
    ranges.addSubnet(first, Number(length), first.includes(':') ? 'ipv6' : 'ipv4');
  }
  return ranges.check(address);
}

/** Whether an arrow is one to this port, by TCP: who asks by UDP gets no answer that says anything. */
export const isTo = ({ ports }: Flow, port: number): boolean =>
  ports.some((p) => p.transport === 'TCP' && p.port <= port && port <= (p.lastPort ?? p.port));

/** The arrow that lets somebody have this port, where there is one. */
export const arrow = (flows: readonly Flow[], end: End, port: number): Flow | undefined =>
  flows.find((flow) => isPeer(flow.peer, end) && isTo(flow, port));

/**
 * Whether a policy must open the port to addresses, as nodes and what is outside have no labels. Where a site does
 * not tell those addresses they are all there are: nobody at such a port can be shown to be shut out.
 */
export const isByAddress = (flows: readonly Flow[], port: number): boolean =>
  flows.some(
    (flow) => ['nodes', 'api-server', 'outside'].includes(flow.peer.kind) && isTo(flow, port),
  );
