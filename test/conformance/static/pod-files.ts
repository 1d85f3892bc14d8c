import { generateKeyPairSync } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import type { Manifest } from '../../../lib/core/index.js';
import type { WrittenVolume } from '../../house/workloads.js';

interface ConfigMapSource {
  readonly name?: string;
  readonly items?: readonly { readonly key: string; readonly path: string }[];
  readonly optional?: boolean;
}

/** Files of a directory, by path below it. */
type Files = ReadonlyMap<string, string>;

/** What a Secret could hold under a key: programs read some of them even where they only check. */
function secretText(key: string): string {
  if (/url/.test(key)) return 'https://example.com/hook';
  if (/(^|[.-])(ca|crt|cert)([.-]|$)/.test(key)) return rootCertificates[0] ?? '';
  if (/(^|[.-])key$/.test(key) && !/routing|api/.test(key))
    return generateKeyPairSync('ec', {
      namedCurve: 'prime256v1',
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    }).privateKey;
  return 'not-a-secret';
}

/** Keys of a ConfigMap as files; a missing one that is not optional keeps a pod from starting. */
function configMapFiles(
  objects: readonly Manifest[],
  namespace: string | undefined,
  { name, items, optional }: ConfigMapSource,
): Files {
  const found = objects.find(
    (o) => o.kind === 'ConfigMap' && o.metadata.name === name && o.metadata.namespace === namespace,
  );
  if (!found && !optional)
    throw new Error(`ConfigMap "${name}" is mounted, and not in namespace "${namespace}"`);
  // A manifest's fields beyond its metadata are not typed; those of a ConfigMap are text.
  const data = (found?.data ?? {}) as Readonly<Record<string, string>>;
  const taken = items ?? Object.keys(data).map((key) => ({ key, path: key }));
  return new Map(
    taken.map(({ key, path }) => {
      const text = data[key];
      if (text === undefined)
        throw new Error(`key "${key}" of ConfigMap "${name}" is mounted, and not in it`);
      return [path, text];
    }),
  );
}

/** What a volume holds when a pod starts; empty for those that processes fill. */
export function volumeFiles(
  objects: readonly Manifest[],
  namespace: string | undefined,
  { configMap, secret, projected }: WrittenVolume,
): Files {
  const sources = [
    ...(configMap ? [configMap] : []),
    ...(projected?.sources.flatMap(({ configMap: source }) => (source ? [source] : [])) ?? []),
  ];
  const secrets = secret?.items?.map(({ key, path }) => [path, secretText(key)] as const) ?? [];
  return new Map([
    ...sources.flatMap((source) => [...configMapFiles(objects, namespace, source)]),
    ...secrets,
  ]);
}

/** Where a pod finds its own account, unless it asked not to. */
export const accountDir = '/var/run/secrets/kubernetes.io/serviceaccount';

export const accountFiles = (namespace: string): Files =>
  new Map([
    ['ca.crt', rootCertificates[0] ?? ''],
    ['namespace', namespace],
    ['token', 'not-a-token'],
  ]);
