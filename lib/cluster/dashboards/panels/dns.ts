import { type Asking, processPanels } from '../../../core/index.js';
import { type Panel, type Row, row, timeseries } from '../../../model/dashboard/index.js';
import { slowest } from './quantile.js';

const duration = 'coredns_dns_request_duration_seconds';

/** What is asked, and what is answered. */
export function dnsAnswers(dns: Asking): readonly (Panel | Row)[] {
  const { rate, ask } = dns;
  const by = (labels: string, metric: string) => `sum by (cluster, ${labels}) (${rate(metric)})`;
  return [
    row('Questions and answers'),
    timeseries({
      title: 'Questions by type',
      description: 'Questions a second. As many AAAA as A is normal: programs ask for both.',
      unit: 'reqps',
      width: 8,
      stacked: true,
      queries: [ask(by('type', 'coredns_dns_requests_total'), '{{type}}')],
    }),
    timeseries({
      title: 'Questions by protocol',
      description: 'Questions a second. Much TCP: answers are too large for UDP.',
      unit: 'reqps',
      width: 8,
      queries: [ask(by('proto, family', 'coredns_dns_requests_total'), '{{proto}} {{family}}')],
    }),
    timeseries({
      title: 'Questions by replica',
      description:
        'Questions a second. One that gets none: is it ready, and do Services lead to it?',
      unit: 'reqps',
      width: 8,
      queries: [ask(by('pod', 'coredns_dns_requests_total'), '{{pod}}')],
    }),
    timeseries({
      title: 'Answers by code',
      description:
        'Answers a second. SERVFAIL: who was asked did not answer. REFUSED: no block of the Corefile is for that name.',
      unit: 'reqps',
      queries: [ask(by('rcode', 'coredns_dns_responses_total'), '{{rcode}}')],
    }),
    timeseries({
      title: 'Duration of answers',
      description:
        'What half, 9 of 10, and 99 of 100 stay below. Only the last one high: names outside, or a server that loses packets.',
      unit: 's',
      queries: ([0.5, 0.9, 0.99] as const).map((share) =>
        ask(slowest(dns, duration, 'cluster', {}, share), `${share * 100} % below`),
      ),
    }),
    timeseries({
      title: 'Slowest answers by zone',
      description:
        'Duration that 99 of 100 stay below. Slow for the zone of the cluster: CoreDNS itself; for ".": who is asked.',
      unit: 's',
      queries: [ask(slowest(dns, duration, 'cluster, zone'), '{{zone}}')],
    }),
    timeseries({
      title: 'Largest answers',
      description: 'Bytes that 99 of 100 stay below. Above 1232 they come by TCP.',
      unit: 'bytes',
      queries: [
        ask(slowest(dns, 'coredns_dns_response_size_bytes', 'cluster, proto'), '{{proto}}'),
      ],
    }),
  ];
}

/** Where answers come from: the cache, other servers, the objects of the cluster. */
export function dnsSources(dns: Asking): readonly (Panel | Row)[] {
  const { of, rate, ask } = dns;
  const sum = (metric: string) => `sum by (cluster) (${rate(metric)})`;
  const upstream = 'coredns_proxy_request_duration_seconds';
  const noValue = 'nobody is asked';
  return [
    row('The cache'),
    timeseries({
      title: 'Answers from the cache',
      description:
        'Answers a second that it had, by kind, and those it had not. Denial: that there is no such name.',
      unit: 'reqps',
      noValue: 'no cache',
      queries: [
        ask(`sum by (cluster, type) (${rate('coredns_cache_hits_total')})`, '{{type}}'),
        ask(sum('coredns_cache_misses_total'), 'missed'),
      ],
    }),
    timeseries({
      title: 'Entries in the cache',
      description:
        'Names kept, by kind, of all replicas. At a flat top it is full, and throws others away.',
      unit: 'short',
      noValue: 'no cache',
      queries: [ask(`sum by (cluster, type) (${of('coredns_cache_entries')})`, '{{type}}')],
    }),
    row('Servers that it asks'),
    timeseries({
      title: 'Questions to others',
      description: 'Questions a second to each server, by what it answered.',
      unit: 'reqps',
      width: 8,
      noValue,
      queries: [
        ask(`sum by (cluster, to, rcode) (${rate(`${upstream}_count`)})`, '{{to}} {{rcode}}'),
      ],
    }),
    timeseries({
      title: 'Slowest answers of others',
      description: 'Duration that 99 of 100 stay below. Tens of milliseconds are normal.',
      unit: 's',
      width: 8,
      noValue,
      queries: [ask(slowest(dns, upstream, 'cluster, to'), '{{to}}')],
    }),
    timeseries({
      title: 'Trouble with others',
      description:
        'Events a second. All unhealthy: one is asked all the same. Turned away: too many questions wait already.',
      unit: 'cps',
      width: 8,
      queries: [
        ask(
          `sum by (cluster, to) (${rate('coredns_proxy_healthcheck_failures_total')})`,
          '{{to}} unhealthy',
        ),
        ask(sum('coredns_forward_healthcheck_broken_total'), 'all unhealthy'),
        ask(sum('coredns_forward_max_concurrent_rejects_total'), 'turned away'),
      ],
    }),
  ];
}

/** Whether it knows what the cluster looks like, and what it takes. */
export function dnsProcess(dns: Asking): readonly (Panel | Row)[] {
  const { rate, ask } = dns;
  return [
    row('What it knows of the cluster'),
    timeseries({
      title: 'Requests to the API server',
      description:
        'Requests a second, by code. Codes from 400 on: it may no longer see Services change.',
      unit: 'reqps',
      noValue: 'it does not ask: its kubernetes plugin is off',
      queries: [
        ask(
          `sum by (cluster, code) (${rate('coredns_kubernetes_rest_client_requests_total')})`,
          '{{code}}',
        ),
      ],
    }),
    timeseries({
      title: 'Its own trouble',
      description:
        'Events a second: panics caught, Corefiles refused, health checks of itself failed. Normal is 0.',
      unit: 'cps',
      queries: [
        ask(`sum by (cluster, pod) (${rate('coredns_panics_total')})`, '{{pod}} panics'),
        ask(`sum by (cluster, pod) (${rate('coredns_reload_failed_total')})`, '{{pod}} refuses'),
        ask(
          `sum by (cluster, pod) (${rate('coredns_health_request_failures_total')})`,
          '{{pod}} unhealthy',
        ),
      ],
    }),
    ...processPanels(dns, { memory: 'It grows with Services and pods, and with the cache.' }),
  ];
}
