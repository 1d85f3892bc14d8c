import type { V1Container, V1Pod } from '@kubernetes/client-node';
import { identity } from './identity.js';
import type { ContainerImage } from './images.js';
import { PodError } from './types.js';

/** Who a container's program is, and what it may. */
export interface User {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  /** What root may have in it, by names of the kernel: `chown`; or all there are. */
  readonly capabilities: readonly string[] | 'all';
  /** A program with the set-user-ID bit has them. */
  readonly mayGainPrivileges: boolean;
}

/** The user and the group that files of the images give to nobody. */
const nobody = 65534;

/** What a container runtime leaves to a container that says nothing. */
const usual = [
  ...['audit_write', 'chown', 'dac_override', 'fowner', 'fsetid', 'kill', 'mknod'],
  ...['net_bind_service', 'net_raw', 'setfcap', 'setgid', 'setpcap', 'setuid', 'sys_chroot'],
];

/**
 * The user of a container: its own settings before its pod's before its image's.
 *
 * @throws PodError where it must not be root, and is or could be
 */
export function userOf(pod: V1Pod, container: V1Container, image: ContainerImage): User {
  const [own, common] = [container.securityContext ?? {}, pod.spec?.securityContext ?? {}];
  const given = own.runAsUser ?? common.runAsUser;
  const uid = given ?? (image.user === 'nobody' ? nobody : image.user);
  if (own.runAsNonRoot ?? common.runAsNonRoot) {
    const { name, namespace, uid: podUid } = identity(pod);
    const where = `(pod: "${name}_${namespace}(${podUid})", container: ${container.name})`;
    const refuse = (why: string) => {
      throw new PodError(
        'CreateContainerConfigError',
        `container has runAsNonRoot and ${why} ${where}`,
      );
    };
    if (given === 0) refuse("container's runAsUser breaks non-root policy");
    if (uid === 0) refuse('image will run as root');
    if (given === undefined && image.user === 'nobody')
      refuse('image has non-numeric user (nobody), cannot verify user is non-root');
  }
  return {
    uid,
    gid: own.runAsGroup ?? common.runAsGroup ?? (uid === nobody ? nobody : 0),
    groups: [
      ...(common.fsGroup === undefined ? [] : [common.fsGroup]),
      ...(common.supplementalGroups ?? []),
    ],
    capabilities: own.privileged ? 'all' : capabilitiesOf(container),
    mayGainPrivileges: own.allowPrivilegeEscalation ?? true,
  };
}

function capabilitiesOf({ securityContext }: V1Container): User['capabilities'] {
  const { add = [], drop = [] } = securityContext?.capabilities ?? {};
  const [added, dropped] = [add, drop].map((names) => names.map(kernelName));
  if (added?.includes('all')) return 'all';
  const kept = dropped?.includes('all') ? [] : usual.filter((name) => !dropped?.includes(name));
  return [...new Set([...kept, ...(added ?? [])])].sort();
}

/** `NET_ADMIN` and `CAP_NET_ADMIN` are both written. */
const kernelName = (name: string): string => name.toLowerCase().replace(/^cap_/, '');

/** Arguments that make `setpriv` this user. */
export const setprivFlags = (user: User): readonly string[] => [
  `--reuid=${user.uid}`,
  `--regid=${user.gid}`,
  user.groups.length > 0 ? `--groups=${user.groups.join(',')}` : '--clear-groups',
  '--inh-caps=-all',
  '--ambient-caps=-all',
  ...(user.capabilities === 'all'
    ? []
    : [`--bounding-set=${['-all', ...user.capabilities.map((name) => `+${name}`)].join(',')}`]),
  ...(user.mayGainPrivileges ? [] : ['--no-new-privs']),
];
