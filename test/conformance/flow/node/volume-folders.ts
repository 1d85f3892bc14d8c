import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CoreV1Api, V1HostPathVolumeSource, V1Pod } from '@kubernetes/client-node';
import { identity } from './identity.js';
import { found } from './objects.js';
import { giveToGroup, isOfGroup } from './ownership.js';
import type { NodeFacts } from './types.js';

/** Gives the pod's group a folder that its programs write to. */
function ownedByPod(folder: string, { spec }: V1Pod): string {
  const { fsGroup, fsGroupChangePolicy } = spec?.securityContext ?? {};
  const skip = fsGroupChangePolicy === 'OnRootMismatch';
  if (fsGroup !== undefined && !(skip && isOfGroup(folder, fsGroup)))
    giveToGroup(folder, fsGroup, { readOnly: false });
  return folder;
}

/** A folder that is empty when its pod comes; its size is not limited here. */
export function emptyFolder(path: string, pod: V1Pod): string {
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o777);
  return ownedByPod(path, pod);
}

/** What the kernel shows of the machine; all else that a pod names is of its node, which is a folder here. */
const ofMachine = /^\/((proc|sys)(\/.*)?)?$/;

/** @throws where what the type asks for is not there */
export function hostFolder({ root }: NodeFacts, { path, type }: V1HostPathVolumeSource): string {
  const real = ofMachine.test(path) ? path : join(root, path);
  if (type === 'FileOrCreate' && !existsSync(real)) {
    mkdirSync(dirname(real), { recursive: true });
    writeFileSync(real, '');
  }
  // Without a type the container runtime makes the folder.
  if ((!type || type === 'DirectoryOrCreate') && !existsSync(real))
    mkdirSync(real, { recursive: true });
  const status = statSync(real, { throwIfNoEntry: false });
  const isFolder = type?.startsWith('Directory');
  if (isFolder && !status?.isDirectory())
    throw new Error(`hostPath type check failed: ${path} is not a directory`);
  if (type?.startsWith('File') && !status?.isFile())
    throw new Error(`hostPath type check failed: ${path} is not a file`);
  if (!status) throw new Error(`hostPath type check failed: ${path} is not there`);
  return real;
}

/**
 * The folder of the volume that a claim is bound to: one for all nodes, as of a disk in the network.
 *
 * @throws where there is no claim, or no volume is bound to it
 */
export async function claimFolder(core: CoreV1Api, pod: V1Pod, name: string): Promise<string> {
  const { namespace } = identity(pod);
  const claim = await found(core.readNamespacedPersistentVolumeClaim({ namespace, name }));
  if (!claim) throw new Error(`persistentvolumeclaim "${name}" not found`);
  const volumeName = claim.spec?.volumeName;
  if (!volumeName || claim.status?.phase !== 'Bound')
    throw new Error(`PVC ${namespace}/${name} is not bound`);
  const volume = await found(core.readPersistentVolume({ name: volumeName }));
  const folder = volume?.spec?.hostPath?.path;
  if (!folder) throw new Error(`persistentvolume "${volumeName}" has no hostPath`);
  mkdirSync(folder, { recursive: true });
  return ownedByPod(folder, pod);
}
