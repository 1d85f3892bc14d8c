import { refusal } from '../model/refusal.js';
import type { Placed } from './chart.js';
import {
  containersOf,
  type PodMaker,
  type WrittenContainer,
  type WrittenPod,
} from './written-pods.js';

const enforce = 'pod-security.kubernetes.io/enforce';

/** Pods that their namespace would not admit: their workload would be there, and none of them ever. */
export function securityFaults(
  objects: readonly Placed[],
  makers: readonly PodMaker[],
): readonly string[] {
  const levels = new Map(
    objects
      .filter(({ manifest }) => manifest.kind === 'Namespace')
      .map(({ manifest: { metadata } }) => [metadata.name, metadata.labels?.[enforce]]),
  );
  return makers.flatMap(({ path, manifest, pod }) => {
    const { namespace = '' } = manifest.metadata;
    const taken = levels.get(namespace) === 'restricted' ? departures(pod) : [];
    return taken.length === 0
      ? []
      : [
          refusal(
            path,
            `${[...new Set(taken)].join(', ')} are not for namespace "${namespace}", which enforces "restricted"`,
            "leave them out, or give it a namespace that admits them, as the site's nodeNamespace",
          ),
        ];
  });
}

/** Kinds of volumes that the restricted profile knows. */
const volumes = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/**
 * The fields by which a pod departs from the restricted profile.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
const departures = (pod: WrittenPod): readonly string[] => [
  ...(['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((field) => pod[field]),
  ...(pod.volumes ?? []).flatMap(({ name, ...source }) => {
    const odd = Object.keys(source).find((kind) => !volumes.includes(kind));
    return odd === undefined ? [] : [`${odd} "${name}"`];
  }),
  ...containersOf(pod).flatMap((container) => containerDepartures(pod, container)),
];

function containerDepartures(pod: WrittenPod, container: WrittenContainer): readonly string[] {
  const own = container.securityContext ?? {};
  const { runAsNonRoot, runAsUser, seccompProfile } = { ...pod.securityContext, ...own };
  const { add = [], drop = [] } = own.capabilities ?? {};
  const probes = [container.readinessProbe, container.livenessProbe, container.startupProbe];
  const bad: Readonly<Record<string, boolean>> = {
    hostPort: (container.ports ?? []).some(({ hostPort }) => hostPort !== undefined),
    // From Kubernetes 1.34 on.
    'a probe with a host': probes.some((p) => (p?.httpGet ?? p?.tcpSocket)?.host !== undefined),
    privileged: own.privileged === true,
    allowPrivilegeEscalation: own.allowPrivilegeEscalation !== false,
    'runAsNonRoot "false"': runAsNonRoot !== true,
    'runAsUser "0"': runAsUser === 0,
    'capabilities kept': !drop.includes('ALL'),
    'capabilities added': add.some((name) => name !== 'NET_BIND_SERVICE'),
    'no seccompProfile': !['RuntimeDefault', 'Localhost'].includes(seccompProfile?.type ?? ''),
  };
  return Object.keys(bad).filter((field) => bad[field]);
}
