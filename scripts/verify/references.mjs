// Secrets and ConfigMaps that somebody else makes: whether they are there, with the keys that are read.
import { each } from './cluster.mjs';
import { ofKind, workloadsOf } from './dist.mjs';
import { fails, ok, skip } from './lines.mjs';

/**
 * A reference to an object, and the keys that are read of it.
 * @typedef {{ kind: 'Secret' | 'ConfigMap', namespace: string, name: string, keys: string[] }} Reference
 */

const keysOf = ({ items = [] }) => items.map(({ key }) => key);

/** What the volumes of a pod take, unless they can do without. */
const ofVolume = ({ secret, configMap, projected }) => [
  ...(secret && !secret.optional
    ? [{ kind: 'Secret', name: secret.secretName, keys: keysOf(secret) }]
    : []),
  ...(configMap && !configMap.optional
    ? [{ kind: 'ConfigMap', name: configMap.name, keys: keysOf(configMap) }]
    : []),
  ...(projected?.sources ?? []).flatMap((source) =>
    ofVolume({
      ...(source.secret ? { secret: { ...source.secret, secretName: source.secret.name } } : {}),
      configMap: source.configMap,
    }),
  ),
];

/** What the environment of a container takes, unless it can do without. */
const ofContainer = ({ env = [], envFrom = [] }) => [
  ...env.flatMap(({ valueFrom: { secretKeyRef: secret, configMapKeyRef: map } = {} }) => [
    ...(secret && !secret.optional
      ? [{ kind: 'Secret', name: secret.name, keys: [secret.key] }]
      : []),
    ...(map && !map.optional ? [{ kind: 'ConfigMap', name: map.name, keys: [map.key] }] : []),
  ]),
  ...envFrom.flatMap(({ secretRef: secret, configMapRef: map }) => [
    ...(secret && !secret.optional ? [{ kind: 'Secret', name: secret.name, keys: [] }] : []),
    ...(map && !map.optional ? [{ kind: 'ConfigMap', name: map.name, keys: [] }] : []),
  ]),
];

const ofPod = ({ volumes = [], containers, initContainers = [], imagePullSecrets = [] }) => [
  ...volumes.flatMap(ofVolume),
  ...[...containers, ...initContainers].flatMap(ofContainer),
  ...imagePullSecrets.map(({ name }) => ({ kind: 'Secret', name, keys: ['.dockerconfigjson'] })),
];

const certificate = ['tls.crt', 'tls.key'];

const ofEdge = ({ spec }) => [
  ...(spec.listeners ?? []).flatMap(({ tls }) =>
    (tls?.certificateRefs ?? []).map((one) => ({ kind: 'Secret', keys: certificate, ...one })),
  ),
  ...(spec.tls ?? []).map(({ secretName: name }) => ({ kind: 'Secret', name, keys: certificate })),
];

/**
 * Everything that dist/ refers to and does not hold, once each, with all keys.
 *
 * @returns {Reference[]}
 */
export function referencesOf(objects) {
  const all = [
    ...workloadsOf(objects).flatMap(({ metadata: { namespace }, spec }) =>
      ofPod(spec.template.spec).map((one) => ({ namespace, ...one })),
    ),
    ...ofKind(objects, 'Gateway', 'Ingress').flatMap((edge) =>
      ofEdge(edge).map((one) => ({ namespace: edge.metadata.namespace, ...one })),
    ),
  ];
  const id = ({ kind, namespace, name }) => `${kind} ${namespace}/${name}`;
  const own = new Set(objects.map((o) => id({ kind: o.kind, ...o.metadata })));
  const merged = new Map();
  for (const { kind, namespace, name, keys } of all.filter((one) => !own.has(id(one)))) {
    const before = merged.get(id({ kind, namespace, name }))?.keys ?? [];
    const together = [...new Set([...before, ...keys])].sort();
    merged.set(id({ kind, namespace, name }), { kind, namespace, name, keys: together });
  }
  return [...merged.values()].sort((a, b) => (id(a) < id(b) ? -1 : 1));
}

/** The line that makes it. */
function makes({ kind, namespace, name, keys }) {
  const command = `kubectl --namespace ${namespace} create`;
  if (kind === 'ConfigMap')
    return `${command} configmap ${name} ${keys.map((key) => `--from-file=${key}=…`).join(' ')}`;
  if (keys.includes('tls.key')) return `${command} secret tls ${name} --cert=tls.crt --key=tls.key`;
  if (keys.includes('.dockerconfigjson'))
    return `${command} secret docker-registry ${name} --docker-server=… --docker-username=… --docker-password=…`;
  const literals = keys.map((key) => ` --from-literal=${key}=…`).join('');
  return `${command} secret generic ${name}${literals}`;
}

/** One answer on one reference, as a line. */
export function judge(reference, { keys, why }) {
  const { kind, namespace, name } = reference;
  const title = `${kind} ${namespace}/${name}`;
  if (why) return skip(title, why);
  if (!keys) return fails(title, 'not there', makes(reference));
  const missing = reference.keys.filter((key) => !keys.includes(key));
  if (missing.length === 0)
    return ok(`${title}${reference.keys.length > 0 ? ` has ${reference.keys.join(', ')}` : ''}`);
  return fails(
    title,
    `has no key ${missing.join(', ')}, only ${keys.filter((key) => key !== '').join(', ') || 'none'}`,
    `add it, or delete it and ${makes(reference)}`,
  );
}

/** Whether what dist/ refers to and does not hold is there, with the keys that are read. */
export const checkReferences = (objects, cluster) =>
  each(referencesOf(objects), async (reference) =>
    judge(
      reference,
      await cluster.keys(reference.kind.toLowerCase(), reference.namespace, reference.name),
    ),
  );
