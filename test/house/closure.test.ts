import { dump, load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { closureOf, metricsOf } from '../../scripts/closure/closure.js';
import type { Job, Step } from '../../scripts/closure/jobs.js';
import { houseRule, Objects, objectsOf, stack } from './house.js';

/** Changes the files of a ConfigMap. */
function inFiles(objects: Objects, name: string, change: (text: string) => string): void {
  const { data } = objects.get('ConfigMap', name);
  for (const file of Object.keys(data)) data[file] = change(data[file]);
}

/** The same, by a text that is replaced. */
const replacing =
  (name: string, from: string | RegExp, to: string) =>
  (objects: Objects): void =>
    inFiles(objects, name, (text) => text.replaceAll(from, to));

/** Adds a step on series at the end of a job's. */
const withStep =
  (name: string, step: Step) =>
  (objects: Objects): void =>
    inFiles(objects, 'prometheus-config', (text) => {
      // The edge: this file's shape is that of Prometheus' configuration.
      const config = load(text) as { scrape_configs: Job[] };
      const jobs = config.scrape_configs.map((job) =>
        job.job_name === name
          ? { ...job, metric_relabel_configs: [...(job.metric_relabel_configs ?? []), step] }
          : job,
      );
      return dump({ ...config, scrape_configs: jobs });
    });

const dropping = (job: string, metric: string) =>
  withStep(job, { action: 'drop', source_labels: ['__name__'], regex: metric });

const keeping = (job: string, metrics: string) =>
  withStep(job, { action: 'keep', source_labels: ['__name__'], regex: metrics });

houseRule('every metric and label that is read is brought by a job, after all relabeling', {
  judge: (objects) => {
    const { readings, faults } = closureOf(objects);
    return { saw: readings.flatMap(({ found }) => found).length, faults };
  },
  atLeast: 250,
  mutations: {
    'a renamed metric in a rule': replacing(
      'prometheus-rules-0',
      'loki_panic_total',
      'loki_panics_total',
    ),
    'a renamed metric in a panel': replacing(
      'grafana-dashboard-loki',
      'loki_ingester_memory_streams',
      'loki_ingester_streams',
    ),
    'a renamed job': replacing('prometheus-config', 'job_name: loki\n', 'job_name: lokki\n'),
    'a metric that its own relabeling drops': dropping('loki', 'loki_panic_.+'),
    'a metric that a list of kept ones leaves out': keeping(
      'loki',
      'loki_(?!panic)\\w+|go_.+|process_.+',
    ),
    'a label that relabeling removes from series': withStep('loki', {
      action: 'labeldrop',
      regex: 'reason',
    }),
    'a label that relabeling removes from targets': replacing(
      'prometheus-config',
      'target_label: pod\n',
      'target_label: pod_name\n',
    ),
    'a sum by a label that is not there': replacing(
      'prometheus-rules-0',
      'sum by (cluster, namespace, pod, integration)',
      'sum by (cluster, namespace, pod, integrations)',
    ),
    'an alert that names a label its series lack': replacing(
      'prometheus-rules-0',
      '{{ $labels.integration }}',
      '{{ $labels.receiver }}',
    ),
    'a legend that names a label its series lack': replacing(
      'grafana-dashboard-loki',
      '{{route}}',
      '{{path}}',
    ),
    'a choice among the values of a label that is not there': replacing(
      'grafana-dashboard-node-exporter',
      '}, node)',
      '}, host)',
    ),
  },
  blogMutations: {
    'a job of an agent under another name': replacing(
      'alloy-config',
      '= "integrations/nginx"',
      '= "integrations/apache"',
    ),
    'a metric that an agent drops': replacing(
      'alloy-config',
      '"container_spec_.+"',
      '"container_memory_.+"',
    ),
    'what an agent tells of its own scrapes, dropped': replacing(
      'alloy-config',
      '"container_spec_.+"',
      '"container_spec_.+|up"',
    ),
    'a misspelt metric that an adapter asks for': replacing(
      'prometheus-adapter-config',
      'seriesQuery: nginx_http_',
      'seriesQuery: nginx_https_',
    ),
    'a label that an adapter asks for and its series lack': replacing(
      'prometheus-adapter-config',
      'namespace!="",pod!=""',
      'namespace!="",pods!=""',
    ),
    'a metric that an autoscaler goes by and no adapter serves': (o) => {
      const { spec } = o.get('HorizontalPodAutoscaler', 'severed-blog');
      spec.metrics[1].pods.metric.name = 'nginx_requests';
    },
  },
});

/**
 * What panels read and its own relabeling drops: kube-prometheus drops `storage_operation_errors_total`, which a
 * panel of its kubelet dashboard reads. Kubernetes 1.37 counts such errors by the status of another metric.
 */
const readByPanels = { job: 'kubelet', metric: 'kubelet_volume_stats_available_bytes' };

describe('a failure names who reads, what, and where it is lost', () => {
  const faultsAfter = (mutate: (objects: Objects) => void) => {
    const mutated = new Objects(stack());
    mutate(mutated);
    return closureOf(mutated.all).faults;
  };

  it.each([
    ['a step that drops it', dropping, 'drop'],
    ['a list of kept ones that leaves it out', keeping, 'keep'],
  ])('of a series: every panel, and %s', (_, change, action) => {
    const { job, metric } = readByPanels;
    const panels = closureOf(stack()).readings.flatMap((reading) =>
      reading.reader.kind === 'panel' && metricsOf(reading).includes(metric)
        ? [reading.reader.where]
        : [],
    );
    const regex = action === 'drop' ? metric : 'kubelet_running_pods';
    expect(panels.length).toBeGreaterThanOrEqual(1);
    expect(faultsAfter(change(job, regex))).toEqual(
      expect.arrayContaining(
        panels.map(
          (panel) =>
            `${panel} reads ${metric}, which job "${job}" drops by: ${action} [__name__] =~ "${regex}"`,
        ),
      ),
    );
  });

  it.each([
    [
      'a label that a step removes',
      withStep('loki', { action: 'labeldrop', regex: 'route|ws' }),
      'dashboard "Loki", panel "Requests by route": rate(loki_request_duration_seconds_count{cluster=~"$cluster",job="loki"}[$__rate_interval]) has no label "route", and by (route) tells nothing apart; job "loki" removes it by: labeldrop =~ "route|ws"',
    ],
    [
      'a job that nobody scrapes',
      replacing('prometheus-config', 'job_name: loki\n', 'job_name: lokki\n'),
      'ConfigMap observability/prometheus-rules-0 LokiRequestPanics reads loki_panic_total of job="loki", which no scraped job matches',
    ],
    [
      'a metric that no job shows',
      replacing('prometheus-rules-0', 'loki_panic_total', 'loki_panics_total'),
      'ConfigMap observability/prometheus-rules-0 LokiRequestPanics reads loki_panics_total, which no job of job="loki" shows',
    ],
    [
      'a label that an alert names',
      replacing('prometheus-rules-0', '{{ $labels.integration }}', '{{ $labels.receiver }}'),
      'ConfigMap observability/prometheus-rules-0 AlertmanagerFailedToSendAlerts: its series have no label "receiver", and {{ $labels.receiver }} stays empty',
    ],
    [
      'a choice of a dashboard',
      replacing('grafana-dashboard-node-exporter', '}, node)', '}, host)'),
      'dashboard "Nodes", variable "node": its series have no label "host", and it offers no values',
    ],
  ])('%s', (_, mutate, expected) => {
    expect(faultsAfter(mutate)).toContain(expected);
  });

  it('a job of the blog without a catalogue', () => {
    const mutated = new Objects(objectsOf('severed-blog'));
    replacing('alloy-config', '= "integrations/nginx"', '= "integrations/apache"')(mutated);
    expect(closureOf(mutated.all).faults).toContain(
      'job "integrations/apache" has no catalogue; enter it in scripts/closure/catalogues.ts',
    );
  });
});
