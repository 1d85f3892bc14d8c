import { Duration } from 'cdk8s';
import {
  type AnonymousLogin,
  type IngressProps,
  platform,
  podMetric,
  SecretRef,
  type ServiceOptions,
  type SiteProps,
} from '../../lib/index.js';

/** The cluster: no metrics-server of its own, volumes on the disks of its nodes. */
export const site: SiteProps = {
  cluster: 'severed-blog',
  platform: platform('generic'),
  namespace: 'monitoring',
  nodeNamespace: 'monitoring-node',
  storageClass: 'openebs-hostpath',
};

/** What is scaled lives apart from what watches it. */
export const blogNamespace = 'severed-blog';

/** Whose logs are kept. */
export const logged = [blogNamespace, 'monitoring', 'monitoring-node'];

/** How often everything is scraped, whoever does it. */
export const every = Duration.seconds(15);

/** Requests a second of each pod of the blog: what it is scaled by. */
export const requests = podMetric({
  name: 'nginx_http_requests_total',
  series: 'nginx_http_requests_total',
  as: 'rate',
});

/** The same, as a dashboard draws it. */
export const driver = { title: 'Requests a second', unit: 'reqps', metric: requests } as const;

/** Why nobody is woken. */
export const noAlertmanager =
  'no Alertmanager: whoever runs this looks at Grafana, where the alerts are listed, and is not on call';

const secret = (key: string) => new SecretRef('grafana-secrets', key);

/** Who looks at Grafana without a name, and who changes things. */
export const viewers: Omit<AnonymousLogin, 'kind' | 'datasources'> = {
  reason: 'only the network at home reaches it, and whoever is there may read metrics and logs',
  admin: { user: secret('admin-user'), password: secret('admin-password') },
};

/** The way to Grafana that needs no name: the address of the load balancer, from the network at home. */
export const fromHome: ServiceOptions = { type: 'LoadBalancer', sourceRanges: ['192.168.0.0/16'] };

/** The way to what has a name: Traefik, as its Helm chart installs it. */
export const traefik: IngressProps = {
  className: 'traefik',
  dataPlane: {
    kind: 'pods',
    namespace: 'traefik',
    labels: { 'app.kubernetes.io/name': 'traefik' },
  },
  certificates: {
    kind: 'none',
    reason: 'names below localhost never leave the machine, and no authority signs them',
  },
  annotations: { 'traefik.ingress.kubernetes.io/router.entrypoints': 'web' },
};
