import type {
  CoreV1Api,
  V1DownwardAPIVolumeFile,
  V1KeyToPath,
  V1Pod,
  V1Volume,
  V1VolumeProjection,
} from '@kubernetes/client-node';
import { podField, resourceField } from './fields.js';
import { identity } from './identity.js';
import { configMapKeys, type Keys, secretKeys } from './objects.js';
import type { Tokens } from './tokens.js';

/** A file that a volume holds because an object of the API server does. */
export interface VolumeFile {
  readonly content: Buffer;
  readonly mode: number;
}

/** Files by path below their volume. */
export type VolumeFiles = ReadonlyMap<string, VolumeFile>;

/** Where files come from. */
export interface FileSource {
  readonly core: CoreV1Api;
  readonly pod: V1Pod;
  readonly tokens: Tokens;
  readonly hostIP: string;
}

interface Projection {
  readonly mode: number;
  readonly sources: readonly V1VolumeProjection[];
}

/** Every volume of files as a projected one; undefined for the other kinds. */
export function projectionOf(volume: V1Volume): Projection | undefined {
  const { configMap, downwardAPI, projected, secret } = volume;
  const one = (mode = 0o644, ...sources: readonly V1VolumeProjection[]) => ({ mode, sources });
  if (projected) return one(projected.defaultMode, ...(projected.sources ?? []));
  if (configMap) return one(configMap.defaultMode, { configMap });
  if (secret) return one(secret.defaultMode, { secret: { ...secret, name: secret.secretName } });
  if (downwardAPI) return one(downwardAPI.defaultMode, { downwardAPI });
  return undefined;
}

/**
 * Reads what a volume holds; where two sources have the same path the later one wins.
 *
 * @throws where an object or a key is not there, and is not optional
 */
export async function readFiles(
  from: FileSource,
  { mode, sources }: Projection,
): Promise<VolumeFiles> {
  const files = await Promise.all(sources.map((source) => filesOf(from, source, mode)));
  return new Map(files.flat());
}

type Entry = readonly [path: string, file: VolumeFile];

async function filesOf(
  from: FileSource,
  { configMap, secret, downwardAPI, serviceAccountToken, ...other }: V1VolumeProjection,
  mode: number,
): Promise<readonly Entry[]> {
  const { namespace } = identity(from.pod);
  if (configMap) {
    const keys = await configMapKeys(from.core, namespace, configMap.name ?? '');
    return taken({ ...configMap, kind: 'configmap', key: 'config key' }, keys, mode);
  }
  if (secret) {
    const keys = await secretKeys(from.core, namespace, secret.name ?? '');
    return taken({ ...secret, kind: 'secret', key: 'secret key' }, keys, mode);
  }
  if (downwardAPI) return (downwardAPI.items ?? []).map((item) => downward(from, item, mode));
  if (serviceAccountToken) {
    const token = await from.tokens.get(serviceAccountToken);
    return [
      [serviceAccountToken.path, { content: Buffer.from(token), mode: tokenMode(from, mode) }],
    ];
  }
  throw new Error(`source "${Object.keys(other)}" is not played here`);
}

/** A token is for the pod's group alone where there is one. */
const tokenMode = ({ pod }: FileSource, mode: number): number =>
  pod.spec?.securityContext?.fsGroup === undefined ? mode : 0o600;

interface Wanted {
  readonly kind: string;
  readonly key: string;
  readonly name?: string;
  readonly items?: readonly V1KeyToPath[];
  readonly optional?: boolean;
}

function taken(wanted: Wanted, keys: Keys | undefined, usual: number): readonly Entry[] {
  const { kind, name, items, optional = false } = wanted;
  if (!keys && !optional) throw new Error(`${kind} "${name}" not found`);
  const paths = items ?? [...(keys?.keys() ?? [])].map((key) => ({ key, path: key }));
  return paths.flatMap(({ key, path, mode = usual }: V1KeyToPath): readonly Entry[] => {
    const content = keys?.get(key);
    if (content) return [[path, { content, mode }]];
    if (optional) return [];
    throw new Error(`${kind} "${name}" references non-existent ${wanted.key}: ${key}`);
  });
}

function downward(
  { pod, hostIP }: FileSource,
  { path, fieldRef, resourceFieldRef, mode }: V1DownwardAPIVolumeFile,
  usual: number,
): Entry {
  const container = pod.spec?.containers.find(
    ({ name }) => name === resourceFieldRef?.containerName,
  );
  const text =
    resourceFieldRef && container
      ? resourceField(container, resourceFieldRef)
      : podField(pod, fieldRef?.fieldPath ?? '', { hostIP });
  return [path, { content: Buffer.from(text), mode: mode ?? usual }];
}
