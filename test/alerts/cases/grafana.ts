import { expectAlert } from '../expect-alert.js';
import { rising, series } from '../inputs.js';

const pod = { job: 'grafana', namespace: 'observability', pod: 'grafana-0' };

/** Requests to a page, of which a share is answered by a status. */
const requests = (inputs: { share: number; status: string; page: string }) => {
  const { share, status, page } = inputs;
  const of = (status_code: string, perMinute: number) =>
    series(
      'grafana_http_request_duration_seconds_count',
      { ...pod, handler: page, method: 'GET', status_code },
      rising(perMinute),
    );
  return [of('200', (1 - share) * 100), of(status, share * 100)];
};

/** Questions to datasources, of which a share ends somehow, while many others find them healthy. */
const questions = (inputs: { share: number; ends: string; asked: string }) => {
  const { share, ends, asked } = inputs;
  const of = (endpoint: string, status: string, perMinute: number) =>
    series(
      'grafana_plugin_request_total',
      { ...pod, endpoint, plugin_id: 'loki', status, target: 'unknown' },
      rising(perMinute),
    );
  return [
    of('queryData', 'ok', (1 - share) * 100),
    of(asked, ends, share * 100),
    of('checkHealth', 'ok', 500),
  ];
};

export default [
  expectAlert('GrafanaRequestsFailing')
    .given(requests, { share: 0.51, status: '502', page: '/api/dashboards/uid/:uid' })
    .firesAfter('6m')
    .with({ handler: '/api/dashboards/uid/:uid', severity: 'warning' })
    .notAt({ share: 0.49 })
    .silentWith({ status: '404' })
    .silentWith({ page: '/api/ds/query' }),
  expectAlert('GrafanaQueriesFailing')
    .given(questions, { share: 0.51, ends: 'error', asked: 'queryData' })
    .firesAfter('16m')
    .with({ plugin_id: 'loki', severity: 'warning' })
    .notAt({ share: 0.49 })
    .silentWith({ ends: 'cancelled' })
    .silentWith({ asked: 'checkHealth' }),
];
