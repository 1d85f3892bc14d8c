import { type Asking, shareOf } from '../../../core/index.js';
import {
  judged,
  type Panel,
  type Row,
  row,
  stat,
  timeseries,
} from '../../../model/dashboard/index.js';
import { slowest } from './quantile.js';

const responses = 'coredns_dns_responses_total';

/** The share of answers that bear a code. */
export const answeredWith = ({ rate }: Asking, rcode: string): string =>
  shareOf(rate(responses, { rcode }), rate(responses));

/** Are names resolved? */
export const nameStat = (dns: Asking): readonly Panel[] => [
  stat({
    title: 'Names not resolved',
    description: 'Share of questions answered with SERVFAIL. Normal is 0; see CoreDNS.',
    unit: 'percentunit',
    width: 3,
    thresholds: judged.failed,
    queries: [dns.ask(answeredWith(dns, 'SERVFAIL'))],
  }),
];

/** What is answered, and how fast. CoreDNS has a dashboard of its own. */
export const namePanels = (dns: Asking): readonly (Panel | Row)[] => [
  row('Names'),
  timeseries({
    title: 'Answers by code',
    description: 'Answers a second. SERVFAIL: names cannot be resolved; NXDOMAIN is normal.',
    unit: 'reqps',
    queries: [dns.ask(`sum by (cluster, rcode) (${dns.rate(responses)})`, '{{rcode}}')],
  }),
  timeseries({
    title: 'Slowest answers',
    description: 'Duration that 99 of 100 stay below. Every connection begins with it.',
    unit: 's',
    queries: [
      dns.ask(slowest(dns, 'coredns_dns_request_duration_seconds', 'cluster'), '{{cluster}}'),
    ],
  }),
];
