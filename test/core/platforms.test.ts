import { describe, expect, it } from 'vitest';
import { Cluster } from '../../lib/cluster/index.js';
import { type PlatformName, platform } from '../../lib/core/index.js';
import { objectOf, testChart } from '../support.js';
import { byName, stack } from './platform-parts.js';

/** Objects that are not as on a generic cluster: `+` there only here, `-` only there, `~` changed. */
function differences(name: PlatformName): readonly string[] {
  const generic = byName(stack('generic'));
  const here = byName(stack(name));
  const same = (id: string) => JSON.stringify(generic.get(id)) === JSON.stringify(here.get(id));
  return [...new Set([...generic.keys(), ...here.keys()])]
    .filter((id) => !same(id))
    .map((id) => `${!generic.has(id) ? '+' : !here.has(id) ? '-' : '~'} ${id}`)
    .sort();
}

interface WrittenRule {
  readonly to?: readonly object[];
  readonly ports: readonly { readonly port: number; readonly protocol: string }[];
}
const egressOf = (name: PlatformName): readonly WrittenRule[] =>
  objectOf(stack(name), 'NetworkPolicy', 'loki').spec.egress;
/** Ports of the rules that let out on a port, for finding the rule about something. */
const rulesAt = (name: PlatformName, port: number) =>
  egressOf(name).filter((rule) => rule.ports.some((p) => p.port === port));

const noExporter = [
  '- DaemonSet node-exporter',
  '- Service node-exporter',
  '- ServiceAccount node-exporter',
];

describe('each platform writes other objects than a generic cluster', () => {
  const expected: readonly (readonly [PlatformName, string, readonly string[]])[] = [
    ['generic', 'nothing differs', []],
    [
      'kind',
      'the API server is on 6443 alone, and volumes are of the class it makes',
      ['~ NetworkPolicy kube-state-metrics', '~ NetworkPolicy loki', '~ StatefulSet loki'],
    ],
    [
      'k3s',
      'the same, its class is another',
      ['~ NetworkPolicy kube-state-metrics', '~ NetworkPolicy loki', '~ StatefulSet loki'],
    ],
    [
      'talos',
      'the API server is on 6443 alone; it makes no class of storage',
      ['~ NetworkPolicy kube-state-metrics', '~ NetworkPolicy loki'],
    ],
    [
      'doks',
      'Cilium finds nodes and API server by its own names only',
      [
        '+ CiliumNetworkPolicy kube-state-metrics',
        '+ CiliumNetworkPolicy loki',
        '~ NetworkPolicy kube-state-metrics',
        '~ NetworkPolicy loki',
        '~ StatefulSet loki',
      ],
    ],
    [
      'eks',
      'the API server is on 443 alone, and volumes are of its class',
      ['~ NetworkPolicy kube-state-metrics', '~ NetworkPolicy loki', '~ StatefulSet loki'],
    ],
    [
      'gke',
      'no CoreDNS, a cache of names on each node, nodes that no peer can name, no critical class for agents',
      [
        '~ DaemonSet node-exporter',
        '~ NetworkPolicy kube-state-metrics',
        '~ NetworkPolicy loki',
        '~ StatefulSet loki',
      ],
    ],
    [
      'gke-autopilot',
      'besides, no pod may see its node',
      [
        ...noExporter,
        '~ NetworkPolicy kube-state-metrics',
        '~ NetworkPolicy loki',
        '~ StatefulSet loki',
      ],
    ],
    [
      'aks',
      'the API server is on 443 alone, and volumes are of its class',
      ['~ NetworkPolicy kube-state-metrics', '~ NetworkPolicy loki', '~ StatefulSet loki'],
    ],
    [
      'openshift',
      'it brings both exporters, picks user ids, and its DNS is elsewhere',
      [
        '- ClusterRole observability-kube-state-metrics',
        '- ClusterRoleBinding observability-kube-state-metrics',
        ...noExporter.slice(0, 1),
        '- Deployment kube-state-metrics',
        '- NetworkPolicy kube-state-metrics',
        '- Service kube-state-metrics',
        ...noExporter.slice(1, 2),
        '- ServiceAccount kube-state-metrics',
        ...noExporter.slice(2),
        '~ NetworkPolicy loki',
        '~ StatefulSet loki',
      ],
    ],
  ];
  it.each(expected)('%s: %s', (name, _, objects) => {
    expect(differences(name)).toEqual([...objects].sort());
  });
});

