import { k8s } from 'cdk8s-plus-30';
import { refuse } from '../model/refusal.js';
import { type Checks, checkProps, isFlag, listOf, oneOf } from './check.js';
import { isCidr } from './cidr.js';
import type { Endpoint } from './endpoint.js';
import { late } from './late.js';
import { portPerTransport } from './names.js';
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

/** Makes the Service that clients use and that is scraped. */
export function createService(workload: Workload, options: ServiceOptions): void {
  new k8s.KubeService(workload, 'Service', {
    metadata: workload.metadata,
    spec: late(() => serviceSpec(workload, options)),
  });
}

/** Makes the Service without an address that gives each replica a name, ready or not. */
export function createHeadlessService(workload: Workload): void {
  new k8s.KubeService(workload, 'HeadlessService', {
    metadata: { ...workload.metadata, name: workload.headlessName },
    spec: late(() => headlessSpec(workload)),
  });
}

const serviceSpec = (workload: Workload, options: ServiceOptions): k8s.ServiceSpec => ({
  type: options.type ?? 'ClusterIP',
  selector: workload.selector,
  ports: servicePorts(workload.endpoints),
  ...(options.type === 'LoadBalancer'
    ? {
        externalTrafficPolicy: 'Local',
        loadBalancerSourceRanges: [...(options.sourceRanges ?? [])].sort(),
      }
    : {}),
  ...(options.sticky ? { sessionAffinity: 'ClientIP' } : {}),
});

const headlessSpec = ({ selector, endpoints }: Workload): k8s.ServiceSpec => ({
  clusterIp: 'None',
  publishNotReadyAddresses: true,
  selector,
  // Names need no ports, and an empty list is what the API server drops.
  ...(endpoints.length > 0 ? { ports: servicePorts(endpoints) } : {}),
});

const servicePorts = (endpoints: readonly Endpoint[]): k8s.ServicePort[] =>
  [...endpoints]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((e) =>
      portPerTransport(e.name, e.transports).map((entry, i) => ({
        ...entry,
        port: e.port,
        // Containers name the first transport of a port only.
        targetPort:
          i === 0 ? k8s.IntOrString.fromString(entry.name) : k8s.IntOrString.fromNumber(e.port),
      })),
    );
