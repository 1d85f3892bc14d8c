import { stack } from '../house/house.js';
import { type Held, Recorded } from './recorded.js';

const isTrue = (...types: readonly string[]) =>
  types.map((type) => ({ type, status: 'True', reason: type }));

const node = (name: string): Held => ({
  kind: 'Node',
  metadata: { name, labels: { 'kubernetes.io/os': 'linux' } },
  spec: {},
  status: { allocatable: { cpu: '4', memory: '8Gi' }, conditions: isTrue('Ready') },
});

const secret = (name: string, ...keys: readonly string[]): Held => ({
  kind: 'Secret',
  metadata: { namespace: 'observability', name },
  data: Object.fromEntries(keys.map((key) => [key, 'hidden'])),
});

/** What a cluster needs before the example site is installed. */
const prerequisites = (): Held[] => [
  ...['default', 'kube-system'].map((name) => ({ kind: 'Namespace', metadata: { name } })),
  ...[node('node-1'), node('node-2')],
  {
    kind: 'StorageClass',
    metadata: {
      name: 'standard',
      annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
    },
  },
  { kind: 'PriorityClass', metadata: { name: 'system-node-critical' } },
  { kind: 'GatewayClass', metadata: { name: 'eg' }, status: { conditions: isTrue('Accepted') } },
  secret('alertmanager-heartbeat', 'url'),
  secret('alertmanager-slack', 'url'),
  secret('grafana-admin', 'password'),
  secret('grafana-example-com-tls', 'tls.crt', 'tls.key'),
];

/** The same with the namespaces that the Secrets lie in. */
export function ready(): Recorded {
  const written = stack();
  const namespaces = written.filter((o) => o.kind === 'Namespace');
  return new Recorded([...prerequisites(), ...structuredClone(namespaces)], written);
}

/** What controllers make of one object, in a state that is well. */
function grown(object: Held): Held[] {
  const { kind, metadata, spec } = object;
  const { namespace, name } = metadata;
  const of = { namespace, labels: spec?.template?.metadata.labels };
  if (['Deployment', 'DaemonSet', 'StatefulSet'].includes(kind)) {
    Object.assign(metadata, { generation: 1 });
    object.status = {
      observedGeneration: 1,
      ...{ availableReplicas: spec.replicas, updatedReplicas: spec.replicas },
      ...{ desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2 },
    };
    const claims = (spec.volumeClaimTemplates ?? []).map((template: Held) => ({
      kind: 'PersistentVolumeClaim',
      metadata: { namespace, name: `${template.metadata.name}-${name}-0` },
      status: { phase: 'Bound', capacity: template.spec.resources.requests },
    }));
    return [
      { kind: 'Pod', metadata: { ...of, name: `${name}-0` }, spec: {}, status: {} },
      ...claims,
    ];
  }
  if (kind === 'Service')
    return [
      {
        kind: 'EndpointSlice',
        metadata: { namespace, name, labels: { 'kubernetes.io/service-name': name } },
        endpoints: [{ conditions: { ready: true } }],
        ports: spec.ports,
      },
    ];
  if (kind === 'Gateway') object.status = { conditions: isTrue('Accepted', 'Programmed') };
  if (kind === 'HTTPRoute')
    object.status = { parents: [{ conditions: isTrue('Accepted', 'ResolvedRefs') }] };
  return [];
}

/** A cluster in which the stack runs. */
export function installed(): Recorded {
  const written = stack();
  const live: Held[] = structuredClone(written);
  const more = live.flatMap(grown);
  return new Recorded([...prerequisites(), ...live, ...more], written);
}
