import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../lib/core/index.js';
import { manifestFaults } from '../../lib/core/manifest-checks.js';

interface Differences {
  readonly kind?: string;
  readonly metadata?: Partial<Manifest['metadata']>;
  readonly [field: string]: unknown;
}
const manifest = ({ metadata, ...rest }: Differences): Manifest => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  ...rest,
  metadata: { name: 'a', namespace: 'observability', ...metadata },
});
const faults = (...objects: readonly Differences[]) =>
  manifestFaults(objects.map((o, i) => ({ path: `chart/${i}`, manifest: manifest(o) })));
const named = (kind: string, name: string): Differences => ({ kind, metadata: { name } });
const ports = (...list: readonly (readonly [string, number, string?])[]): Differences => ({
  kind: 'Service',
  spec: { ports: list.map(([name, port, protocol = 'TCP']) => ({ name, port, protocol })) },
});
/** As many characters as an object may have beside its own bones, for `kubectl apply` to take it. */
const bones =
  '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"observability","annotations":{}},"data":{"a":""}}\n';
const room = 262_144 - 'kubectl.kubernetes.io/last-applied-configuration'.length - bones.length;

const dns = 'start with a letter, then lower-case letters, digits and "-"';
const refusals: readonly (readonly [string, Differences, string])[] = [
  [
    'a StatefulSet whose pods could not carry its name',
    named('StatefulSet', 'a'.repeat(53)),
    `StatefulSet name "${'a'.repeat(53)}" has 53 characters; give at most 52`,
  ],
  [
    'a long Deployment',
    named('Deployment', 'a'.repeat(64)),
    `Deployment name "${'a'.repeat(64)}" has 64 characters; give at most 63`,
  ],
  [
    'a long Service',
    named('Service', 'a'.repeat(64)),
    `Service name "${'a'.repeat(64)}" has 64 characters; give at most 63`,
  ],
  [
    'a long ConfigMap',
    named('ConfigMap', 'a'.repeat(254)),
    `ConfigMap name "${'a'.repeat(254)}" has 254 characters; give at most 253`,
  ],
  [
    'a Service that begins with a digit',
    named('Service', '0loki'),
    `Service name "0loki" is not a DNS name; ${dns}`,
  ],
  [
    'capitals and underscores',
    named('ConfigMap', 'Grafana_Main'),
    `ConfigMap name "Grafana_Main" is not a DNS name; ${dns}`,
  ],
  [
    'a dot in a Deployment',
    named('Deployment', 'a.b'),
    `Deployment name "a.b" is not a DNS name; ${dns}`,
  ],
  ['two dots', named('ConfigMap', 'a..b'), `ConfigMap name "a..b" is not a DNS name; ${dns}`],
  ['a slash in a role', named('Role', 'a/b'), `Role name "a/b" is not a DNS name; ${dns}`],
  [
    'the default namespace',
    { metadata: { namespace: 'default' } },
    'namespace "default" is not for this stack; give it one of its own',
  ],
  [
    "Kubernetes' own namespace",
    { metadata: { namespace: 'kube-system' } },
    'namespace "kube-system" is not for this stack; give it one of its own',
  ],
  [
    'a namespace that is none',
    { metadata: { namespace: 'My.Space' } },
    'namespace "My.Space" is not a DNS label; give at most 63 lower-case letters, digits and "-"',
  ],
  [
    'a label key with two slashes',
    { metadata: { labels: { 'a/b/c': 'x' } } },
    'label key "a/b/c" is malformed; give [prefix/]name, the name of at most 63 characters',
  ],
  [
    'a long label key',
    { metadata: { labels: { [`a/${'b'.repeat(64)}`]: 'x' } } },
    `label key "a/${'b'.repeat(64)}" is malformed; give [prefix/]name, the name of at most 63 characters`,
  ],
  [
    'a label of words',
    { metadata: { labels: { app: 'my app' } } },
    'label app "my app" is not a label value; give at most 63 letters, digits, "-", "_" and "."',
  ],
  [
    'a long label',
    { metadata: { labels: { app: 'a'.repeat(64) } } },
    `label app "${'a'.repeat(64)}" is not a label value; give at most 63 letters, digits, "-", "_" and "."`,
  ],
  [
    'more than kubectl apply takes',
    { data: { a: 'x'.repeat(room + 1) } },
    'ConfigMap "a" has 262145 bytes; kubectl apply takes 262144: split it',
  ],
  [
    'a long port name',
    ports(['prometheus-http', 80], ['prometheus-https', 443]),
    'port name "prometheus-https" is not a port name; give at most 15 lower-case letters, digits and "-"',
  ],
  [
    'a port name in capitals',
    ports(['HTTP', 80]),
    'port name "HTTP" is not a port name; give at most 15 lower-case letters, digits and "-"',
  ],
  [
    'a port beyond all',
    ports(['http', 70_000]),
    'port 70000 is not a port number; give 1 to 65535',
  ],
  ['port zero', ports(['http', 0]), 'port 0 is not a port number; give 1 to 65535'],
  ['half a port', ports(['http', 80.5]), 'port 80.5 is not a port number; give 1 to 65535'],
  [
    'a port name twice',
    ports(['http', 80], ['http', 81]),
    'port "http" (81/TCP) is listed twice; give each listener a name and number of its own',
  ],
  [
    'a port number twice',
    ports(['http', 80], ['web', 80]),
    'port "web" (80/TCP) is listed twice; give each listener a name and number of its own',
  ],
];

