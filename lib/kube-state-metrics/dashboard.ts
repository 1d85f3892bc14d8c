import {
  asking,
  componentDashboard,
  type Dashboard,
  orZero,
  processPanels,
  upStat,
} from '../core/index.js';
import { inCluster, judged, row, stat, timeseries } from '../model/dashboard/index.js';

/** Whether kube-state-metrics sees what it is to show. What it shows is on other dashboards. */
export const kubeStateMetricsDashboard = (
  job: string,
  telemetryJob: string,
  namespace: string,
): Dashboard =>
  componentDashboard({
    job,
    namespace,
    product: 'kube-state-metrics',
    description: 'For whoever runs kube-state-metrics: does it see the objects it is to show?',
    panels: (shown, { prometheus }) => {
      const { of, ask } = shown;
      const own = asking(prometheus, { ...inCluster, job: telemetryJob });
      const failures = { result: 'error' };
      const lists = own.rate('kube_state_metrics_list_total', failures);
      const watches = own.rate('kube_state_metrics_watch_total', failures);
      // It names them as its own code does: `*v1.CronJob`.
      const byKind = (expr: string) =>
        `label_replace(sum by (cluster, resource) (${expr}), "kind", "$1", "resource", "(?:.+\\\\.)?(.+)")`;
      return [
        upStat(shown, { symptom: 'nothing that reads kube_ metrics has data' }),
        stat({
          title: 'Failed lists',
          description:
            'Lists of objects a second that the API server refuses. Normal is 0; its role may lack a rule.',
          unit: 'ops',
          thresholds: judged.never,
          queries: [ask(orZero(own, `sum(${lists})`))],
        }),
        stat({
          title: 'Failed watches',
          description: 'Watches a second that fail. Normal is 0; after that what it shows is old.',
          unit: 'ops',
          thresholds: judged.never,
          queries: [ask(orZero(own, `sum(${watches})`))],
        }),
        stat({
          title: 'Series shown',
          description: 'Series it shows. Compare with the limit of samples of the scraper.',
          unit: 'short',
          thresholds: 'none',
          queries: [ask(`sum(${of('scrape_samples_scraped')})`)],
        }),
        row('Seeing'),
        timeseries({
          title: 'Watches by kind',
          description:
            'Watches begun a second, by kind of object. They are renewed every few minutes.',
          unit: 'ops',
          queries: [ask(byKind(own.rate('kube_state_metrics_watch_total')), '{{kind}}')],
        }),
        timeseries({
          title: 'Failures by kind',
          description: 'Lists and watches a second that fail, by kind of object. Normal is none.',
          unit: 'ops',
          noValue: 'none fails',
          queries: [ask(byKind(lists), 'list {{kind}}'), ask(byKind(watches), 'watch {{kind}}')],
        }),
        row('Showing'),
        timeseries({
          title: 'Duration of a scrape',
          description: 'From the question to the whole answer. Near the timeout, scrapes are lost.',
          unit: 's',
          queries: [ask(`max by (cluster) (${of('scrape_duration_seconds')})`, '{{cluster}}')],
        }),
        timeseries({
          title: 'Series shown',
          description: 'Series of a scrape. They grow with the number of objects.',
          unit: 'short',
          queries: [ask(`sum by (cluster) (${of('scrape_samples_scraped')})`, '{{cluster}}')],
        }),
        ...processPanels(own, {
          memory: 'It grows with the number of objects.',
          cpu: 'Most of it goes into writing the answer to a scrape.',
        }),
      ];
    },
  });
