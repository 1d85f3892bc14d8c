import { type Asking, asking, type Dashboard, orZero, shareOf } from '../../core/index.js';
import {
  clusterVariable,
  inCluster,
  judged,
  type Panel,
  stat,
} from '../../model/dashboard/index.js';
import { dnsAnswers, dnsProcess, dnsSources } from './panels/dns.js';
import { answeredWith } from './panels/names.js';
import { slowestOfAll } from './panels/quantile.js';

/** Whether names are resolved, how fast, and where the answers come from. */
export const corednsDashboard = (uid: string): Dashboard => ({
  uid,
  title: 'CoreDNS',
  folder: 'Kubernetes',
  needs: ['prometheus'],
  spec: ({ prometheus }) => {
    const dns = asking(prometheus, { ...inCluster, job: 'coredns' });
    return {
      description: 'For whoever wonders whether it is DNS: are names resolved, and how fast?',
      tags: ['kubernetes', 'network'],
      variables: [clusterVariable(prometheus)],
      panels: [...stats(dns), ...dnsAnswers(dns), ...dnsSources(dns), ...dnsProcess(dns)],
    };
  },
});

function stats(dns: Asking): readonly Panel[] {
  const { of, rate, ask } = dns;
  return [
    stat({
      title: 'Replicas',
      description: 'Those that answer a scrape. 0: nobody in the cluster finds anybody.',
      unit: 'short',
      width: 3,
      thresholds: { below: { warning: 2, critical: 1 } },
      queries: [ask(`sum(${of('up')})`)],
    }),
    stat({
      title: 'Requests',
      description: 'Questions a second, of all pods.',
      unit: 'reqps',
      width: 3,
      thresholds: 'none',
      queries: [ask(`sum(${rate('coredns_dns_requests_total')})`)],
    }),
    stat({
      title: 'Failed',
      description: 'Share answered with SERVFAIL: the server asked did not answer. Normal is 0.',
      unit: 'percentunit',
      width: 3,
      thresholds: judged.failed,
      queries: [ask(answeredWith(dns, 'SERVFAIL'))],
    }),
    stat({
      title: 'No such name',
      description:
        'Share answered with NXDOMAIN. High is normal: each search domain is tried in turn.',
      unit: 'percentunit',
      width: 3,
      thresholds: 'none',
      queries: [ask(answeredWith(dns, 'NXDOMAIN'))],
    }),
    stat({
      title: 'Slowest answers',
      description: 'Duration that 99 of 100 stay below. Above 1 s, programs begin to give up.',
      unit: 's',
      width: 3,
      thresholds: { above: { warning: 0.5, critical: 2 } },
      noValue: 'none asked',
      queries: [ask(slowestOfAll(dns, 'coredns_dns_request_duration_seconds'))],
    }),
    stat({
      title: 'From the cache',
      description: 'Share answered without asking anyone. Names of the cluster are not in there.',
      unit: 'percentunit',
      width: 3,
      thresholds: 'none',
      noValue: 'no cache',
      queries: [
        ask(shareOf(rate('coredns_cache_hits_total'), rate('coredns_cache_requests_total'))),
      ],
    }),
    stat({
      title: 'Unhealthy upstreams',
      description: 'Failed checks a second of the servers that are asked about other names.',
      unit: 'ops',
      width: 3,
      thresholds: { above: { warning: 0.01 } },
      queries: [ask(orZero(dns, `sum(${rate('coredns_proxy_healthcheck_failures_total')})`))],
    }),
    stat({
      title: 'Panics',
      description: 'Times in the last day that it caught a fault of its own. Its log has the rest.',
      unit: 'short',
      decimals: 0,
      width: 3,
      thresholds: { above: { critical: 1 } },
      queries: [ask(orZero(dns, `sum(increase(${of('coredns_panics_total')}[1d]))`))],
    }),
  ];
}
