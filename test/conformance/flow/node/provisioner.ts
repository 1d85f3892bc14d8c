import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  CoreV1Api,
  StorageV1Api,
  type V1PersistentVolume,
  type V1PersistentVolumeClaim,
} from '@kubernetes/client-node';
import { say } from './say.js';
import type { NodeContext, NodeFacts } from './types.js';
import { asking, coalesced, hasCode } from './waiting.js';
import { follow } from './watch.js';

/** The name by which StorageClasses ask for folders. */
export const provisioner = 'conformance/folder';

const mark = 'pv.kubernetes.io/provisioned-by';

/** Gives each claim of its StorageClasses a folder as its volume, and takes back what was released. */
export async function provisionVolumes({ kube, facts }: NodeContext): Promise<void> {
  const core = kube.makeApiClient(CoreV1Api);
  const storage = kube.makeApiClient(StorageV1Api);
  const listed = {
    classes: () => asking(() => storage.listStorageClass()),
    claims: () => asking(() => core.listPersistentVolumeClaimForAllNamespaces()),
    volumes: () => asking(() => core.listPersistentVolume()),
  };
  const look = coalesced(async () => {
    const { items: classes } = await listed.classes();
    const served = classes.filter((one) => one.provisioner === provisioner);
    const names = served.map(({ metadata }) => metadata?.name);
    for (const claim of (await listed.claims()).items)
      if (claim.status?.phase === 'Pending' && names.includes(claim.spec?.storageClassName))
        await provide(core, facts, claim);
    for (const volume of (await listed.volumes()).items)
      if (volume.status?.phase === 'Released' && volume.metadata?.annotations?.[mark])
        await takeBack(core, volume);
  });
  const any = { changed: () => void look(), gone: () => undefined };
  const classes = '/apis/storage.k8s.io/v1/storageclasses';
  await follow(kube, { path: classes, list: listed.classes }, any);
  await follow(kube, { path: '/api/v1/persistentvolumeclaims', list: listed.claims }, any);
  await follow(kube, { path: '/api/v1/persistentvolumes', list: listed.volumes }, any);
}

/** Makes a volume for one claim only; that the two are bound is the controller-manager's work. */
async function provide(
  core: CoreV1Api,
  facts: NodeFacts,
  claim: V1PersistentVolumeClaim,
): Promise<void> {
  const { namespace, name: claimName, uid } = claim.metadata ?? {};
  const { accessModes, storageClassName, resources, volumeMode } = claim.spec ?? {};
  const name = `pvc-${uid}`;
  const path = join(facts.state, 'volumes', name);
  mkdirSync(path, { recursive: true });
  // Whatever user the pod runs as; and mkdir's own mode is cut by the umask.
  chmodSync(path, 0o777);
  const kind = { apiVersion: 'v1', kind: 'PersistentVolumeClaim' };
  const claimRef = { ...kind, namespace, name: claimName, uid };
  const body = {
    metadata: { name, annotations: { [mark]: provisioner } },
    spec: {
      ...{ accessModes, storageClassName, volumeMode, claimRef },
      capacity: { storage: resources?.requests?.storage ?? '1Gi' },
      hostPath: { path, type: 'Directory' },
      persistentVolumeReclaimPolicy: 'Delete',
    },
  };
  try {
    await asking(() => core.createPersistentVolume({ body }));
    say(`${namespace}/${claimName}: volume ${name} made`);
  } catch (error) {
    // It was made already, and is not bound yet.
    if (!hasCode(error, 409)) throw error;
  }
}

async function takeBack(core: CoreV1Api, { metadata, spec }: V1PersistentVolume): Promise<void> {
  const name = metadata?.name ?? '';
  try {
    await asking(() => core.deletePersistentVolume({ name }));
    if (spec?.hostPath) rmSync(spec.hostPath.path, { recursive: true, force: true });
    say(`volume ${name} taken back`);
  } catch (error) {
    if (!hasCode(error, 404)) throw error;
  }
}
