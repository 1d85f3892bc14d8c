import { createHash } from 'node:crypto';
import type { Manifest } from '../../../../lib/core/index.js';
import { instance } from '../system/pods.js';
import type { System } from '../system/system.js';

/** Where a ConfigMap's file is, in the pods of a workload. */
export interface Mounted {
  readonly workload: Manifest;
  readonly container: string;
  readonly path: string;
}

interface Volume {
  readonly name: string;
  readonly configMap?: { readonly name: string };
  readonly projected?: { readonly sources: readonly Pick<Volume, 'configMap'>[] };
}

interface Template {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly volumes?: readonly Volume[];
    readonly containers: readonly {
      readonly name: string;
      readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
    }[];
  };
}

const workloadKinds = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** The workloads among objects. */
export const workloadsOf = (objects: readonly Manifest[]): readonly Manifest[] =>
  objects.filter(({ kind }) => workloadKinds.includes(kind));

/** A workload's pod template: what its pods are replaced for when it changes. */
export const templateOf = (workload: Manifest): Template =>
  // As the library writes every workload.
  (workload.spec as { template: Template }).template;

/** The ConfigMaps of a stack, each with its one file. */
export const configMapsOf = (
  objects: readonly Manifest[],
): ReadonlyMap<string, { readonly file: string; readonly text: string }> =>
  new Map(
    objects
      .filter(({ kind, data }) => kind === 'ConfigMap' && data)
      .flatMap(({ metadata, data }) =>
        Object.entries(data as Record<string, string>).map(
          ([file, text]) => [metadata.name, { file, text }] as const,
        ),
      ),
  );

/** Every place where a ConfigMap is mounted. */
export const mountsOf = (objects: readonly Manifest[], configMap: string): readonly Mounted[] =>
  workloadsOf(objects).flatMap((workload) => {
    const { volumes = [], containers } = templateOf(workload).spec;
    const names = volumes
      .filter((volume) =>
        [volume, ...(volume.projected?.sources ?? [])].some(
          (one) => one.configMap?.name === configMap,
        ),
      )
      .map(({ name }) => name);
    return containers.flatMap(({ name, volumeMounts = [] }) =>
      volumeMounts
        .filter((mount) => names.includes(mount.name))
        .map(({ mountPath }) => ({ workload, container: name, path: mountPath })),
    );
  });

/** The checksum of a ConfigMap that the pods of a workload carry, where a change is to replace them. */
export const sumOf = (workload: Manifest, configMap: string): string | undefined =>
  templateOf(workload).metadata.annotations?.[`checksum/${configMap}`];

/** The checksum of a text, as pods carry it. */
export const checksum = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 16);

/** Whether every pod of the stack that mounts a ConfigMap sees its file as it was applied last. */
export async function isSeen(system: System, configMap: string): Promise<boolean> {
  const config = configMapsOf(system.objects).get(configMap);
  const mounts = mountsOf(system.objects, configMap);
  if (!config || mounts.length === 0) throw new Error(`nothing mounts ConfigMap "${configMap}"`);
  for (const { workload, container, path } of mounts) {
    const { namespace = '', labels } = workload.metadata;
    const pods = await system.pods(namespace, { [instance]: labels?.[instance] ?? '' });
    if (pods.length === 0) return false;
    for (const pod of pods) {
      const file = `/proc/${pod.pid(container)}/root${path}/${config.file}`;
      const { stdout } = await system.network.run('cat', [file]);
      if (stdout !== config.text) return false;
    }
  }
  return true;
}

/** Whether all pods that mount a ConfigMap are of a template that was made with the text as it was applied last. */
export async function isCarried({ kubectl, objects }: System, configMap: string): Promise<boolean> {
  const [mounted] = mountsOf(objects, configMap);
  if (!mounted) throw new Error(`nothing mounts ConfigMap "${configMap}"`);
  const { labels } = mounted.workload.metadata;
  const pods = await kubectl.list('pods', { selector: `${instance}=${labels?.[instance]}` });
  const sum = checksum(configMapsOf(objects).get(configMap)?.text ?? '');
  return pods
    .filter(({ metadata }) => !('deletionTimestamp' in metadata))
    .every(({ metadata }) => annotationsOf(metadata)[`checksum/${configMap}`] === sum);
}

const annotationsOf = (metadata: object): Readonly<Record<string, string>> =>
  'annotations' in metadata ? (metadata.annotations as Record<string, string>) : {};

/**
 * The pods of a namespace's components, by which runs of their containers they are: another text is another
 * pod, or a container that was started again.
 */
export async function runsOf({ kubectl }: System): Promise<ReadonlyMap<string, string>> {
  const runs = new Map<string, string[]>();
  for (const { metadata, status } of await kubectl.list('pods', { selector: instance })) {
    if ('deletionTimestamp' in metadata) continue;
    const component = metadata.labels?.[instance] ?? '';
    const restarts = (status.containerStatuses ?? []).map(
      (one: { name: string; restartCount: number }) => `${one.name}: ${one.restartCount} restarts`,
    );
    const run = [metadata.name, metadata.uid, ...restarts].join(', ');
    runs.set(component, [...(runs.get(component) ?? []), run].sort());
  }
  return new Map([...runs].map(([component, all]) => [component, all.join('; ')]));
}
