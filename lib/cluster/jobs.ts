import {
  type ControlPlanePart,
  Endpoint,
  kubeletJob,
  type Permission,
  type Platform,
  type ScrapeTarget,
} from '../core/index.js';
import { keep, setLabel } from '../model/relabel.js';
import { apiServerNoise, cadvisorNoise, kubeletNoise, onOneProcess } from './noise.js';

/** Every job there can be. Which there are, the platform says. */
export const clusterJobs = [
  kubeletJob,
  'cadvisor',
  'kubelet-probes',
  'apiserver',
  'coredns',
  'kube-scheduler',
  'kube-controller-manager',
  'etcd',
  'kube-proxy',
] as const;

/** A part of Kubernetes itself that is scraped, by the name of its job. */
export type ClusterJob = (typeof clusterJobs)[number];

const asServiceAccount = { auth: { kind: 'service-account' } } as const;

const metricsOfUrls: Permission = {
  urls: ['/metrics'],
  reason: 'scrapes the API server and what is like it',
};

/** The jobs of a kind of cluster. */
export function targetsOf(platform: Platform): readonly ScrapeTarget[] {
  return [
    ...kubeletTargets(platform),
    apiServer(platform),
    ...coreDns(platform),
    ...platform.controlPlane.map(controlPlane),
  ];
}

/** The three faces of a kubelet: itself, its containers, its probes. */
function kubeletTargets({ kubelet }: Platform): readonly ScrapeTarget[] {
  const endpoint = Endpoint.onNodes({ name: 'kubelet', port: 10250 });
  const common = {
    ...asServiceAccount,
    tls: kubelet.verified
      ? {}
      : { unverified: 'kubelets sign their certificates themselves, or not for their addresses' },
    permissions: [
      {
        apiGroup: '',
        resources: ['nodes/metrics'],
        verbs: ['get'],
        reason: 'scrapes the kubelets',
      },
    ],
    // They speak of pods, containers and volumes.
    honorLabels: true,
  } as const;
  const at = (path: string) => ({
    endpoints: [endpoint.at(path)],
    relabel: [setLabel('metrics_path', path)],
  });
  return [
    {
      job: kubeletJob,
      ...common,
      ...at('/metrics'),
      metricRelabel: [...(kubelet.showsApiServer ? onOneProcess.kubelet : []), ...kubeletNoise],
    },
    {
      job: 'cadvisor',
      ...common,
      ...at('/metrics/cadvisor'),
      timestamped: true,
      metricRelabel: cadvisorNoise,
    },
    { job: 'kubelet-probes', ...common, ...at('/metrics/probes') },
  ];
}

/** Found as every pod finds it. Its certificate names the Service, not always its own address. */
const apiServer = ({ apiServerPorts, kubelet }: Platform): ScrapeTarget => ({
  job: 'apiserver',
  ...asServiceAccount,
  endpoints: apiServerPorts.map((port) =>
    Endpoint.ofPeer({ kind: 'api-server' }, { name: 'https', port, path: '/metrics' }),
  ),
  discovery: {
    kind: 'endpoint-slices',
    namespaces: ['default'],
    service: 'kubernetes',
    port: 'https',
  },
  tls: { serverName: 'kubernetes.default.svc' },
  permissions: [metricsOfUrls],
  metricRelabel: [...(kubelet.showsApiServer ? onOneProcess.apiserver : []), ...apiServerNoise],
});

const coreDns = ({ coreDns: pods }: Platform): readonly ScrapeTarget[] =>
  pods
    ? [
        {
          job: 'coredns',
          endpoints: [Endpoint.ofPods({ ...pods, name: 'metrics', path: '/metrics' })],
        },
      ]
    : [];

/** Where each part listens, on the address of its node. */
const parts = {
  'kube-scheduler': { port: 10259, scheme: 'https' },
  'kube-controller-manager': { port: 10257, scheme: 'https' },
  etcd: { port: 2381, scheme: 'http' },
  'kube-proxy': { port: 10249, scheme: 'http' },
} as const satisfies Readonly<Record<ControlPlanePart, { port: number; scheme: string }>>;

/** Found by nodes, not by pods: not everywhere are these pods, and nowhere do their labels agree. */
function controlPlane(job: ControlPlanePart): ScrapeTarget {
  const { port, scheme } = parts[job];
  return {
    job,
    endpoints: [Endpoint.onNodes({ name: 'metrics', port, scheme, path: '/metrics' })],
    ...(scheme === 'https'
      ? {
          ...asServiceAccount,
          tls: { unverified: 'it signs its certificate itself, for localhost' },
          permissions: [metricsOfUrls],
        }
      : {}),
    relabel: job === 'kube-proxy' ? [] : [onControlPlane],
  };
}

const onControlPlane = keep({
  from: ['__meta_kubernetes_node_labelpresent_node_role_kubernetes_io_control_plane'],
  matches: 'true',
});
