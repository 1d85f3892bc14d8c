import { inCluster, type Panel, type Row, row, timeseries } from '../../model/dashboard/index.js';
import { type Matchers, selector } from '../../model/promql.js';
import type { Ask } from '../dashboard.js';

/** What the API server is asked, and how it answers. */
export function apiServerPanels(ask: Ask): (Panel | Row)[] {
  const of = (metric: string, matchers: Matchers = {}) =>
    selector(metric, { ...inCluster, job: 'apiserver', ...matchers });
  const requests = (matchers: Matchers = {}) =>
    `rate(${of('apiserver_request_total', matchers)}[$__rate_interval])`;
  // A watch lasts as long as someone looks, and says nothing of speed.
  const quick = { verb: { notRe: 'WATCH|CONNECT' } };
  return [
    row('API server'),
    timeseries({
      title: 'Requests by verb',
      description: 'Requests a second by what was asked.',
      unit: 'reqps',
      queries: [ask(`sum by (cluster, verb) (${requests()})`, '{{verb}}')],
    }),
    timeseries({
      title: 'Failed requests',
      description: 'Requests a second answered with 5xx. Normal is none.',
      unit: 'reqps',
      queries: [
        ask(
          `sum by (cluster, verb, code) (${requests({ code: { re: '5..' } })})`,
          '{{verb}} {{code}}',
        ),
      ],
    }),
    timeseries({
      title: 'Slowest requests',
      description: 'Duration that 99 of 100 requests stay below, by verb. Normal is below 1 s.',
      unit: 's',
      queries: [
        ask(
          `histogram_quantile(0.99, sum by (cluster, verb, le) (rate(${of('apiserver_request_duration_seconds_bucket', quick)}[$__rate_interval])))`,
          '{{verb}}',
        ),
      ],
    }),
    timeseries({
      title: 'Requests at once',
      description: 'Requests being answered, those that change something and those that do not.',
      unit: 'short',
      queries: [
        ask(
          `sum by (cluster, request_kind) (${of('apiserver_current_inflight_requests')})`,
          '{{request_kind}}',
        ),
      ],
    }),
  ];
}

/** Whether names are resolved. */
export function dnsPanels(ask: Ask): (Panel | Row)[] {
  const rate = (metric: string, matchers: Matchers = {}) =>
    `rate(${selector(metric, { ...inCluster, job: 'coredns', ...matchers })}[$__rate_interval])`;
  return [
    row('Names'),
    timeseries({
      title: 'Answers by code',
      description: 'Answers a second. SERVFAIL means that names cannot be resolved.',
      unit: 'reqps',
      queries: [
        ask(`sum by (cluster, rcode) (${rate('coredns_dns_responses_total')})`, '{{rcode}}'),
      ],
    }),
    timeseries({
      title: 'Slowest answers',
      description: 'Duration that 99 of 100 answers stay below. Names outside take longer.',
      unit: 's',
      queries: [
        ask(
          `histogram_quantile(0.99, sum by (cluster, le) (${rate('coredns_dns_request_duration_seconds_bucket')}))`,
          '{{cluster}}',
        ),
      ],
    }),
  ];
}
