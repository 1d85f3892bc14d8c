import { k8s } from 'cdk8s-plus-30';
import type { Endpoint } from './endpoint.js';
import type { Workload } from './workload.js';

/** How a workload's Service looks from outside its pods. */
export interface ServiceOptions {
  /** @default 'ClusterIP' */
  readonly type?: 'ClusterIP' | 'LoadBalancer';
  /** Who may come in through a LoadBalancer. @default - none: a LoadBalancer must name them */
  readonly sourceRanges?: readonly string[];
  /** Sends a client to the same replica each time. @default false */
  readonly sticky?: boolean;
}

/** The Service that clients use and that is scraped. */
export const serviceSpec = (
  workload: Workload,
  endpoints: readonly Endpoint[],
  options: ServiceOptions,
): k8s.ServiceSpec => ({
  type: options.type ?? 'ClusterIP',
  selector: workload.selector,
  ports: servicePorts(endpoints),
  ...(options.type === 'LoadBalancer'
    ? {
        externalTrafficPolicy: 'Local',
        loadBalancerSourceRanges: [...(options.sourceRanges ?? [])].sort(),
      }
    : {}),
  ...(options.sticky ? { sessionAffinity: 'ClientIP' } : {}),
});

/** The Service without an address that gives each replica a name, ready or not. */
export const headlessSpec = (
  selector: Record<string, string>,
  endpoints: readonly Endpoint[],
): k8s.ServiceSpec => ({
  clusterIp: 'None',
  publishNotReadyAddresses: true,
  selector,
  ports: servicePorts(endpoints),
});

const servicePorts = (endpoints: readonly Endpoint[]): k8s.ServicePort[] =>
  [...endpoints]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((e) =>
      e.transports.map((protocol, i) => {
        const name = i === 0 ? e.name : `${e.name}-${protocol.toLowerCase()}`;
        return { name, port: e.port, targetPort: k8s.IntOrString.fromString(name), protocol };
      }),
    );
