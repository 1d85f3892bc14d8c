import { asking, type Datasource } from '../../../core/index.js';
import {
  inCluster,
  type Panel,
  type Row,
  row,
  timeseries,
} from '../../../model/dashboard/index.js';
import { quantile } from '../../../model/promql.js';

/** What the API server is asked, and how it answers. */
export function apiServerPanels(prometheus: Datasource | undefined): readonly (Panel | Row)[] {
  const { of, rate, ask } = asking(prometheus, { ...inCluster, job: 'apiserver' });
  // A watch lasts as long as someone looks, and says nothing of speed.
  const quick = { verb: { notRe: 'WATCH|CONNECT' } };
  return [
    row('API server', { folded: true }),
    timeseries({
      title: 'Requests by verb',
      description: 'Requests a second by what was asked.',
      unit: 'reqps',
      queries: [ask(`sum by (cluster, verb) (${rate('apiserver_request_total')})`, '{{verb}}')],
    }),
    timeseries({
      title: 'Failed requests',
      description: 'Requests a second answered with 5xx. Normal is none.',
      unit: 'reqps',
      queries: [
        ask(
          `sum by (cluster, verb, code) (${rate('apiserver_request_total', { code: { re: '5..' } })})`,
          '{{verb}} {{code}}',
        ),
      ],
    }),
    timeseries({
      title: 'Slowest requests',
      description:
        'Duration that 99 of 100 requests stay below, by verb, without what webhooks take. Normal is below 1 s.',
      unit: 's',
      queries: [
        ask(
          quantile(
            0.99,
            'cluster, verb',
            rate('apiserver_request_sli_duration_seconds_bucket', quick),
          ),
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
export function dnsPanels(prometheus: Datasource | undefined): readonly (Panel | Row)[] {
  const { rate, ask } = asking(prometheus, { ...inCluster, job: 'coredns' });
  return [
    row('Names', { folded: true }),
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
          quantile(0.99, 'cluster', rate('coredns_dns_request_duration_seconds_bucket')),
          '{{cluster}}',
        ),
      ],
    }),
  ];
}
