import type { Construct } from 'constructs';
import { Alertmanager } from '../lib/alertmanager/index.js';
import { Alloy } from '../lib/alloy/index.js';
import { BlackboxExporter } from '../lib/blackbox-exporter/index.js';
import { Cluster } from '../lib/cluster/index.js';
import {
  Chart,
  type IDashboardSource,
  type IHttpBackend,
  type IRuleSource,
  type IScrapeTarget,
  namespaces,
} from '../lib/core/index.js';
import { Gateway } from '../lib/gateway/index.js';
import { Grafana } from '../lib/grafana/index.js';
import { Ingress } from '../lib/ingress/index.js';
import { KubeStateMetrics } from '../lib/kube-state-metrics/index.js';
import { Loki } from '../lib/loki/index.js';
import { NodeExporter } from '../lib/node-exporter/index.js';
import { Prometheus } from '../lib/prometheus/index.js';
import { type StackFacts, type StackSite, stackSite } from './site.js';

export { type StackFacts, type StackSite, stackSite } from './site.js';

/**
 * A whole observability stack: metrics, logs, alerts and dashboards of one cluster.
 *
 * @example
 * const app = new App();
 * observability(app, {
 *   cluster: 'prod-1',
 *   alerts: { receiver: slack({ … }), routes: [heartbeat({ … })] },
 *   login: adminSecret({ … }),
 * });
 * app.synth();
 */
export function observability(scope: Construct, facts: StackFacts): Parts {
  const parts = partsOf(scope, stackSite(facts));
  for (const arrow of arrowsOf(parts)) arrow();
  return parts;
}

/** The components of a stack, for more arrows: `parts.prometheus.scrape(…)`. */
export type Parts = ReturnType<typeof partsOf>;

/** What exists. */
export function partsOf(scope: Construct, stack: StackSite) {
  const { site, retention, volumes, replicas, hosts } = stack;
  const chart = (id: string) => new Chart(scope, id, { site });
  namespaces(chart('00-namespaces'));
  const metrics = chart('10-metrics');
  const logs = chart('20-logs');
  const dashboards = chart('40-dashboards');
  const missing = (product: 'node-exporter' | 'kube-state-metrics') =>
    !site.platform.brings.includes(product);
  const wayIn = stack.gateway ?? stack.ingress;
  const scheme = wayIn?.certificates?.kind === 'none' ? 'http' : 'https';
  const edge = wayIn && chart('90-edge');
  const prometheus = new Prometheus(metrics, 'prometheus', {
    retention: retention.metrics,
    volumeSize: volumes.metrics,
    replicas: replicas.prometheus,
    metrics: stack.metrics,
  });
  if (stack.alerts.none !== undefined)
    prometheus.escapes.push(`no Alertmanager: ${stack.alerts.none}`);
  const nodeExporter =
    missing('node-exporter') && site.platform.hostNamespaces
      ? new NodeExporter(metrics, 'node-exporter')
      : undefined;
  const kubeStateMetrics = missing('kube-state-metrics')
    ? new KubeStateMetrics(metrics, 'kube-state-metrics')
    : undefined;
  return {
    hosts,
    cluster: new Cluster(metrics, 'cluster', {
      ...(kubeStateMetrics && { objects: kubeStateMetrics }),
      ...(nodeExporter && { hosts: nodeExporter }),
    }),
    nodeExporter,
    kubeStateMetrics,
    prometheus,
    alertmanager:
      stack.alerts.none !== undefined
        ? undefined
        : new Alertmanager(metrics, 'alertmanager', {
            routes: stack.alerts,
            links: hosts.grafana ? { grafana: `${scheme}://${hosts.grafana}` } : {},
            volumeSize: volumes.alerts,
            replicas: replicas.alertmanager,
          }),
    loki: new Loki(logs, 'loki', { retention: retention.logs, volumeSize: volumes.logs }),
    alloy: new Alloy(logs, 'alloy', { runsOn: 'every-node' }),
    events: new Alloy(logs, 'alloy-events', { runsOn: 'cluster' }),
    grafana: new Grafana(dashboards, 'grafana', {
      login: stack.login,
      volumeSize: volumes.dashboards,
    }),
    gateway: edge && stack.gateway ? new Gateway(edge, 'gateway', stack.gateway) : undefined,
    ingress: edge && stack.ingress ? new Ingress(edge, 'ingress', stack.ingress) : undefined,
    probes: wayIn && new BlackboxExporter(metrics, 'blackbox-exporter'),
  };
}

const present = <T>(part: T | undefined): part is T => part !== undefined;

/** What shows metrics, and brings rules and dashboards about itself: all that stands in the parts. */
const isWatched = (part: unknown): part is IScrapeTarget & IRuleSource & IDashboardSource =>
  typeof part === 'object' && part !== null && 'scrapeTargets' in part;

/** Every arrow between them, in any order: what is written does not depend on it. */
export function arrowsOf(parts: Parts): readonly (() => void)[] {
  const { prometheus, alertmanager, loki, alloy, events, grafana, probes, hosts } = parts;
  const { gateway, ingress } = parts;
  const wayIn = gateway ?? ingress;
  const all = Object.values<unknown>(parts).filter(isWatched);
  return [
    () => alloy.collectPodLogs(),
    () => alloy.sendLogsTo(loki),
    () => events.collectClusterEvents(),
    () => events.sendLogsTo(loki),
    ...all.map((part) => () => prometheus.scrape(part)),
    ...all.map((part) => () => prometheus.addRules(part)),
    ...all.map((part) => () => loki.addRules(part)),
    ...all.map((part) => () => grafana.addDashboards(part)),
    () => grafana.addDatasource(prometheus, { default: true }),
    () => grafana.addDatasource(loki),
    ...[alertmanager]
      .filter(present)
      .flatMap((am) => [
        () => prometheus.sendAlertsTo(am),
        () => loki.sendAlertsTo(am),
        () => grafana.addDatasource(am),
      ]),
    ...(wayIn && hosts.grafana ? [routeTo(wayIn, hosts.grafana, grafana)] : []),
    ...(wayIn && probes ? [() => probes.probeRoutes(wayIn)] : []),
  ];
}

const routeTo = (wayIn: Gateway | Ingress, host: string, backend: IHttpBackend) => () =>
  wayIn.route(host, backend);
