import { mkdirSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { V1Container, V1Pod, V1Volume, V1VolumeMount } from '@kubernetes/client-node';
import { identity } from './identity.js';
import { coreOf } from './objects.js';
import { SwappedFolder } from './swapped-folder.js';
import { Tokens } from './tokens.js';
import { type Mount, type NodeContext, PodError, type PodVolumes } from './types.js';
import { type FileSource, projectionOf, readFiles } from './volume-files.js';
import { claimFolder, emptyFolder, hostFolder } from './volume-folders.js';

/** The volumes of a pod; they are there after their first refresh, and go with the pod's own folder. */
export const openVolumes = (context: NodeContext, pod: V1Pod): PodVolumes =>
  new Volumes(context, pod);

const fault = (volume: string, why: unknown): PodError =>
  why instanceof PodError
    ? why
    : new PodError(
        'FailedMount',
        `MountVolume.SetUp failed for volume "${volume}" : ${why instanceof Error ? why.message : why}`,
      );

/** Where a volume is on the node. */
interface Place {
  readonly path: string;
  /** Files of the API server's objects are never a program's to change. */
  readonly readOnly: boolean;
}

class Volumes implements PodVolumes {
  private readonly places = new Map<string, Place>();
  private readonly swapped = new Map<string, SwappedFolder>();
  private readonly source: FileSource;

  constructor(
    private readonly context: NodeContext,
    private readonly pod: V1Pod,
  ) {
    const core = coreOf(context);
    const tokens = new Tokens(core, pod);
    this.source = { core, pod, tokens, hostIP: context.facts.address };
  }

  async refresh(): Promise<void> {
    for (const volume of this.pod.spec?.volumes ?? [])
      try {
        await this.refreshOne(volume);
      } catch (error) {
        throw fault(volume.name, error);
      }
  }

  mountsOf({ volumeMounts = [] }: V1Container): readonly Mount[] {
    return volumeMounts.map((mount) => {
      const place = this.places.get(mount.name);
      if (!place) throw fault(mount.name, 'it is not there; refresh the volumes first');
      return {
        source: mountedPart(place.path, mount),
        target: mount.mountPath,
        readOnly: place.readOnly || mount.readOnly === true,
      };
    });
  }

  private async refreshOne(volume: V1Volume): Promise<void> {
    const projection = projectionOf(volume);
    if (projection) {
      const folder = this.swappedFolder(volume.name);
      folder.write(await readFiles(this.source, projection));
      this.places.set(volume.name, { path: folder.path, readOnly: true });
    } else if (!this.places.has(volume.name)) {
      this.places.set(volume.name, await this.folderOf(volume));
    }
  }

  private swappedFolder(name: string): SwappedFolder {
    const group = this.pod.spec?.securityContext?.fsGroup;
    const folder = this.swapped.get(name) ?? new SwappedFolder(this.pathOf(name), group);
    this.swapped.set(name, folder);
    return folder;
  }

  private async folderOf(volume: V1Volume): Promise<Place> {
    const { name, emptyDir, hostPath, persistentVolumeClaim: claim } = volume;
    const { facts } = this.context;
    const { core } = this.source;
    if (emptyDir) return { path: emptyFolder(this.pathOf(name), this.pod), readOnly: false };
    if (hostPath) return { path: hostFolder(facts, hostPath), readOnly: false };
    if (claim) {
      const path = await claimFolder(core, this.pod, claim.claimName);
      return { path, readOnly: claim.readOnly === true };
    }
    throw new Error(`volumes of kind "${Object.keys(volume)}" are not played here`);
  }

  private pathOf(name: string): string {
    return join(this.context.facts.state, 'pods', identity(this.pod).uid, 'volumes', name);
  }
}

/** The part of a volume that is mounted: all of it, or what lies at its `subPath` now. */
function mountedPart(folder: string, { name, subPath, subPathExpr }: V1VolumeMount): string {
  if (subPathExpr)
    throw fault(name, `subPathExpr "${subPathExpr}" is not played here; use subPath`);
  if (!subPath) return folder;
  const path = join(folder, subPath);
  if (!statSync(path, { throwIfNoEntry: false })) mkdirSync(path, { recursive: true });
  const real = realpathSync(path);
  if (!real.startsWith(realpathSync(folder) + sep))
    throw fault(name, `subPath "${subPath}" leaves the volume`);
  return real;
}
