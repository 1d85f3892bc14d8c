import { type Dashboard, type Datasources, titleOf } from '../core/index.js';
import {
  clusterVariable,
  type DashboardSpec,
  inCluster,
  prom,
  row,
  stat,
  timeseries,
} from '../model/dashboard/index.js';
import { type Matchers, selector } from '../model/promql.js';

/** Whether kube-state-metrics sees what it is to show. What it shows is on other dashboards. */
export const kubeStateMetricsDashboard = (job: string, telemetryJob: string): Dashboard => ({
  uid: job,
  title: titleOf('kube-state-metrics', job),
  folder: 'Observability',
  needs: ['prometheus'],
  spec: (datasources) => spec(job, telemetryJob, datasources),
});

function spec(job: string, telemetryJob: string, { prometheus }: Datasources): DashboardSpec {
  const shown = (metric: string) => selector(metric, { ...inCluster, job });
  const own = (metric: string, matchers: Matchers = {}) =>
    selector(metric, { ...inCluster, job: telemetryJob, ...matchers });
  const rate = (metric: string, matchers: Matchers = {}) =>
    `rate(${own(metric, matchers)}[$__rate_interval])`;
  const ask = (expr: string, legend?: string) => prom(prometheus, expr, { legend });
  const failures = { result: 'error' };
  return {
    description: 'For whoever runs kube-state-metrics: does it see the objects it is to show?',
    tags: ['observability', 'kube-state-metrics'],
    variables: [clusterVariable(prometheus)],
    panels: [
      stat({
        title: 'Up',
        description: 'Whether it answers a scrape. 0: nothing that reads kube_… has data.',
        unit: 'short',
        thresholds: { below: { critical: 1 } },
        queries: [ask(`sum(${shown('up')})`)],
      }),
      stat({
        title: 'Failed lists',
        description:
          'Lists of objects a second that the API server refuses. Normal is 0; its role may lack a rule.',
        unit: 'ops',
        thresholds: { above: { warning: 0.001 } },
        queries: [ask(`sum(${rate('kube_state_metrics_list_total', failures)}) or vector(0)`)],
      }),
      stat({
        title: 'Failed watches',
        description: 'Watches a second that fail. Normal is 0; after that what it shows is old.',
        unit: 'ops',
        thresholds: { above: { warning: 0.001 } },
        queries: [ask(`sum(${rate('kube_state_metrics_watch_total', failures)}) or vector(0)`)],
      }),
      stat({
        title: 'Series',
        description: 'Series it shows. Compare with the limit of samples of the scraper.',
        unit: 'short',
        thresholds: 'none',
        queries: [ask(`sum(${shown('scrape_samples_scraped')})`)],
      }),
      stat({
        title: 'Memory',
        description: 'Memory of the process. It grows with the number of objects.',
        unit: 'bytes',
        thresholds: 'none',
        queries: [ask(`sum(${own('process_resident_memory_bytes')})`)],
      }),
      row('Seeing'),
      timeseries({
        title: 'Watches by kind',
        description:
          'Watches begun a second, by kind of object. They are renewed every few minutes.',
        unit: 'ops',
        queries: [
          ask(
            `sum by (cluster, resource) (${rate('kube_state_metrics_watch_total')})`,
            '{{resource}}',
          ),
        ],
      }),
      timeseries({
        title: 'Failures by kind',
        description: 'Lists and watches a second that fail, by kind of object. Normal is none.',
        unit: 'ops',
        queries: [
          ask(
            `sum by (cluster, resource) (${rate('kube_state_metrics_list_total', failures)})`,
            'list {{resource}}',
          ),
          ask(
            `sum by (cluster, resource) (${rate('kube_state_metrics_watch_total', failures)})`,
            'watch {{resource}}',
          ),
        ],
      }),
      row('Showing'),
      timeseries({
        title: 'Duration of a scrape',
        description: 'From the question to the whole answer. Near the timeout, scrapes are lost.',
        unit: 's',
        queries: [ask(`max by (cluster) (${shown('scrape_duration_seconds')})`, '{{cluster}}')],
      }),
      timeseries({
        title: 'Processor',
        description: 'Processors in use. Most of it goes into writing the answer to a scrape.',
        unit: 'short',
        queries: [ask(`sum by (cluster) (${rate('process_cpu_seconds_total')})`, '{{cluster}}')],
      }),
    ],
  };
}
