import { Duration } from 'cdk8s';
import {
  Endpoint,
  type IAlertsDestination,
  type IMetricsDestination,
  type IScrapeTarget,
  SecretRef,
  scrapeDns,
  scrapeListed,
  scrapePods,
  scrapeUrls,
} from '../lib/core/index.js';
import { drop, setLabel } from '../lib/model/relabel.js';
import { Prometheus } from '../lib/prometheus/index.js';
import { testChart } from './support.js';

export const alertmanager: IAlertsDestination = {
  alertsEndpoint: ['b', 'a'].map((host) => Endpoint.fromUrl(`http://${host}.example.com:9093`)),
};
export const tenantsAlertmanager: IAlertsDestination = {
  alertsEndpoint: [
    Endpoint.fromUrl('https://mimir.example.com/alertmanager', {
      tenant: 'shop',
      credentials: { kind: 'bearer', token: new SecretRef('mimir', 'token') },
      ca: new SecretRef('mimir', 'ca.crt'),
    }),
  ],
};
export const store: IMetricsDestination = Prometheus.fromUrl('https://metrics.example.com', {
  tenant: 'shop',
  credentials: {
    kind: 'basic',
    username: new SecretRef('store', 'user'),
    password: new SecretRef('store', 'password'),
  },
});

export const kubelet: IScrapeTarget = {
  scrapeTargets: [
    {
      job: 'kubelet',
      endpoints: [Endpoint.onNodes({ name: 'kubelet', port: 10250, path: '/metrics' })],
      auth: { kind: 'service-account' },
      tls: { unverified: 'the kubelet signs its own certificate' },
      permissions: [
        {
          apiGroup: '',
          resources: ['nodes/metrics'],
          verbs: ['get'],
          reason: 'reads metrics of kubelets',
        },
      ],
      timestamped: true,
      metricRelabel: [drop({ from: ['__name__'], matches: 'apiserver_.*' })],
    },
  ],
};
export const apiserver: IScrapeTarget = {
  scrapeTargets: [
    {
      job: 'apiserver',
      endpoints: [
        Endpoint.ofPeer({ kind: 'api-server' }, { name: 'https', port: 443, path: '/metrics' }),
      ],
      discovery: {
        kind: 'endpoint-slices',
        namespaces: ['default'],
        service: 'kubernetes',
        port: 'https',
      },
      auth: { kind: 'service-account' },
      tls: { serverName: 'kubernetes' },
    },
  ],
};
export const shop = scrapePods({
  job: 'shop',
  namespace: 'shop',
  labels: { 'app.kubernetes.io/name': 'shop', tier: 'web.front' },
  port: 8080,
  path: '/internal/metrics',
  interval: Duration.seconds(15),
  timeout: Duration.seconds(5),
  honorLabels: true,
  sampleLimit: 5000,
  relabel: [setLabel('team', 'checkout')],
});
export const basic = {
  username: new SecretRef('databases', 'user'),
  password: new SecretRef('databases', 'password'),
};
export const databases = scrapeUrls({
  job: 'databases',
  urls: ['https://db-b.example.com:9187/metrics', 'https://db-a.example.com:9187/metrics'],
  labels: { tier: 'data' },
  auth: { ...basic, kind: 'basic' },
  tls: {
    ca: new SecretRef('databases', 'ca.crt'),
    certificate: {
      cert: new SecretRef('databases', 'tls.crt'),
      key: new SecretRef('databases', 'tls.key'),
    },
  },
});
export const routers = scrapeDns({
  job: 'routers',
  names: ['routers.example.com'],
  port: 9100,
  refresh: Duration.minutes(2),
  auth: { kind: 'bearer', token: new SecretRef('routers', 'token') },
});
export const listed = scrapeListed({
  job: 'machines',
  url: 'https://inventory.example.com/targets',
  refresh: Duration.minutes(5),
  endpoints: [
    Endpoint.ofPeer(
      { kind: 'cidrs', cidrs: ['192.0.2.0/24'] },
      { name: 'node', port: 9100, scheme: 'http', path: '/metrics' },
    ),
  ],
  auth: {
    kind: 'oauth2',
    clientId: 'prometheus',
    clientSecret: new SecretRef('machines', 'secret'),
    tokenUrl: 'https://login.example.com/token',
    scopes: ['metrics'],
  },
});

/** A Prometheus that does not scrape itself, so that only what the test scrapes shows. */
export function scraping(...sources: readonly IScrapeTarget[]) {
  const chart = testChart();
  const prometheus = new Prometheus(chart, 'prometheus', { scrapeItself: false });
  for (const source of sources) prometheus.scrape(source);
  return { chart, prometheus };
}
