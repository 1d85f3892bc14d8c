import type { AlertName } from '../../../lib/core/index.js';
import { expectAlert } from '../expect-alert.js';
import { rising, series } from '../inputs.js';

const telemetry = { job: 'kube-state-metrics-telemetry', namespace: 'observability' };

/** Requests to the API server, of which a share ends somehow. */
const asked =
  (metric: string) =>
  ({ share, ends }: { share: number; ends: string }) =>
    [
      ['success', 1 - share],
      [ends, share],
    ].map(([result, part]) =>
      series(
        metric,
        { ...telemetry, resource: '*v1.Pod', result: `${result}` },
        rising(Number(part) * 1000),
      ),
    );

const failing = (alert: AlertName, metric: string) =>
  expectAlert(alert)
    .given(asked(metric), { share: 0.011, ends: 'error' })
    .firesAfter('16m')
    .with({ resource: '*v1.Pod', severity: 'warning' })
    .notAt({ share: 0.009 })
    .silentWith({ ends: 'timeout' });

/** Questions to a metrics API, of which a share is answered by a code; another server has no other answer. */
const answered = (inputs: { share: number; code: string; group: string }) => {
  const { share, code, group } = inputs;
  const of = (answer: string, perMinute: number, job = 'prometheus-adapter') =>
    series(
      'apiserver_request_total',
      { job, namespace: 'observability', group, code: answer, verb: 'GET' },
      rising(perMinute),
    );
  return [of('200', (1 - share) * 100), of(code, share * 100), of(code, 500, 'metrics-server')];
};

/** A collector of node-exporter, of one of its nodes. */
const collector = ({ works, name }: { works: number; name: string }) => [
  series(
    'node_scrape_collector_success',
    { job: 'node-exporter', node: 'worker-1', collector: name },
    works,
  ),
];

export default [
  failing('KubeStateMetricsListErrors', 'kube_state_metrics_list_total'),
  failing('KubeStateMetricsWatchErrors', 'kube_state_metrics_watch_total'),
  expectAlert('PrometheusAdapterErrors')
    .given(answered, { share: 0.11, code: '503', group: 'custom.metrics.k8s.io' })
    .firesAfter('16m')
    .with({ group: 'custom.metrics.k8s.io', severity: 'warning' })
    .notAt({ share: 0.09 })
    .silentWith({ code: '404' })
    .silentWith({ group: 'apiregistration.k8s.io' }),
  expectAlert('PrometheusAdapterMetricsMissing')
    .given(answered, { share: 0.51, code: '404', group: 'metrics.k8s.io' })
    .firesAfter('16m')
    .with({ group: 'metrics.k8s.io', severity: 'warning' })
    .notAt({ share: 0.49 })
    .silentWith({ code: '503' })
    .silentWith({ group: 'apiregistration.k8s.io' }),
  expectAlert('NodeExporterCollectorFailing')
    .given(collector, { works: 0, name: 'cpu' })
    .firesAfter('15m')
    .with({ node: 'worker-1', collector: 'cpu', severity: 'warning' })
    .silentWith({ works: 1 })
    .silentWith({ name: 'nfs' }),
];
