import { load } from 'js-yaml';
import { alertmanagerMetrics } from '../../lib/alertmanager/metrics.js';
import { alloyMetrics } from '../../lib/alloy/metrics.js';
import {
  cadvisorMetrics,
  corednsMetrics,
  kubeApiserverMetrics,
  kubeletMetrics,
  kubeletProbesMetrics,
} from '../../lib/cluster/metrics.js';
import type { Manifest } from '../../lib/core/index.js';
import { grafanaMetrics } from '../../lib/grafana/metrics.js';
import { kubeStateMetricsMetrics } from '../../lib/kube-state-metrics/metrics.js';
import { lokiMetrics } from '../../lib/loki/metrics.js';
import { exposedNames, type MetricCatalogue } from '../../lib/model/metrics.js';
import { metricsOf } from '../../lib/model/promql-syntax.js';
import { nodeExporterMetrics } from '../../lib/node-exporter/metrics.js';
import { prometheusMetrics, scrapeMetrics } from '../../lib/prometheus/metrics.js';
import { prometheusAdapterMetrics } from '../../lib/prometheus-adapter/metrics.js';
import { dashboards, panelsOf } from './dashboards.js';
import { houseRule, named } from './house.js';
import { dataOf, type Job, jobsOf } from './jobs.js';

/** What each job of the stack shows. */
const catalogues: Readonly<Record<string, MetricCatalogue>> = {
  alertmanager: alertmanagerMetrics,
  alloy: alloyMetrics,
  'alloy-events': alloyMetrics,
  apiserver: kubeApiserverMetrics,
  cadvisor: cadvisorMetrics,
  coredns: corednsMetrics,
  grafana: grafanaMetrics,
  'kube-state-metrics': kubeStateMetricsMetrics,
  'kube-state-metrics-telemetry': kubeStateMetricsMetrics,
  kubelet: kubeletMetrics,
  'kubelet-probes': kubeletProbesMetrics,
  loki: lokiMetrics,
  'node-exporter': nodeExporterMetrics,
  prometheus: prometheusMetrics,
  'prometheus-adapter': prometheusAdapterMetrics,
};

/** Names that a job shows and its relabeling keeps. */
function keptNames(job: Job): ReadonlySet<string> {
  const catalogue = catalogues[job.job_name];
  if (!catalogue) return new Set();
  const drops = (job.metric_relabel_configs ?? [])
    .filter((r) => r.action === 'drop' && r.source_labels?.join() === '__name__')
    .map((r) => new RegExp(`^(?:${r.regex})$`));
  return new Set(
    [...exposedNames(catalogue).keys()].filter((name) => !drops.some((drop) => drop.test(name))),
  );
}

interface Reader {
  readonly where: string;
  readonly expr: string;
}

/** Every PromQL expression that somebody reads: rules and panels. */
function readers(objects: readonly Manifest[]): readonly Reader[] {
  const files = objects.filter(
    (o) => o.kind === 'ConfigMap' && o.metadata.name.startsWith('prometheus-rules-'),
  );
  const rules = files.flatMap((file) => {
    const { groups } = load(dataOf(objects, file.metadata.name)) as {
      groups: { rules: { alert?: string; record?: string; expr: string }[] }[];
    };
    return groups.flatMap((g) =>
      g.rules.map((r) => ({ where: `${named(file)} ${r.alert ?? r.record}`, expr: r.expr })),
    );
  });
  const panels = dashboards(objects).flatMap(({ board }) =>
    panelsOf(board).flatMap((panel) =>
      (panel.targets ?? [])
        .filter((t) => t.datasource.type === 'prometheus')
        .map((t) => ({
          where: `dashboard "${board.title}", panel "${panel.title}"`,
          expr: t.expr,
        })),
    ),
  );
  return [...rules, ...panels];
}

houseRule('every metric that is read is shown by a job that is scraped, and not dropped', {
  judge: (objects) => {
    const jobs = new Map(jobsOf(objects).map((job) => [job.job_name, keptNames(job)]));
    const always = new Set(exposedNames(scrapeMetrics).keys());
    const read = readers(objects).flatMap(({ where, expr }) =>
      metricsOf(expr).map((selected) => ({ where, ...selected })),
    );
    const faults = read.flatMap(({ where, metric, matchers }) => {
      const { job } = matchers;
      if (job !== undefined && !jobs.has(job))
        return [`${where} reads job "${job}", which is not scraped`];
      if (metric === undefined || always.has(metric)) return [];
      const shown = job === undefined ? [...jobs.values()] : [jobs.get(job) ?? new Set<string>()];
      if (shown.some((names) => names.has(metric))) return [];
      return [
        job === undefined
          ? `${where} reads ${metric}, which no job shows or keeps`
          : `${where} reads ${metric}, which job "${job}" does not show or keep`,
      ];
    });
    const unknown = [...jobs.keys()]
      .filter((job) => !(job in catalogues))
      .map((job) => `job "${job}" has no catalogue; enter it in the table above`);
    return { saw: read.length, faults: [...faults, ...unknown] };
  },
  atLeast: 250,
  mutations: {
    'a renamed metric in a rule': (o) => {
      const map = o.get('ConfigMap', 'prometheus-rules-0').data;
      for (const file of Object.keys(map))
        map[file] = map[file].replaceAll('loki_panic_total', 'loki_panics_total');
    },
    'a renamed metric in a panel': (o) => {
      const map = o.get('ConfigMap', 'grafana-dashboard-loki').data;
      for (const file of Object.keys(map))
        map[file] = map[file].replaceAll('loki_ingester_memory_streams', 'loki_ingester_streams');
    },
    'a renamed job': (o) => {
      const map = o.get('ConfigMap', 'prometheus-config').data;
      for (const file of Object.keys(map))
        map[file] = map[file].replace('job_name: loki\n', 'job_name: lokki\n');
    },
    'a metric that its own relabeling drops': (o) => {
      const map = o.get('ConfigMap', 'prometheus-config').data;
      for (const file of Object.keys(map))
        map[file] = map[file].replace(
          'job_name: loki\n',
          'job_name: loki\n    metric_relabel_configs:\n      - action: drop\n        source_labels: [__name__]\n        regex: loki_panic_.+\n',
        );
    },
  },
});
