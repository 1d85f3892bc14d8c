import { k8s } from 'cdk8s-plus-30';
import type { Component } from './component.js';
import type { Endpoint } from './endpoint.js';
import { portPerTransport } from './names.js';
import type { Transport } from './peer.js';
import type { Workload } from './workload.js';

/** How the members of a ring talk. */
export interface RingOptions {
  /** The port that each member gossips on. */
  readonly port: number;
  /** @default ['TCP', 'UDP'] */
  readonly transports?: readonly Transport[];
  /** Name of the port. @default 'gossip' */
  readonly name?: string;
}

/**
 * A ring of gossip over the workloads of a component: one headless Service finds all of them, ready or not,
 * and each may reach each, itself included. Gives the address to join by.
 *
 * @throws when it has no member
 */
export function ring(
  component: Component,
  members: readonly Workload[],
  options: RingOptions,
): Endpoint {
  const { port, transports = ['TCP', 'UDP'], name = 'gossip' } = options;
  const service = `${component.name}-ring`;
  new k8s.KubeService(component, 'Ring', {
    metadata: { name: service, namespace: component.namespace, labels: component.labels },
    spec: {
      clusterIp: 'None',
      publishNotReadyAddresses: true,
      selector: component.selector,
      ports: portPerTransport(name, transports).map((entry, i) => ({
        ...entry,
        port,
        // Containers name the first transport of a port only.
        targetPort:
          i === 0 ? k8s.IntOrString.fromString(entry.name) : k8s.IntOrString.fromNumber(port),
      })),
    },
  });
  const ends = members.map((m) =>
    m.listen({ name, port, scheme: 'tcp', transports, inService: false }),
  );
  for (const member of members) {
    for (const end of ends) member.reach(end, 'gossips with its ring');
    member.traffic.resolveNames();
  }
  const [first] = ends;
  if (!first) return component.refuse('ring has no members', 'name the workloads that gossip');
  return first.onHost(`${service}.${component.namespace}.svc.${component.site.clusterDomain}`);
}