const passing: readonly (readonly [string, Differences])[] = [
  ['a StatefulSet of 52 characters', named('StatefulSet', 'a'.repeat(52))],
  ['a DaemonSet of 63', named('DaemonSet', 'a'.repeat(63))],
  ['a ConfigMap of 253, with dots', named('ConfigMap', `a.${'b'.repeat(251)}`)],
  ['a ConfigMap that begins with a digit', named('ConfigMap', '0-loki')],
  ['a role with a colon', named('ClusterRole', 'system:Reader')],
  ['a Role in kube-system', { kind: 'Role', metadata: { namespace: 'kube-system' } }],
  ['a RoleBinding in default', { kind: 'RoleBinding', metadata: { namespace: 'default' } }],
  ['a namespace named much like it', { metadata: { namespace: 'default-2' } }],
  [
    'labels of all kinds',
    {
      metadata: {
        labels: { 'app.kubernetes.io/name': 'a_B-c.9', [`x/${'b'.repeat(63)}`]: '', A: 'b' },
      },
    },
  ],
  ['as much as kubectl apply takes', { data: { a: 'x'.repeat(room) } }],
  ['a port of 15 characters, and the last one', ports(['prometheus-http', 65_535])],
  ['one number over two transports', ports(['dns', 53], ['dns-udp', 53, 'UDP'])],
  ['a Service without ports', { kind: 'Service', spec: {} }],
  ['a Service of one port without a name', { kind: 'Service', spec: { ports: [{ port: 80 }] } }],
];

describe('an object', () => {
  it.each(refusals)('with %s is refused', (_, object, message) => {
    expect(faults(object)).toEqual([`chart/0: ${message}`]);
  });

  it.each(passing)('with %s passes', (_, object) => {
    expect(faults(object)).toEqual([]);
  });

  it('is measured as Go writes it, and with its own annotations', () => {
    const size = (object: Differences) =>
      Number(/has (\d+) bytes/.exec(faults(object)[0] ?? '')?.[1]);
    const plain = size({ data: { a: 'x'.repeat(room + 1) } });
    expect(size({ data: { a: '>'.repeat(room + 1) } })).toBe(plain + 5 * (room + 1));
    const annotations = { k: 'value' };
    const data = { a: 'x'.repeat(room + 1) };
    expect(size({ metadata: { annotations }, data })).toBe(plain + '"k":"value"'.length + 6);
  });
});

describe('an object that is there twice', () => {
  it('is refused with both places', () => {
    expect(faults(named('Service', 'a'), named('ConfigMap', 'a'), named('Service', 'a'))).toEqual([
      'chart/2: Service "a" is made by chart/0 as well; give one of the components another name',
    ]);
  });

  it('is so whatever the version of its API', () => {
    const version = (apiVersion: string) => ({ ...named('Ingress', 'a'), apiVersion });
    expect(faults(version('networking.k8s.io/v1'), version('networking.k8s.io/v1beta1'))).toEqual([
      'chart/1: Ingress "a" is made by chart/0 as well; give one of the components another name',
    ]);
  });

  it('passes in another namespace, or group', () => {
    const there: Differences = { metadata: { namespace: 'shop' } };
    const crd: Differences = { apiVersion: 'example.com/v1' };
    expect(faults({}, there, crd)).toEqual([]);
  });
});
