import { Cluster } from '../../lib/cluster/index.js';
import {
  type Chart,
  Endpoint,
  type IScrapeTarget,
  type Manifest,
  type PlatformDifferences,
  type PlatformName,
  platform,
} from '../../lib/core/index.js';
import { KubeStateMetrics } from '../../lib/kube-state-metrics/index.js';
import { Loki } from '../../lib/loki/index.js';
import { NodeExporter } from '../../lib/node-exporter/index.js';
import { objectsOf, testChart } from '../support.js';

/**
 * A small app: Kubernetes itself, the exporters that the platform has not, and a Loki that stands in for a
 * scraper: it reaches all of them, and calls one address by name.
 */
export function stack(name: PlatformName, differences: PlatformDifferences = {}): Chart {
  const on = platform(name, differences);
  const chart = testChart({ platform: on });
  const loki = new Loki(chart, 'loki');
  loki.sendAlertsTo({ alertsEndpoint: [Endpoint.fromUrl('https://alerts.example.com:9093')] });
  const sources: readonly IScrapeTarget[] = [
    new Cluster(chart, 'cluster'),
    ...(on.hostNamespaces && !on.brings.includes('node-exporter')
      ? [new NodeExporter(chart, 'node-exporter')]
      : []),
    ...(on.brings.includes('kube-state-metrics')
      ? []
      : [new KubeStateMetrics(chart, 'kube-state-metrics')]),
  ];
  for (const { endpoints } of sources.flatMap((source) => source.scrapeTargets))
    for (const endpoint of endpoints) loki.workloads[0]?.reach(endpoint, 'scrapes');
  return chart;
}

/** Every object of an app, by `Kind name`. */
export const byName = (chart: Chart): ReadonlyMap<string, Manifest> =>
  new Map(objectsOf(chart).map((o) => [`${o.kind} ${o.metadata.name}`, o]));
