/**
 * Who stands at one end of a connection, as a network policy can name them.
 *
 * `pods` are selected by labels, all of a namespace when the labels are empty. `nodes` are the machines
 * and everything on the host network, `api-server` the control plane's endpoint, `cluster` every pod of
 * every namespace, `outside` everything beyond the cluster, `cidrs` ranges of addresses, `entity` one of
 * Cilium's own names, `everyone` all of these.
 */
export type Peer =
  | {
      readonly kind: 'pods';
      readonly namespace: string;
      readonly labels: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'nodes' }
  | { readonly kind: 'api-server' }
  | { readonly kind: 'cluster' }
  | { readonly kind: 'outside' }
  | { readonly kind: 'cidrs'; readonly cidrs: readonly string[] }
  | { readonly kind: 'entity'; readonly entity: 'ingress' }
  | { readonly kind: 'everyone' };

/** Transport protocol of a port, as Kubernetes writes it. */
export type Transport = 'TCP' | 'UDP';

/** A port, or all ports up to a last one. */
export interface FlowPort {
  readonly port: number;
  readonly lastPort?: number;
  readonly transport: Transport;
}

/** Tells ports apart, and sorts them by number. */
export const portKey = ({ port, lastPort, transport }: FlowPort): string =>
  `${String(port).padStart(5, '0')}/${transport}/${lastPort ?? ''}`;

/** One direction of allowed traffic of a workload: with whom, on which ports, and why. */
export interface Flow {
  readonly peer: Peer;
  readonly ports: readonly FlowPort[];
  readonly reason: string;
}
