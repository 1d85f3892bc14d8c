import { didYouMean } from './check.js';
import type { Platform, PlatformName } from './platform.js';
import { refuse } from './refusal.js';

const kubeDns = { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } } as const;
const hidden = {
  scheduler: false,
  controllerManager: false,
  etcd: false,
  kubeProxy: false,
} as const;
const visible = { scheduler: true, controllerManager: true, etcd: true, kubeProxy: true } as const;

const generic: Platform = {
  name: 'generic',
  policies: 'kubernetes',
  apiServerPorts: [443, 6443],
  dns: { ...kubeDns, ports: [53] },
  controlPlane: hidden,
  coreDns: { ...kubeDns, port: 9153 },
  kubelet: { verified: false, showsApiServer: false },
  hostPaths: 'all',
  hostNamespaces: true,
  users: 'fixed',
  securityContextConstraints: false,
  nodeExporterPort: 9100,
  brings: [],
};

const presets: Readonly<Record<PlatformName, Platform>> = {
  generic,
  kind: {
    ...generic,
    name: 'kind',
    apiServerPorts: [6443],
    controlPlane: visible,
    storageClass: 'standard',
  },
  k3s: {
    ...generic,
    name: 'k3s',
    apiServerPorts: [6443],
    kubelet: { verified: false, showsApiServer: true },
    storageClass: 'local-path',
    gateway: {
      className: 'traefik',
      dataPlane: {
        kind: 'pods',
        namespace: 'kube-system',
        labels: { 'app.kubernetes.io/name': 'traefik' },
      },
    },
    brings: ['metrics-server'],
  },
  talos: { ...generic, name: 'talos', apiServerPorts: [6443, 7445] },
  doks: {
    ...generic,
    name: 'doks',
    policies: 'cilium',
    apiServerPorts: [443],
    storageClass: 'do-block-storage',
  },
  eks: { ...generic, name: 'eks', apiServerPorts: [443], storageClass: 'gp3' },
  gke: {
    ...generic,
    name: 'gke',
    apiServerPorts: [443],
    dns: { ...kubeDns, ports: [53], nodeLocal: '169.254.20.10' },
    coreDns: undefined,
    storageClass: 'standard-rwo',
    gateway: {
      className: 'gke-l7-global-external-managed',
      dataPlane: { kind: 'cidrs', cidrs: ['35.191.0.0/16', '130.211.0.0/22'] },
    },
    brings: ['metrics-server'],
  },
  'gke-autopilot': {
    ...generic,
    name: 'gke-autopilot',
    apiServerPorts: [443],
    dns: { ...kubeDns, ports: [53], nodeLocal: '169.254.20.10' },
    coreDns: undefined,
    hostPaths: 'logs',
    hostNamespaces: false,
    storageClass: 'standard-rwo',
    gateway: {
      className: 'gke-l7-global-external-managed',
      dataPlane: { kind: 'cidrs', cidrs: ['35.191.0.0/16', '130.211.0.0/22'] },
    },
    brings: ['metrics-server'],
  },
  aks: {
    ...generic,
    name: 'aks',
    apiServerPorts: [443],
    storageClass: 'managed-csi',
    brings: ['metrics-server'],
  },
  openshift: {
    ...generic,
    name: 'openshift',
    apiServerPorts: [6443],
    dns: {
      namespace: 'openshift-dns',
      labels: { 'dns.operator.openshift.io/daemonset-dns': 'default' },
      ports: [5353],
    },
    coreDns: undefined,
    users: 'assigned',
    securityContextConstraints: true,
    logReaderType: 'container_logreader_t',
    nodeExporterPort: 9101,
    brings: ['metrics-server', 'kube-state-metrics', 'node-exporter'],
  },
};

/**
 * The facts of a kind of cluster, with those that differ on yours put over them.
 *
 * @throws when the name is not one of the presets
 * @example
 * platform('talos', { policies: 'cilium' })
 */
export function platform(name: PlatformName, differences: Partial<Platform> = {}): Platform {
  if (!Object.hasOwn(presets, name))
    refuse('platform', `"${name}" is not a known platform`, didYouMean(name, Object.keys(presets)));
  return { ...presets[name], ...differences, name };
}
