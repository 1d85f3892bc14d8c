import {
  componentDashboard,
  type Dashboard,
  orZero,
  processPanels,
  shareOf,
  upStat,
} from '../core/index.js';
import { judged, row, stat, timeseries } from '../model/dashboard/index.js';
import { quantile } from '../model/promql.js';
import { forMetrics } from './rules.js';

/** Whether the autoscalers get their numbers, and how fast. */
export const prometheusAdapterDashboard = (
  job: string,
  namespace: string,
  replicas: number,
): Dashboard =>
  componentDashboard({
    job,
    namespace,
    product: 'prometheus-adapter',
    description:
      'For whoever runs prometheus-adapter: do autoscalers get the numbers they ask for?',
    panels: (shown) => {
      const { rate, ask } = shown;
      const asked = (code: string) =>
        rate('apiserver_request_total', { ...forMetrics, code: { re: code } });
      const slowest = quantile(
        0.99,
        'cluster, group',
        rate('apiserver_request_duration_seconds_bucket', forMetrics),
      );
      return [
        upStat(shown, { replicas, symptom: 'what scales by its metrics keeps its size' }),
        stat({
          title: 'Failed requests',
          description:
            'Share of requests answered with 5xx. Normal is 0; look whether Prometheus answers.',
          unit: 'percentunit',
          thresholds: judged.failed,
          queries: [ask(orZero(shown, shareOf(asked('5..'), asked('.*'))))],
        }),
        stat({
          title: 'Metrics not found',
          description:
            'Requests a second for metrics that have no series. An autoscaler that asks so keeps its size.',
          unit: 'reqps',
          thresholds: judged.never,
          queries: [ask(orZero(shown, `sum(${asked('404')})`))],
        }),
        row('Being asked'),
        timeseries({
          title: 'Requests by answer',
          description: 'Requests for metrics a second. Each autoscaler asks every 15 seconds.',
          unit: 'reqps',
          queries: [ask(`sum by (cluster, group, code) (${asked('.*')})`, '{{group}} {{code}}')],
        }),
        timeseries({
          title: 'Slowest requests',
          description:
            'Duration that 99 of 100 requests stay below, by API. Most of it Prometheus takes.',
          unit: 's',
          queries: [ask(slowest, '{{group}}')],
        }),
        ...processPanels(shown, {
          memory: 'It grows with the number of pods, where resource metrics are served.',
        }),
      ];
    },
  });
