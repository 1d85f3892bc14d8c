import type { Permission } from '../core/index.js';

/** Where the objects of a collector are found in the Kubernetes API. */
interface Source {
  readonly apiGroup: string;
  /** They belong to the cluster, not to a namespace: Roles cannot grant them. */
  readonly clusterWide?: true;
}

const core = { apiGroup: '' } as const;
const apps = { apiGroup: 'apps' } as const;
const batch = { apiGroup: 'batch' } as const;
const networking = { apiGroup: 'networking.k8s.io' } as const;
const rbac = { apiGroup: 'rbac.authorization.k8s.io' } as const;
const storage = { apiGroup: 'storage.k8s.io', clusterWide: true } as const;
const admission = { apiGroup: 'admissionregistration.k8s.io', clusterWide: true } as const;

/**
 * Every collector, named as the resource that it lists and watches.
 *
 * @see https://github.com/kubernetes/kube-state-metrics/blob/v2.20.0/internal/store/builder.go
 */
const sources = {
  certificatesigningrequests: { apiGroup: 'certificates.k8s.io', clusterWide: true },
  clusterrolebindings: { ...rbac, clusterWide: true },
  clusterroles: { ...rbac, clusterWide: true },
  configmaps: core,
  cronjobs: batch,
  daemonsets: apps,
  deployments: apps,
  endpoints: core,
  endpointslices: { apiGroup: 'discovery.k8s.io' },
  horizontalpodautoscalers: { apiGroup: 'autoscaling' },
  ingressclasses: { ...networking, clusterWide: true },
  ingresses: networking,
  jobs: batch,
  leases: { apiGroup: 'coordination.k8s.io' },
  limitranges: core,
  mutatingadmissionpolicies: admission,
  mutatingadmissionpolicybindings: admission,
  mutatingwebhookconfigurations: admission,
  namespaces: { ...core, clusterWide: true },
  networkpolicies: networking,
  nodes: { ...core, clusterWide: true },
  persistentvolumeclaims: core,
  persistentvolumes: { ...core, clusterWide: true },
  poddisruptionbudgets: { apiGroup: 'policy' },
  pods: core,
  replicasets: apps,
  replicationcontrollers: core,
  resourcequotas: core,
  rolebindings: rbac,
  roles: rbac,
  secrets: core,
  serviceaccounts: core,
  services: core,
  statefulsets: apps,
  storageclasses: storage,
  validatingadmissionpolicies: admission,
  validatingadmissionpolicybindings: admission,
  validatingwebhookconfigurations: admission,
  volumeattachments: storage,
} as const satisfies Readonly<Record<string, Source>>;

/** One kind of object that kube-state-metrics can show, in Kubernetes' plural: `pods`. */
export type Collector = keyof typeof sources;

/** Every collector there is, those that are off by default too. */
// The keys are what the type is made of; Object.keys knows only text.
export const allCollectors = Object.keys(sources) as readonly Collector[];

const source = (collector: Collector): Source => sources[collector];

/** Whether its objects belong to the cluster, not to a namespace. */
export const isClusterWide = (collector: Collector): boolean =>
  source(collector).clusterWide === true;

/**
 * What is shown unless told otherwise: what runs, what it runs on and what bounds it. Never Secrets and
 * ConfigMaps; nor what only some clusters serve, of which every try to list would count as an error.
 */
export const defaultCollectors: readonly Collector[] = [
  'cronjobs',
  'daemonsets',
  'deployments',
  'horizontalpodautoscalers',
  'ingresses',
  'jobs',
  'limitranges',
  'namespaces',
  'nodes',
  'persistentvolumeclaims',
  'persistentvolumes',
  'poddisruptionbudgets',
  'pods',
  'replicasets',
  'replicationcontrollers',
  'resourcequotas',
  'services',
  'statefulsets',
  'storageclasses',
];

/** Exactly what a collector asks of the Kubernetes API. */
export const permissionOf = (collector: Collector): Permission => ({
  apiGroup: source(collector).apiGroup,
  resources: [collector],
  verbs: ['list', 'watch'],
  reason: 'shows the state of objects',
});
