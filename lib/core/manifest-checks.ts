import type { Manifest } from './chart.js';
import { refusal } from './refusal.js';

/** An object, and where it comes from. */
export interface Placed {
  readonly path: string;
  readonly manifest: Manifest;
}

const dnsLabel = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const dnsSubdomain = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
const labelValue = /^(([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9])?$/;
const labelKey =
  /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const portName = /^(?=.*[a-z])[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?$/;

/** `kubectl apply` stores the object in an annotation of at most this many bytes. */
const clientSideApply = 262_144;
const configMapData = 1_048_576;

/** Names longest allowed: a StatefulSet's pods carry its name and a hash in one label of 63. */
const longest: Readonly<Record<string, number>> = {
  StatefulSet: 52,
  CronJob: 52,
  Deployment: 63,
  DaemonSet: 63,
};
const labelNames = new Set(['Service', 'Namespace', 'Deployment', 'StatefulSet', 'DaemonSet']);

const identity = ({ apiVersion, kind, metadata }: Manifest): string =>
  [apiVersion.replace(/\/[^/]*$/, '/'), kind, metadata.namespace ?? '', metadata.name].join(' ');

/** What cdk8s lets pass and Kubernetes would refuse, or take and misread. */
export function manifestFaults(objects: readonly Placed[]): string[] {
  const seen = new Map<string, string>();
  return objects.flatMap(({ path, manifest }) => {
    const id = identity(manifest);
    const twin = seen.get(id);
    seen.set(id, path);
    return [
      ...(twin === undefined
        ? []
        : [
            refusal(
              path,
              `${manifest.kind} "${manifest.metadata.name}" is made by ${twin} as well`,
              'give one of the components another name',
            ),
          ]),
      ...nameFaults(path, manifest),
      ...labelFaults(path, manifest),
      ...sizeFaults(path, manifest),
      ...portFaults(path, manifest),
    ];
  });
}

function nameFaults(path: string, { kind, metadata }: Manifest): string[] {
  const { name, namespace } = metadata;
  const most = longest[kind] ?? (labelNames.has(kind) ? 63 : 253);
  const shape = labelNames.has(kind)
    ? dnsLabel
    : kind.includes('Role')
      ? /^[^/%]{1,253}$/
      : dnsSubdomain;
  const starts = kind === 'Service' && /^[0-9]/.test(name);
  return [
    ...(name.length > most
      ? [
          refusal(
            path,
            `${kind} name "${name}" has ${name.length} characters`,
            `give at most ${most}`,
          ),
        ]
      : []),
    ...(!shape.test(name) || starts
      ? [
          refusal(
            path,
            `${kind} name "${name}" is not a DNS name`,
            'start with a letter, then lower-case letters, digits and "-"',
          ),
        ]
      : []),
    ...(namespace === 'default' || namespace === 'kube-system'
      ? kind.startsWith('Role')
        ? []
        : [
            refusal(
              path,
              `namespace "${namespace}" is not for this stack`,
              'give it one of its own',
            ),
          ]
      : []),
  ];
}

const labelFaults = (path: string, { metadata }: Manifest): string[] =>
  Object.entries(metadata.labels ?? {}).flatMap(([key, value]) => [
    ...(labelKey.test(key)
      ? []
      : [
          refusal(
            path,
            `label key "${key}" is malformed`,
            'give [prefix/]name, the name of at most 63 characters',
          ),
        ]),
    ...(labelValue.test(value)
      ? []
      : [
          refusal(
            path,
            `label ${key} "${value}" is not a label value`,
            'give at most 63 letters, digits, "-", "_" and "."',
          ),
        ]),
  ]);

function sizeFaults(path: string, manifest: Manifest): string[] {
  const bytes = Buffer.byteLength(JSON.stringify(manifest));
  const most =
    manifest.kind === 'ConfigMap' ? Math.min(configMapData, clientSideApply) : clientSideApply;
  return bytes > most
    ? [
        refusal(
          path,
          `${manifest.kind} "${manifest.metadata.name}" has ${bytes} bytes`,
          `kubectl apply takes ${most}: split it`,
        ),
      ]
    : [];
}

/** Service ports are the only ones that a caller's endpoint names directly. */
function portFaults(path: string, manifest: Manifest): string[] {
  if (manifest.kind !== 'Service') return [];
  const { ports = [] } = servicePorts(manifest);
  const seen = new Set<string>();
  return ports.flatMap(({ name, port, protocol }) => {
    const twice = seen.has(name) || seen.has(`${port}/${protocol}`);
    seen.add(name).add(`${port}/${protocol}`);
    return [
      ...(portName.test(name)
        ? []
        : [
            refusal(
              path,
              `port name "${name}" is not a port name`,
              'give at most 15 lower-case letters, digits and "-"',
            ),
          ]),
      ...(Number.isInteger(port) && port >= 1 && port <= 65535
        ? []
        : [refusal(path, `port ${port} is not a port number`, 'give 1 to 65535')]),
      ...(twice
        ? [
            refusal(
              path,
              `port "${name}" (${port}/${protocol}) is listed twice`,
              'give each listener a name and number of its own',
            ),
          ]
        : []),
    ];
  });
}

// A Service's spec comes from the typed L1, which `Manifest` no longer knows.
const servicePorts = (manifest: Manifest) =>
  manifest.spec as { ports?: readonly { name: string; port: number; protocol: string }[] };
