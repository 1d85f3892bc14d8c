import { alertmanagerMetrics } from '../../lib/alertmanager/metrics.js';
import { alloyMetrics } from '../../lib/alloy/metrics.js';
import { blackboxExporterMetrics } from '../../lib/blackbox-exporter/metrics.js';
import {
  cadvisorMetrics,
  corednsMetrics,
  kubeApiserverMetrics,
  kubeletMetrics,
  kubeletProbesMetrics,
} from '../../lib/cluster/metrics.js';
import { grafanaMetrics } from '../../lib/grafana/metrics.js';
import { kubeStateMetricsMetrics } from '../../lib/kube-state-metrics/metrics.js';
import { lokiMetrics } from '../../lib/loki/metrics.js';
import { exposedNames, type MetricCatalogue } from '../../lib/model/metrics.js';
import { metricsOf } from '../../lib/model/promql-syntax.js';
import { nodeExporterMetrics } from '../../lib/node-exporter/metrics.js';
import { prometheusMetrics, scrapeMetrics } from '../../lib/prometheus/metrics.js';
import { prometheusAdapterMetrics } from '../../lib/prometheus-adapter/metrics.js';
import { houseRule } from './house.js';
import { type Job, jobsOf, writtenJobsOf } from './jobs.js';
import { nginxMetrics } from './nginx-metrics.js';
import { autoscalerFaults, readers, recordedNames } from './readers.js';

/** What each job shows, whoever scrapes it. */
const catalogues: Readonly<Record<string, MetricCatalogue>> = {
  alertmanager: alertmanagerMetrics,
  alloy: alloyMetrics,
  'alloy-events': alloyMetrics,
  apiserver: kubeApiserverMetrics,
  'blackbox-exporter': blackboxExporterMetrics,
  'blackbox-exporter-probes': blackboxExporterMetrics,
  cadvisor: cadvisorMetrics,
  coredns: corednsMetrics,
  grafana: grafanaMetrics,
  'integrations/nginx': nginxMetrics,
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

/** The same of all jobs; of two of one name, what either shows. */
function namesByJob(jobs: readonly Job[]): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>();
  for (const job of jobs)
    names.set(job.job_name, new Set([...(names.get(job.job_name) ?? []), ...keptNames(job)]));
  return names;
}

houseRule('every metric that is read is shown by a job that is scraped, and not dropped', {
  judge: (objects) => {
    const jobs = namesByJob([...jobsOf(objects), ...writtenJobsOf(objects)]);
    const always = new Set([...exposedNames(scrapeMetrics).keys(), ...recordedNames(objects)]);
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
    return { saw: read.length, faults: [...faults, ...unknown, ...autoscalerFaults(objects)] };
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
  blogMutations: {
    'a job of an agent under another name': (o) => {
      const map = o.get('ConfigMap', 'alloy-config').data;
      for (const file of Object.keys(map))
        map[file] = map[file].replace('= "integrations/nginx"', '= "integrations/apache"');
    },
    'a metric that an agent drops': (o) => {
      const map = o.get('ConfigMap', 'alloy-config').data;
      for (const file of Object.keys(map))
        map[file] = map[file].replace('"container_spec_.+"', '"container_memory_.+"');
    },
    'a misspelt metric that an adapter asks for': (o) => {
      const map = o.get('ConfigMap', 'prometheus-adapter-config').data;
      for (const file of Object.keys(map))
        map[file] = map[file].replace('seriesQuery: nginx_http_', 'seriesQuery: nginx_https_');
    },
    'a metric that an autoscaler goes by and no adapter serves': (o) => {
      const { spec } = o.get('HorizontalPodAutoscaler', 'severed-blog');
      spec.metrics[1].pods.metric.name = 'nginx_requests';
    },
  },
});
