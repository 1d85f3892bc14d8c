import { matches } from '../../../house/workloads.js';
import type { Live } from '../../cluster/kubectl.js';
import { apiServer } from '../../cluster/pki.js';
import type { End, Wired } from './arrows.js';

/** Somebody in the cluster, or outside of it, who calls or is called. */
export interface Party {
  /** `loki` for a workload of ours, `<namespace>/<pod>` for other pods. */
  readonly title: string;
  readonly end: End;
  readonly node?: string;
  /** Where it is a pod, from which calls can be tried. */
  readonly pod?: { readonly namespace: string; readonly name: string };
  /** Where it is of our stack. */
  readonly workload?: Wired;
  /** TCP ports that it listens on, with the names they have. */
  readonly ports: readonly { readonly name?: string; readonly number: number }[];
}

/** A port to knock at: that of a party, or of the Service before it. */
export interface Door {
  /** `loki:3100` */
  readonly title: string;
  readonly address: string;
  readonly port: number;
  /** Who answers; of several behind a Service, which are alike, each may. */
  readonly behind: readonly [Party, ...Party[]];
  /** The port at which they do: what policies are judged on. */
  readonly judged: number;
}

/** Something outside that a site calls, which the tests play. */
export interface Outside {
  readonly name: string;
  readonly address: string;
  readonly port: number;
}

/** Everybody there is: running pods, the kubelets, the API server, and what is outside. */
export function parties(
  live: readonly Live[],
  workloads: readonly Wired[],
  outside: readonly Outside[],
): readonly Party[] {
  return [
    ...live.filter(isRunning).map((pod) => podParty(pod, workloads)),
    ...live.filter(({ kind }) => kind === 'Node').map(kubelet),
    {
      title: 'API server',
      end: { kind: 'api-server', address: apiServer.address },
      ports: [{ number: apiServer.port }],
    },
    ...outside.map(({ name, address, port }) => ({
      title: name,
      end: { kind: 'outside', address } as const,
      ports: [{ number: port }],
    })),
  ];
}

const isRunning = ({ kind, status, metadata }: Live): boolean =>
  kind === 'Pod' &&
  status.phase === 'Running' &&
  status.podIP &&
  !('deletionTimestamp' in metadata);

function podParty({ metadata, spec, status }: Live, workloads: readonly Wired[]): Party {
  const { namespace = '', name, labels = {} } = metadata;
  const workload = workloads.find((w) => w.namespace === namespace && matches(labels, w.selector));
  const containers: { ports?: { name?: string; containerPort: number; protocol?: string }[] }[] =
    spec.containers;
  const ports = containers
    .flatMap((container) => container.ports ?? [])
    .filter(({ protocol = 'TCP' }) => protocol === 'TCP')
    .map((port) => ({ ...(port.name ? { name: port.name } : {}), number: port.containerPort }));
  return {
    title: workload?.name ?? `${namespace}/${name}`,
    end: spec.hostNetwork
      ? { kind: 'node', address: status.podIP }
      : { kind: 'pod', address: status.podIP, namespace, labels },
    node: spec.nodeName,
    pod: { namespace, name },
    ...(workload ? { workload } : {}),
    ports,
  };
}

function kubelet({ metadata: { name }, status }: Live): Party {
  const addresses: readonly { type: string; address: string }[] = status.addresses;
  const address = addresses.find(({ type }) => type === 'InternalIP')?.address;
  if (!address) throw new Error(`node ${name} has no InternalIP; give it one in its status`);
  return {
    title: `kubelet of ${name}`,
    end: { kind: 'node', address },
    node: name,
    ports: [{ number: 10250 }],
  };
}

/** Every port there is to knock at, straight and through the Services that have an address. */
export function doors(live: readonly Live[], all: readonly Party[]): readonly Door[] {
  const straight = all.flatMap((party) =>
    party.ports.map(({ number }) => ({
      title: `${party.title}:${number}`,
      address: party.end.address,
      port: number,
      behind: [party] as const,
      judged: number,
    })),
  );
  return [...straight, ...live.flatMap((service) => serviceDoors(service, all))];
}

function serviceDoors({ kind, metadata, spec }: Live, all: readonly Party[]): readonly Door[] {
  if (kind !== 'Service' || spec.clusterIP === 'None') return [];
  const isBehind = ({ end }: Party): boolean =>
    spec.selector
      ? end.namespace === metadata.namespace && matches(end.labels ?? {}, spec.selector)
      : // The one that the API server keeps for itself.
        end.kind === 'api-server' && metadata.name === 'kubernetes';
  const [first, ...others] = all.filter(isBehind);
  if (!first) return [];
  const ports: readonly { port: number; protocol: string; targetPort: number | string }[] =
    spec.ports;
  return ports
    .filter(({ protocol }) => protocol === 'TCP')
    .flatMap(({ port, targetPort }) => {
      const meant = first.ports.find((p) => p.name === targetPort || p.number === targetPort);
      if (!meant) return [];
      const title = `Service ${metadata.name}:${port}`;
      const behind = [first, ...others] as const;
      return [{ title, address: spec.clusterIP, port, behind, judged: meant.number }];
    });
}
