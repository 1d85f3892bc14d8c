import { Size } from 'cdk8s';
import { observability } from '../../charts/index.js';
import {
  type AlertTuning,
  Alloy,
  App,
  Chart,
  type Manifest,
  NodeExporter,
  Prometheus,
  PrometheusAdapter,
  platform,
} from '../../lib/index.js';
import { ruleGroupsOf, type WrittenGroup } from '../../scripts/closure/rules.js';
import { example } from '../../sites/example.js';
import { cluster } from './inputs.js';
import type { WrittenAlert } from './mutants.js';

/**
 * A system in which every rule of ours has something to watch: all jobs of the control plane, pairs of all
 * that can be one, samples that are written elsewhere, an agent that writes samples, metrics APIs, nodes of a kind
 * that tell more than others.
 */
function everything(tuning: readonly AlertTuning[]): readonly Manifest[] {
  const app = new App();
  const site = {
    ...example,
    cluster,
    tuning: [...tuning],
    platform: platform('generic', {
      controlPlane: ['kube-scheduler', 'kube-controller-manager', 'etcd', 'kube-proxy'],
    }),
  };
  const { prometheus } = observability(app, {
    ...site,
    replicas: { prometheus: 2, alertmanager: 3 },
    volumes: { dashboards: Size.gibibytes(1) },
  });
  const { platform: kind } = site;
  const more = new Chart(app, '50-more', {
    site: { cluster, platform: kind, tuning: site.tuning },
  });
  const adapter = new PrometheusAdapter(more, 'prometheus-adapter', { resourceMetrics: true });
  const agents = new Alloy(more, 'alloy-metrics', { runsOn: 'cluster', replicas: 2 });
  const elsewhere = Prometheus.fromUrl('http://prometheus.example.com/api/v1/write');
  prometheus.sendMetricsTo(elsewhere);
  adapter.query(prometheus);
  agents.scrape(adapter);
  agents.sendMetricsTo(prometheus);
  const machines = new NodeExporter(more, 'machines', {
    nodeSelector: { kind: 'machine' },
    textFiles: '/var/lib/node-exporter',
    systemd: true,
  });
  for (const target of [agents, machines]) prometheus.scrape(target);
  for (const part of [adapter, agents, machines]) prometheus.addRules(part);
  return app.render().flatMap(({ objects }) => objects.map(({ manifest }) => manifest));
}

/** Every group of rules of ours, as the files have it, by who evaluates it. */
export function everyGroup(
  tuning: readonly AlertTuning[] = [],
): Readonly<Record<'prometheus' | 'loki', readonly WrittenGroup[]>> {
  const objects = everything(tuning);
  return {
    prometheus: ruleGroupsOf(objects, 'prometheus'),
    loki: ruleGroupsOf(objects, 'loki'),
  };
}

/** The alerts of some groups. */
export const alertsOf = (groups: readonly WrittenGroup[]): readonly WrittenAlert[] =>
  groups.flatMap(({ rules }) => rules.filter((rule): rule is WrittenAlert => 'alert' in rule));
