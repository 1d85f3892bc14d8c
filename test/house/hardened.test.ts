import type { Manifest } from '../../lib/core/index.js';
import { houseRule, named, type OfSystems } from './house.js';
import { type PodOwner, podOwners } from './workloads.js';

/** What a pod may not do unless it is named here, with the reason. */
const exceptions: OfSystems<
  Readonly<Record<string, { readonly reason: string; readonly may: readonly string[] }>>
> = {
  stack: {
    'DaemonSet observability-node/alloy': {
      reason: 'log files belong to root and lie on the node; positions must outlive the pod',
      may: ['run as root', 'mount /var/log/pods', 'mount /var/lib/alloy/observability-node-alloy'],
    },
    'DaemonSet observability-node/node-exporter': {
      reason: "the node's own network, processes and file systems are what it measures",
      may: ['use the host network', 'see host processes', 'mount /'],
    },
  },
  'severed-blog': {
    'DaemonSet monitoring-node/alloy': {
      reason: 'the file systems of the node are what it measures',
      may: ['mount /'],
    },
  },
};

/** The restricted profile of Pod Security, and what this house adds to it. */
function departures({ pod }: PodOwner): string[] {
  const volumes = pod.volumes ?? [];
  return [
    ...(pod.hostNetwork ? ['use the host network'] : []),
    ...(pod.hostPID ? ['see host processes'] : []),
    ...volumes.flatMap((v) => (v.hostPath ? [`mount ${v.hostPath.path}`] : [])),
    ...(pod.enableServiceLinks === false ? [] : ['see service links']),
    ...pod.containers.flatMap((c) => {
      const s = c.securityContext;
      return [
        ...(s?.runAsNonRoot === true && s.runAsUser !== 0 ? [] : ['run as root']),
        ...((s?.runAsUser ?? 0) > 10000 || s?.runAsUser === 0 ? [] : ['run as a low user id']),
        ...(s?.allowPrivilegeEscalation === false ? [] : ['gain privileges']),
        ...(s?.readOnlyRootFilesystem ? [] : ['write its root']),
        ...(s?.capabilities?.drop?.includes('ALL') && !s.capabilities.add
          ? []
          : ['keep capabilities']),
        ...(s?.seccompProfile?.type === 'RuntimeDefault' ? [] : ['call anything']),
        ...(c.resources?.requests?.memory && c.resources.requests.cpu ? [] : ['request nothing']),
        ...(c.resources?.limits?.memory ? [] : ['take all memory']),
      ];
    }),
  ];
}

const policied = (objects: readonly Manifest[], { object, pod }: PodOwner): boolean =>
  pod.hostNetwork === true ||
  objects.some(
    (o) =>
      o.kind === 'NetworkPolicy' &&
      o.metadata.name === object.metadata.name &&
      o.metadata.namespace === object.metadata.namespace,
  );

houseRule('pods are restricted but for what is named', {
  judge: (objects, system) => {
    const owners = podOwners(objects);
    const faults = owners.flatMap((owner) => {
      const allowed = exceptions[system][named(owner.object)]?.may ?? [];
      const taken = [...new Set(departures(owner))];
      return [
        ...taken.filter((d) => !allowed.includes(d)).map((d) => `${named(owner.object)} may ${d}`),
        ...allowed
          .filter((d) => !taken.includes(d))
          .map((d) => `${named(owner.object)} no longer needs to ${d}`),
        ...(policied(objects, owner) ? [] : [`${named(owner.object)} has no NetworkPolicy`]),
      ];
    });
    const gone = Object.keys(exceptions[system]).filter(
      (name) => !owners.some((o) => named(o.object) === name),
    );
    return {
      saw: owners.length,
      faults: [...faults, ...gone.map((name) => `${name} is not there`)],
    };
  },
  atLeast: { stack: 9, 'severed-blog': 7 },
  mutations: {
    'a writable root': (o) => {
      o.get(
        'StatefulSet',
        'loki',
      ).spec.template.spec.containers[0].securityContext.readOnlyRootFilesystem = false;
    },
    'a host path': (o) => {
      o.get('StatefulSet', 'loki').spec.template.spec.volumes.push({
        name: 'x',
        hostPath: { path: '/etc' },
      });
    },
    'no memory limit': (o) => {
      delete o.get('StatefulSet', 'loki').spec.template.spec.containers[0].resources.limits;
    },
    'a missing policy': (o) => {
      o.all.splice(o.all.indexOf(o.get('NetworkPolicy', 'loki')), 1);
    },
    'an exception nobody takes any more': (o) => {
      delete o.get('DaemonSet', 'node-exporter').spec.template.spec.hostPID;
    },
  },
});
