import { Alloy, type AlloyProps, type PodLogsOptions } from '../lib/alloy/index.js';
import {
  type Chart,
  Endpoint,
  type ILogsDestination,
  type IMetricsDestination,
  SecretRef,
} from '../lib/core/index.js';
import { fileOf, objectOf, testChart } from './support.js';

const logsAt = (url: string, access = {}): ILogsDestination => ({
  logsEndpoint: Endpoint.fromUrl(`${url}/loki/api/v1/push`, access),
});

/** A Loki in the cluster. */
export const loki = logsAt('http://loki.observability.svc:3100');

/** One outside, which asks who calls. */
export const shop = logsAt('https://logs.example.com', {
  tenant: 'shop',
  credentials: {
    kind: 'basic',
    username: new SecretRef('shop-logs', 'user'),
    password: new SecretRef('shop-logs', 'password'),
  },
  ca: new SecretRef('shop-logs', 'ca.crt'),
});

/** Two replicas of a Prometheus outside. */
export const pair: IMetricsDestination = {
  remoteWriteEndpoints: ['1', '0'].map((i) =>
    Endpoint.fromUrl(`https://prometheus-${i}.example.com/api/v1/write`, {
      tenant: 'shop',
      credentials: { kind: 'bearer', token: new SecretRef('metrics', 'token') },
    }),
  ),
};

export const onNodes = (chart = testChart(), props: Partial<AlloyProps> = {}) =>
  new Alloy(chart, 'alloy', { runsOn: 'every-node', ...props });
export const inCluster = (chart = testChart(), props: Partial<AlloyProps> = {}) =>
  new Alloy(chart, 'alloy', { runsOn: 'cluster', ...props });

export const configOf = (chart: Chart) => fileOf(chart, 'alloy-config', 'config.alloy');
export const podOf = (chart: Chart) => objectOf(chart, 'DaemonSet', 'alloy').spec.template.spec;

/** A chart with an Alloy on every node that collects pod logs. */
export function collecting(options: PodLogsOptions = {}, chart = testChart()): Chart {
  const alloy = onNodes(chart);
  alloy.collectPodLogs(options);
  alloy.sendLogsTo(loki);
  return chart;
}

/** A chart with an Alloy on every node that scrapes itself. */
export function scraping(chart = testChart()): Chart {
  const alloy = onNodes(chart);
  alloy.scrape(alloy);
  alloy.sendMetricsTo(pair);
  return chart;
}