describe('what differs in them', () => {
  const classes: readonly (readonly [PlatformName, string | undefined])[] = [
    ['generic', undefined],
    ['kind', 'standard'],
    ['k3s', 'local-path'],
    ['talos', undefined],
    ['doks', 'do-block-storage'],
    ['eks', 'gp2'],
    ['gke', 'standard-rwo'],
    ['gke-autopilot', 'standard-rwo'],
    ['aks', 'managed-csi'],
    ['openshift', undefined],
  ];
  it.each(classes)('volumes on %s are of class %s', (name, storageClass) => {
    const [claim] = objectOf(stack(name), 'StatefulSet', 'loki').spec.volumeClaimTemplates;
    expect(claim.spec.storageClassName).toBe(storageClass);
  });

  const apiPorts: readonly (readonly [PlatformName, readonly number[]])[] = [
    ['generic', [443, 6443]],
    ['kind', [6443]],
    ['k3s', [6443]],
    ['talos', [6443]],
    ['doks', [443]],
    ['eks', [443]],
    ['gke', [443]],
    ['gke-autopilot', [443]],
    ['aks', [443]],
    ['openshift', [6443]],
  ];
  it.each(apiPorts)('the API server on %s is reached at %j', (name, ports) => {
    const target = new Cluster(testChart({ platform: platform(name) }), 'cluster').scrapeTargets;
    const endpoints = target.find(({ job }) => job === 'apiserver')?.endpoints ?? [];
    expect(endpoints.map((e) => e.port)).toEqual(ports);
    // Under Cilium its own policy names the API server; the other would have to open every address.
    for (const port of ports) expect(rulesAt(name, port).length > 0).toBe(name !== 'doks');
  });

  it('nodes are addresses, entities of Cilium, or on GKE anyone at the port of the kubelet', () => {
    expect(rulesAt('generic', 10250)[0]?.to).toHaveLength(2);
    const { egress } = objectOf(stack('doks'), 'CiliumNetworkPolicy', 'loki').spec;
    const tcp = (...ports: readonly string[]) => [
      { ports: ports.map((port) => ({ port, protocol: 'TCP' })) },
    ];
    expect(egress).toEqual([
      { toEntities: ['host', 'remote-node'], toPorts: tcp('9100', '10250') },
      { toEntities: ['kube-apiserver', 'host', 'remote-node'], toPorts: tcp('443') },
    ]);
    expect(rulesAt('gke', 10250)).toEqual([
      {
        ports: [
          { port: 9100, protocol: 'TCP' },
          { port: 10250, protocol: 'TCP' },
        ],
      },
    ]);
    expect(rulesAt('gke-autopilot', 10250)).toEqual([
      { ports: [{ port: 10250, protocol: 'TCP' }] },
    ]);
  });

  it('only on GKE is a rule without peers, and only the one about nodes', () => {
    const names: readonly PlatformName[] = [
      'generic',
      'kind',
      'k3s',
      'talos',
      'doks',
      'eks',
      'aks',
    ];
    for (const name of names) expect(egressOf(name).filter(({ to }) => !to)).toEqual([]);
    expect(egressOf('gke').filter(({ to }) => !to)).toHaveLength(1);
  });

  it('names are asked of the pods of DNS, on GKE of a cache on the node first', () => {
    expect(rulesAt('generic', 53)).toHaveLength(1);
    expect(rulesAt('gke', 53).map(({ to }) => to)).toContainEqual([
      { ipBlock: { cidr: '169.254.20.10/32' } },
    ]);
  });

  it('on OpenShift of pods that listen on 5353, which is where a policy is judged', () => {
    expect(rulesAt('openshift', 53)).toEqual([]);
    expect(rulesAt('openshift', 5353)).toEqual([
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'openshift-dns' } },
            podSelector: {
              matchLabels: { 'dns.operator.openshift.io/daemonset-dns': 'default' },
            },
          },
        ],
        ports: [
          { port: 5353, protocol: 'TCP' },
          { port: 5353, protocol: 'UDP' },
        ],
      },
    ]);
  });

  it('on OpenShift no user id is written: it picks one from a range of the namespace', () => {
    const { securityContext } = objectOf(stack('openshift'), 'StatefulSet', 'loki').spec.template
      .spec;
    expect(securityContext).not.toHaveProperty('runAsUser');
    expect(securityContext).not.toHaveProperty('fsGroup');
    expect(securityContext.runAsNonRoot).toBe(true);
  });
});
