import { createHash } from 'node:crypto';
import type { V1Pod } from '@kubernetes/client-node';
import { type Device, devicesOf } from './devices.js';
import { identity } from './identity.js';
import { containerId } from './logs.js';
import { added, imageOf, type Spec, specOf, unbound } from './specs.js';
import type { KnownPod } from './types.js';
import { allChildren, nothing, together, type Usage, usageOf } from './usage.js';

/** A control group as cAdvisor shows it. */
export interface ControlGroup {
  /** `/kubepods/burstable/pod<uid>/<id>`; of the whole node `/`. */
  readonly id: string;
  /** Empty where the group is not one of a pod. */
  readonly labels: Readonly<Record<'container' | 'image' | 'name' | 'namespace' | 'pod', string>>;
  readonly since: Date;
  readonly spec: Spec;
  readonly usage: Usage;
  /** Only the group whose network it is shows it. */
  readonly devices: readonly Device[];
}

const ofNobody = { container: '', image: '', name: '', namespace: '', pod: '' } as const;
const pauseImage = 'registry.k8s.io/pause:3.10';

/** When the process that plays the node began. */
const began = new Date(Date.now() - process.uptime() * 1000);

/**
 * The control groups that a node with these pods has: of each container, of the sandbox that holds a pod's
 * network, of the pod, of each class of pods, and of the node. The programs here are in none of their own: what
 * their processes use is measured, and put where a kubelet with containerd would have it.
 */
export async function controlGroups(known: readonly KnownPod[]): Promise<ControlGroup[]> {
  const children = await allChildren();
  const pods = await Promise.all(known.map((one) => ofPod(one, children)));
  const all = pods.flat();
  const usage = together(all.filter(isPod).map((group) => group.usage));
  const sum = (id: string, part: Usage): ControlGroup => ({
    ...{ id, labels: ofNobody, since: began, spec: unbound, usage: part, devices: [] },
  });
  const classes = ['besteffort', 'burstable'].map((name) => {
    const id = `/kubepods/${name}`;
    const own = all.filter((group) => isPod(group) && group.id.startsWith(id));
    return sum(id, together(own.map((group) => group.usage)));
  });
  const kubelet = await usageOf(process.pid, new Map());
  return [
    { ...sum('/', together([usage, kubelet])), devices: await devicesOf('self') },
    sum('/kubepods', usage),
    ...classes,
    sum('/system.slice/kubelet.service', kubelet),
    ...all,
  ];
}

const isPod = ({ labels }: ControlGroup): boolean => labels.pod !== '' && labels.name === '';

async function ofPod(
  { pod, containers }: KnownPod,
  children: Awaited<ReturnType<typeof allChildren>>,
): Promise<ControlGroup[]> {
  const { namespace, name, uid } = identity(pod);
  const parent = podGroup(pod, uid);
  const ofThis = { ...ofNobody, namespace, pod: name };
  const groups = await Promise.all(
    [...containers].map(async ([container, { pid, startedAt }]): Promise<ControlGroup> => {
      const id = containerId(pod, container, restartsOf(pod, container));
      return {
        id: `${parent}/${id}`,
        labels: { ...ofThis, container, name: id, image: imageOf(pod, container) },
        since: startedAt,
        spec: specOf(pod, container),
        usage: await usageOf(pid, children),
        devices: [],
      };
    }),
  );
  const since = pod.status?.startTime ? new Date(pod.status.startTime) : began;
  const sandbox = createHash('sha256').update(uid).digest('hex');
  const [first] = containers.values();
  return [
    {
      ...{ id: parent, labels: ofThis, since, devices: [] },
      spec: added(groups.map((group) => group.spec)),
      usage: together(groups.map((group) => group.usage)),
    },
    {
      id: `${parent}/${sandbox}`,
      labels: { ...ofThis, name: sandbox, image: pauseImage },
      ...{ since, spec: unbound, usage: nothing },
      // All containers of a pod share one network.
      devices: first ? await devicesOf(first.pid) : [],
    },
    ...groups,
  ];
}

/** Guaranteed pods have no class of their own above them. */
const podGroup = ({ status }: V1Pod, uid: string): string =>
  status?.qosClass === 'Guaranteed'
    ? `/kubepods/pod${uid}`
    : `/kubepods/${(status?.qosClass ?? 'BestEffort').toLowerCase()}/pod${uid}`;

/** How often a container was started again. */
export const restartsOf = ({ status }: V1Pod, container: string): number =>
  [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].find(
    ({ name }) => name === container,
  )?.restartCount ?? 0;
