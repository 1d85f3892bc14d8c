import { k8s } from 'cdk8s-plus-30';
import { type Checks, checkProps, isCidr, isFlag, listOf, oneOf } from './check.js';
import type { Endpoint } from './endpoint.js';
import { refuse } from './refusal.js';
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

const checks: Checks<ServiceOptions> = {
  type: oneOf('ClusterIP', 'LoadBalancer'),
  sourceRanges: listOf(isCidr),
  sticky: isFlag,
};

/**
 * Refuses a Service that lets in everyone, or means to let in somebody and does not.
 *
 * @throws on a LoadBalancer without source ranges, on ranges without one, on a range that is not one
 */
export function checkService(where: string, options: ServiceOptions): void {
  checkProps(`${where}: service`, options, checks);
  const { type = 'ClusterIP', sourceRanges = [] } = options;
  const ranges = JSON.stringify(sourceRanges);
  if (type === 'LoadBalancer' && sourceRanges.length === 0)
    refuse(
      where,
      'service.type "LoadBalancer" lets in everyone',
      "name who may come in, as in sourceRanges: ['203.0.113.0/24']",
    );
  if (type !== 'LoadBalancer' && sourceRanges.length > 0)
    refuse(
      where,
      `service.sourceRanges ${ranges} bind nobody, as service.type is "${type}"`,
      'give "LoadBalancer", or leave them out',
    );
}

/** Lets in who comes through a LoadBalancer: it keeps their addresses. */
export function admitClients(
  workload: Workload,
  endpoint: Endpoint,
  { sourceRanges = [] }: ServiceOptions,
): void {
  if (sourceRanges.length > 0)
    workload.traffic.admit(
      { kind: 'cidrs', cidrs: sourceRanges },
      endpoint,
      'lets in who comes through the load balancer',
    );
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
