import { refuse } from '../model/refusal.js';
import {
  type Checks,
  checkProps,
  didYouMean,
  integer,
  isFlag,
  isName,
  isNamespace,
  isPort,
  isText,
  listOf,
  oneOf,
  required,
} from './check.js';
import { areLabels, fields } from './check-nested.js';
import { isPeer } from './endpoint-checks.js';
import type { ClusterDns, CoreDnsPods, Platform, PlatformName } from './platform.js';

const kubeDns = { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } } as const;

/** What upstream's own tools (kubeadm) make, and what most others follow. */
const generic: Platform = {
  name: 'generic',
  policies: 'kubernetes',
  // Behind a load balancer, or the API server's own.
  apiServerPorts: [443, 6443],
  dns: { ...kubeDns, ports: [53] },
  controlPlane: [],
  coreDns: { ...kubeDns, port: 9153 },
  // kubeadm's kubelets sign their certificates themselves.
  kubelet: { verified: false, showsApiServer: false },
  hostPaths: 'all',
  hostNamespaces: true,
  users: 'fixed',
  securityContextConstraints: false,
  nodePriorityClass: 'system-node-critical',
  nodeExporterPort: 9100,
  brings: [],
};

const gke: Platform = {
  ...generic,
  name: 'gke',
  // Rules of ports alone hold under both of its dataplanes.
  policies: 'gke',
  nodePriorityClass: undefined,
  apiServerPorts: [443],
  // kube-dns or Cloud DNS behind a cache on each node; without the cache, Cloud DNS is 169.254.169.254.
  dns: { ...kubeDns, ports: [53], nodeLocal: '169.254.20.10' },
  coreDns: undefined,
  storageClass: 'standard-rwo',
  gateway: {
    className: 'gke-l7-global-external-managed',
    dataPlane: { kind: 'cidrs', cidrs: ['35.191.0.0/16', '130.211.0.0/22'] },
  },
  brings: ['metrics-server'],
};

/**
 * What each kind of cluster is when it is new; what people change, their site says.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping/ on kubelets' certificates
 * @see https://github.com/k3s-io/k3s/blob/master/pkg/server/handlers/handlers.go
 * @see https://github.com/siderolabs/talos/blob/main/internal/app/machined/pkg/controllers/k8s/control_plane_final.go
 * @see https://docs.digitalocean.com/products/kubernetes/how-to/use-gateway-api/
 * @see https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions-standard.html on gp2
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/nodelocal-dns-cache
 * @see https://learn.microsoft.com/azure/aks/certificate-rotation
 * @see https://github.com/openshift/enhancements/blob/master/dev-guide/host-port-registry.md
 */
const presets: Readonly<Record<PlatformName, Platform>> = {
  generic,
  kind: { ...generic, name: 'kind', apiServerPorts: [6443], storageClass: 'standard' },
  k3s: {
    ...generic,
    name: 'k3s',
    apiServerPorts: [6443],
    // Its servers sign for each node's name and addresses, with the authority that pods trust.
    kubelet: { verified: true, showsApiServer: true },
    storageClass: 'local-path',
    // The class is there once Traefik's Gateway API provider is switched on, by a HelmChartConfig.
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
  // KubePrism's 7445 is on the node's loopback: pods never connect to it.
  talos: { ...generic, name: 'talos', apiServerPorts: [6443] },
  doks: {
    ...generic,
    name: 'doks',
    policies: 'cilium',
    apiServerPorts: [443],
    kubelet: { verified: true, showsApiServer: false },
    storageClass: 'do-block-storage',
    // From 1.33 on, on clusters with VPC-native networking.
    gateway: { className: 'cilium', dataPlane: { kind: 'entity', entity: 'ingress' } },
  },
  eks: {
    ...generic,
    name: 'eks',
    apiServerPorts: [443],
    kubelet: { verified: true, showsApiServer: false },
    // The one class EKS makes, not the default one since 1.30; gp3 is for you to make.
    storageClass: 'gp2',
  },
  gke,
  'gke-autopilot': {
    ...gke,
    name: 'gke-autopilot',
    hostPaths: 'logs',
    hostNamespaces: false,
  },
  aks: {
    ...generic,
    name: 'aks',
    apiServerPorts: [443],
    // Node pools of 1.27 and later, on clusters with RBAC.
    kubelet: { verified: true, showsApiServer: false },
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
    // On every address of its nodes; etcd's ask for a client certificate.
    controlPlane: ['kube-scheduler', 'kube-controller-manager'],
    // Its metrics are behind a proxy that asks for a login.
    coreDns: undefined,
    users: 'assigned',
    securityContextConstraints: true,
    logReaderType: 'container_logreader_t',
    // 9100 is its own exporter's; 9101 is free since openshift-sdn went.
    nodeExporterPort: 9101,
    brings: ['metrics-server', 'kube-state-metrics', 'node-exporter'],
  },
};

/** What may differ from a preset. */
export type PlatformDifferences = Partial<Omit<Platform, 'name'>>;

const checks: Checks<PlatformDifferences> = {
  policies: oneOf('kubernetes', 'cilium', 'gke'),
  apiServerPorts: listOf(isPort),
  dns: fields<ClusterDns>({
    namespace: required(isNamespace),
    labels: required(areLabels),
    ports: required(listOf(isPort)),
    nodeLocal: isText,
  }),
  controlPlane: listOf(oneOf('kube-scheduler', 'kube-controller-manager', 'etcd', 'kube-proxy')),
  coreDns: fields<CoreDnsPods>({
    namespace: required(isNamespace),
    labels: required(areLabels),
    port: required(isPort),
  }),
  kubelet: fields<Platform['kubelet']>({
    verified: required(isFlag),
    showsApiServer: required(isFlag),
  }),
  hostPaths: oneOf('all', 'logs', 'none'),
  hostNamespaces: isFlag,
  users: oneOf('fixed', 'assigned'),
  securityContextConstraints: isFlag,
  logReaderType: isText,
  nodePriorityClass: isName,
  // Below it a process without capabilities cannot listen.
  nodeExporterPort: integer(1024, 65_535),
  storageClass: isName,
  gateway: fields<NonNullable<Platform['gateway']>>({
    className: required(isName),
    dataPlane: required(isPeer),
  }),
  brings: listOf(oneOf('metrics-server', 'kube-state-metrics', 'node-exporter')),
};

/**
 * The facts of a kind of cluster, with those that differ on yours put over them.
 *
 * @throws when the name is not one of the presets, or a difference is unknown or malformed
 * @example
 * platform('talos', { policies: 'cilium' })
 */
export function platform(name: PlatformName, differences: PlatformDifferences = {}): Platform {
  if (!Object.hasOwn(presets, name))
    refuse('platform', `"${name}" is not a known platform`, didYouMean(name, Object.keys(presets)));
  checkProps(`platform "${name}"`, differences, checks);
  return { ...presets[name], ...differences };
}
