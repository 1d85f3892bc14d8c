import { describe, expect, it } from 'vitest';
import { Cluster } from '../../lib/cluster/index.js';
import { type Platform, type PlatformName, platform } from '../../lib/core/index.js';
import { testChart } from '../support.js';
import { byName, stack } from './platform-parts.js';

describe('what can be scraped', () => {
  const jobs = (name: PlatformName) =>
    new Cluster(testChart({ platform: platform(name) }), 'cluster').scrapeTargets;

  const verified: readonly (readonly [PlatformName, boolean])[] = [
    ['generic', false],
    ['kind', false],
    ['k3s', true],
    ['talos', false],
    ['doks', true],
    ['eks', true],
    ['gke', false],
    ['gke-autopilot', false],
    ['aks', true],
    ['openshift', false],
  ];
  it.each(verified)('the certificate of a kubelet on %s can be verified: %s', (name, can) => {
    const tls = jobs(name).find(({ job }) => job === 'kubelet')?.tls;
    expect(tls?.unverified === undefined).toBe(can);
  });

  it('CoreDNS where it runs and is not hidden', () => {
    const without: readonly PlatformName[] = ['gke', 'gke-autopilot', 'openshift'];
    for (const [name] of verified)
      expect([name, jobs(name).some(({ job }) => job === 'coredns')]).toEqual([
        name,
        !without.includes(name),
      ]);
  });

  it('the control plane on OpenShift alone: elsewhere it is hidden, or listens on localhost', () => {
    const parts = (name: PlatformName) => platform(name).controlPlane;
    for (const [name] of verified.slice(0, -1)) expect([name, parts(name)]).toEqual([name, []]);
    expect(parts('openshift')).toEqual(['kube-scheduler', 'kube-controller-manager']);
  });

  it('on k3s the metrics of the API server at its own port only', () => {
    const steps = (name: PlatformName) =>
      jobs(name).find(({ job }) => job === 'kubelet')?.metricRelabel?.length ?? 0;
    expect(steps('k3s')).toBe(steps('generic') + 2);
  });
});

describe('the gateway that a platform brings', () => {
  const gateways: readonly (readonly [PlatformName, Platform['gateway']])[] = [
    ['generic', undefined],
    ['kind', undefined],
    [
      'k3s',
      {
        className: 'traefik',
        dataPlane: {
          kind: 'pods',
          namespace: 'kube-system',
          labels: { 'app.kubernetes.io/name': 'traefik' },
        },
      },
    ],
    ['talos', undefined],
    ['doks', { className: 'cilium', dataPlane: { kind: 'entity', entity: 'ingress' } }],
    ['eks', undefined],
    [
      'gke',
      {
        className: 'gke-l7-global-external-managed',
        dataPlane: { kind: 'cidrs', cidrs: ['35.191.0.0/16', '130.211.0.0/22'] },
      },
    ],
    ['gke-autopilot', platform('gke').gateway],
    ['aks', undefined],
    ['openshift', undefined],
  ];
  it.each(gateways)('%s', (name, gateway) => {
    expect(platform(name).gateway).toEqual(gateway);
  });
});

describe('a site puts its own facts over a preset', () => {
  it('such as Cilium on Talos', () => {
    const chart = stack('talos', { policies: 'cilium' });
    expect(byName(chart).has('CiliumNetworkPolicy loki')).toBe(true);
    expect(platform('talos', { policies: 'cilium' })).toMatchObject({
      name: 'talos',
      policies: 'cilium',
      apiServerPorts: [6443],
    });
  });

  it('such as parts of the control plane that it has opened', () => {
    const on = platform('kind', { controlPlane: ['kube-scheduler'] });
    const { scrapeTargets } = new Cluster(testChart({ platform: on }), 'cluster');
    expect(scrapeTargets.map(({ job }) => job)).toContain('kube-scheduler');
  });

  it('or takes one away', () => {
    expect(platform('k3s', { gateway: undefined }).gateway).toBe(undefined);
    expect(platform('generic', { coreDns: undefined }).coreDns).toBe(undefined);
    expect(platform('gke', {})).toEqual(platform('gke'));
  });

  const refusals: readonly (readonly [string, string, string, string])[] = [
    [
      'a platform nobody knows',
      'k8s',
      '{}',
      'platform: "k8s" is not a known platform; did you mean "k3s"?',
    ],
    [
      'a fact nobody asks for',
      'talos',
      '{ "polices": "cilium" }',
      'platform "talos": "polices" is not a known property; did you mean "policies"?',
    ],
    [
      'another name, which is what the preset is for',
      'talos',
      '{ "name": "kind" }',
      'platform "talos": "name" is not a known property; known: apiServerPorts, brings, controlPlane, coreDns, dns, gateway, hostNamespaces, hostPaths, kubelet, logReaderType, nodeExporterPort, nodePriorityClass, policies, securityContextConstraints, storageClass, users',
    ],
    [
      'a dialect of policies that there is not',
      'eks',
      '{ "policies": "calico" }',
      'platform "eks": policies "calico" is not one of the choices; choices: kubernetes, cilium, gke',
    ],
    [
      'a part of the control plane under a wrong name',
      'kind',
      '{ "controlPlane": ["scheduler"] }',
      'platform "kind": controlPlane ["scheduler"] has "scheduler", which is not one of the choices; choices: kube-scheduler, kube-controller-manager, etcd, kube-proxy',
    ],
    [
      'a port that needs a capability',
      'generic',
      '{ "nodeExporterPort": 80 }',
      'platform "generic": nodeExporterPort 80 is not a whole number in range; give 1024 to 65535',
    ],
  ];
  it.each(refusals)('and is refused %s', (_, name, facts, message) => {
    // As a site file without types would.
    expect(() => platform(name as PlatformName, JSON.parse(facts))).toThrow(new Error(message));
  });
});
