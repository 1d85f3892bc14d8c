import { type Asking, asking, type Datasource, shareOf } from '../../../core/index.js';
import {
  inCluster,
  type Panel,
  type Row,
  row,
  stat,
  timeseries,
} from '../../../model/dashboard/index.js';

const coreDns = (prometheus: Datasource | undefined): Asking =>
  asking(prometheus, { ...inCluster, job: 'coredns' });

const slowest = (
  { rate }: Asking,
  histogram: string,
  by: string,
  matchers: Parameters<Asking['rate']>[1] = {},
): string =>
  `histogram_quantile(0.99, sum by (${by}, le) (${rate(`${histogram}_bucket`, matchers)}))`;

const duration = 'coredns_dns_request_duration_seconds';
const forwarded = { proxy_name: 'forward' } as const;
const asked = 'coredns_proxy_request_duration_seconds';

/** Whether names are resolved, at a glance. */
export function dnsStats(prometheus: Datasource | undefined): readonly Panel[] {
  const its = coreDns(prometheus);
  const { of, rate, ask } = its;
  const answers = (matchers?: { readonly rcode: string }) =>
    rate('coredns_dns_responses_total', matchers);
  return [
    stat({
      title: 'Pods of CoreDNS',
      description: 'Those that answer a scrape. 0: pods cannot resolve names.',
      unit: 'short',
      thresholds: { below: { warning: 2, critical: 1 } },
      queries: [ask(`sum(${of('up')})`)],
    }),
    stat({
      title: 'Answers a second',
      description:
        'Of all pods together. Each name outside is asked for several times in vain first.',
      unit: 'reqps',
      thresholds: 'none',
      queries: [ask(`sum(${answers()})`)],
    }),
    stat({
      title: 'Failed answers',
      description: 'Share of SERVFAIL: it could not find out. Normal is 0.',
      unit: 'percentunit',
      thresholds: { above: { warning: 0.01, critical: 0.03 } },
      queries: [ask(shareOf(answers({ rcode: 'SERVFAIL' }), answers()))],
    }),
    stat({
      title: 'Slowest answers',
      description: 'Duration that 99 of 100 stay below. Programs give up after 5 s.',
      unit: 's',
      thresholds: { above: { warning: 1, critical: 4 } },
      queries: [ask(slowest(its, duration, 'cluster'))],
    }),
    stat({
      title: 'Found in the cache',
      description:
        'Share of questions answered from the cache. Low after a restart, and with a short TTL.',
      unit: 'percentunit',
      thresholds: 'none',
      queries: [
        ask(shareOf(rate('coredns_cache_hits_total'), rate('coredns_cache_requests_total'))),
      ],
    }),
    stat({
      title: 'Panics',
      description:
        'In the last hour. Normal is 0; each is a bug, and a question without an answer.',
      unit: 'short',
      thresholds: { above: { warning: 1 } },
      queries: [ask(`sum(increase(${of('coredns_panics_total')}[1h]))`)],
    }),
  ];
}

/** What CoreDNS is asked, and how it answers. */
export function answerPanels(prometheus: Datasource | undefined): readonly (Panel | Row)[] {
  const its = coreDns(prometheus);
  const { rate, ask } = its;
  return [
    row('Answers'),
    timeseries({
      title: 'Questions by type',
      description: 'Questions a second. A and AAAA come in pairs.',
      unit: 'reqps',
      queries: [ask(`sum by (cluster, type) (${rate('coredns_dns_requests_total')})`, '{{type}}')],
    }),
    timeseries({
      title: 'Answers by code',
      description:
        'Answers a second. NXDOMAIN is an answer: search domains make many. SERVFAIL is a failure.',
      unit: 'reqps',
      queries: [
        ask(`sum by (cluster, rcode) (${rate('coredns_dns_responses_total')})`, '{{rcode}}'),
      ],
    }),
    timeseries({
      title: 'Slowest answers by zone',
      description:
        'Duration that 99 of 100 stay below. Zone "." is what is outside; the rest is answered from memory.',
      unit: 's',
      queries: [ask(slowest(its, duration, 'cluster, zone'), '{{zone}}')],
    }),
    timeseries({
      title: 'Questions by pod',
      description:
        'Questions a second. One that gets far more than the others is asked over TCP or by one client.',
      unit: 'reqps',
      queries: [ask(`sum by (cluster, pod) (${rate('coredns_dns_requests_total')})`, '{{pod}}')],
    }),
  ];
}

/** How those answer whom CoreDNS asks about names outside. */
export function forwardPanels(prometheus: Datasource | undefined): readonly (Panel | Row)[] {
  const its = coreDns(prometheus);
  const { rate, ask } = its;
  return [
    row('Names outside the cluster'),
    timeseries({
      title: 'Questions passed on',
      description: 'A second, by server and by its answer.',
      unit: 'reqps',
      width: 8,
      queries: [
        ask(
          `sum by (cluster, to, rcode) (${rate(`${asked}_count`, forwarded)})`,
          '{{to}} {{rcode}}',
        ),
      ],
    }),
    timeseries({
      title: 'Slowest servers',
      description: 'Duration that 99 of 100 stay below, by server. Normal is below 0.1 s.',
      unit: 's',
      width: 8,
      queries: [ask(slowest(its, asked, 'cluster, to', forwarded), '{{to}}')],
    }),
    timeseries({
      title: 'Servers that do not answer',
      description:
        'Failed checks a second, by server; "all" when none was healthy. Normal is none.',
      unit: 'ops',
      width: 8,
      noValue: 'none',
      queries: [
        ask(
          `sum by (cluster, to) (${rate('coredns_proxy_healthcheck_failures_total', forwarded)})`,
          '{{to}}',
        ),
        ask(`sum by (cluster) (${rate('coredns_forward_healthcheck_broken_total')})`, 'all'),
      ],
    }),
  ];
}
