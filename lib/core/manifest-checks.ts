import { refusal } from '../model/refusal.js';
import type { Manifest, Placed } from './chart.js';
import { isReserved } from './check.js';
import { dnsLabel, dnsSubdomain, isLabelKey, isLabelValue, portName } from './names.js';
import { podFaults } from './pod-checks.js';
import { securityFaults } from './pod-security.js';
import { selectionFaults } from './selection-checks.js';
import { podMakers } from './written-pods.js';

/** Kinds whose names become labels or DNS labels, and their longest name; of others it is 253. */
const longest: Readonly<Record<string, number>> = {
  Service: 63,
  Namespace: 63,
  Deployment: 63,
  DaemonSet: 63,
  // Its pods carry its name, a dash and a hash of ten in one label of 63.
  StatefulSet: 52,
};

const identity = ({ apiVersion, kind, metadata }: Manifest): string =>
  [apiVersion.replace(/\/[^/]*$/, '/'), kind, metadata.namespace ?? '', metadata.name].join(' ');

/** What cdk8s lets pass and Kubernetes would refuse, or take and misread. */
export function manifestFaults(objects: readonly Placed[]): string[] {
  const makers = podMakers(objects);
  return [
    ...objectFaults(objects),
    ...makers.flatMap(podFaults),
    ...selectionFaults(objects, makers),
    ...securityFaults(objects, makers),
  ];
}

function objectFaults(objects: readonly Placed[]): string[] {
  const seen = new Map<string, string>();
  return objects.flatMap(({ path, manifest }) => {
    const id = identity(manifest);
    const twin = seen.get(id);
    seen.set(id, path);
    const fault: Fault = (bad, problem, remedy) => (bad ? [refusal(path, problem, remedy)] : []);
    return [
      ...fault(
        twin !== undefined,
        `${manifest.kind} "${manifest.metadata.name}" is made by ${twin} as well`,
        'give one of the components another name',
      ),
      ...nameFaults(fault, manifest),
      ...namespaceFaults(fault, manifest),
      ...labelFaults(fault, manifest),
      ...sizeFaults(fault, manifest),
      ...portFaults(fault, manifest),
    ];
  });
}

/** A refusal in the name of one object, or nothing. */
type Fault = (bad: boolean, problem: string, remedy: string) => readonly string[];

function nameFaults(fault: Fault, { kind, metadata: { name } }: Manifest): string[] {
  const most = longest[kind] ?? 253;
  return [
    ...fault(
      name.length > most,
      `${kind} name "${name}" has ${name.length} characters`,
      `give at most ${most}`,
    ),
    ...fault(
      !shapeOf(kind).test(name),
      `${kind} name "${name}" is not a DNS name`,
      'start with a letter, then lower-case letters, digits and "-"',
    ),
  ];
}

/** A Service becomes a host name, which old resolvers want to start with a letter. RBAC takes nearly all. */
function shapeOf(kind: string): RegExp {
  if (kind === 'Service') return new RegExp(`^(?![0-9])${dnsLabel.source.slice(1)}`);
  if (kind.includes('Role')) return /^(?!\.\.?$)[^/%]+$/;
  return kind in longest ? dnsLabel : dnsSubdomain;
}

/** Roles may stand in namespaces of others: a scraper is let in where its targets are. */
function namespaceFaults(fault: Fault, { kind, metadata: { namespace } }: Manifest): string[] {
  if (namespace === undefined) return [];
  return [
    ...fault(
      isReserved(namespace) && !kind.startsWith('Role'),
      `namespace "${namespace}" is not for this stack`,
      'give it one of its own',
    ),
    ...fault(
      namespace.length > 63 || !dnsLabel.test(namespace),
      `namespace "${namespace}" is not a DNS label`,
      'give at most 63 lower-case letters, digits and "-"',
    ),
  ];
}

const labelFaults = (fault: Fault, { metadata }: Manifest): string[] =>
  Object.entries(metadata.labels ?? {}).flatMap(([key, value]) => [
    ...fault(
      !isLabelKey(key),
      `label key "${key}" is malformed`,
      'give [prefix/]name, the name of at most 63 characters',
    ),
    ...fault(
      !isLabelValue(value),
      `label ${key} "${value}" is not a label value`,
      'give at most 63 letters, digits, "-", "_" and "."',
    ),
  ]);

/** Most bytes that all annotations of an object may have, names included. */
const allAnnotations = 262_144;
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * Bytes of an object's annotations once `kubectl apply` has put the object itself among them, written by
 * Go, which escapes three characters more than others. Stricter than the 1 MiB of a ConfigMap's data.
 */
function annotationBytes(manifest: Manifest): number {
  const { annotations = {} } = manifest.metadata;
  const copy = { ...manifest, metadata: { ...manifest.metadata, annotations } };
  const json = `${JSON.stringify(copy).replace(/[<>&]/g, '\\u0000')}\n`;
  return Buffer.byteLength(json + lastApplied + Object.entries(annotations).flat().join(''));
}

/** No character is written in more than six bytes: what is short in characters need not be measured. */
function isSmall({ kind, data, metadata }: Manifest): boolean {
  if (kind !== 'ConfigMap' || typeof data !== 'object' || data === null) return false;
  const around = 2 * JSON.stringify(metadata).length + 1_000;
  const characters = Object.entries(data).reduce((sum, [k, v]) => sum + `${k}${v}`.length, around);
  return characters * 6 < allAnnotations;
}

function sizeFaults(fault: Fault, manifest: Manifest): readonly string[] {
  if (isSmall(manifest)) return [];
  const bytes = annotationBytes(manifest);
  return fault(
    bytes > allAnnotations,
    `${manifest.kind} "${manifest.metadata.name}" has ${bytes} bytes`,
    `kubectl apply takes ${allAnnotations}: split it`,
  );
}

/** Service ports are the only ones that a caller's endpoint names directly. */
function portFaults(fault: Fault, manifest: Manifest): string[] {
  if (manifest.kind !== 'Service') return [];
  const { ports = [] } = serviceSpec(manifest) ?? {};
  const seen = new Set<string>();
  return ports.flatMap(({ port, name = String(port), protocol = 'TCP' }) => {
    const twice = seen.has(name) || seen.has(`${port}/${protocol}`);
    seen.add(name).add(`${port}/${protocol}`);
    return [
      ...fault(
        name !== String(port) && !portName.test(name),
        `port name "${name}" is not a port name`,
        'give at most 15 lower-case letters, digits and "-"',
      ),
      ...fault(
        !Number.isInteger(port) || port < 1 || port > 65535,
        `port ${port} is not a port number`,
        'give 1 to 65535',
      ),
      ...fault(
        twice,
        `port "${name}" (${port}/${protocol}) is listed twice`,
        'give each listener a name and number of its own',
      ),
    ];
  });
}

// A Service's spec comes from the typed L1, which `Manifest` no longer knows. A single port needs no name.
const serviceSpec = (manifest: Manifest) =>
  manifest.spec as
    | { ports?: readonly { name?: string; port: number; protocol?: string }[] }
    | undefined;
