import { expectAlert } from '../expect-alert.js';
import { rising, series } from '../inputs.js';
import { doubling, taking } from '../worlds/histograms.js';

const its = { job: 'coredns', instance: '10.1.0.5:9153', pod: 'coredns-5f8b-x2x' };
const answered = { server: 'dns://:53', zone: '.', view: '' };
const bounds = doubling(0.00025, 16);

const answers = ({ seconds }: { seconds: number }) =>
  taking('coredns_dns_request_duration_seconds', { ...its, ...answered }, seconds, bounds);

/** Answers a minute, those that are well and others. */
const codes = ({ well, others, code }: { well: number; others: number; code: string }) => [
  series('coredns_dns_responses_total', { ...its, ...answered, rcode: 'NOERROR' }, rising(well)),
  series('coredns_dns_responses_total', { ...its, ...answered, rcode: code }, rising(others)),
];

/** Questions that one of its plugins passes on, beside those of another plugin to the same server. */
const forwarded = ({
  seconds,
  by,
  well,
  others,
  code,
}: {
  seconds: number;
  by: string;
  well: number;
  others: number;
  code: string;
}) => {
  const to = { ...its, proxy_name: by, to: '10.0.0.53:53' };
  const metric = 'coredns_proxy_request_duration_seconds';
  return [
    ...taking(metric, { ...to, rcode: 'NOERROR' }, seconds, bounds, well),
    ...taking(metric, { ...to, rcode: code }, seconds, bounds, others),
    series(
      `${metric}_count`,
      { ...to, instance: '10.1.0.6:9153', proxy_name: 'grpc', rcode: 'SERVFAIL' },
      rising(10_000),
    ),
  ];
};

const wellForwarded = { seconds: 0.01, by: 'forward', well: 60, others: 0, code: 'SERVFAIL' };

const checked = ({ by, failuresAMinute }: { by: string; failuresAMinute: number }) => [
  series(
    'coredns_proxy_healthcheck_failures_total',
    { ...its, proxy_name: by, to: '10.0.0.53:53' },
    rising(failuresAMinute),
  ),
];

const broken = ({ timesAMinute }: { timesAMinute: number }) => [
  series('coredns_forward_healthcheck_broken_total', its, rising(timesAMinute)),
];

const panics = ({ timesAMinute }: { timesAMinute: number }) => [
  series('coredns_panics_total', its, rising(timesAMinute)),
];

export default [
  expectAlert('CoreDNSLatencyHigh')
    .given(answers, { seconds: 6 })
    .firesAfter('11m')
    .with({ zone: '.', severity: 'critical' })
    .notAt({ seconds: 1.5 })
    .silentWith({ seconds: 0.001 }),
  expectAlert('CoreDNSErrorsHigh')
    .given(codes, { well: 98, others: 2, code: 'SERVFAIL' })
    .firesAfter('11m')
    .with({ severity: 'warning' })
    .notAt({ others: 0.9 })
    .silentWith({ code: 'NXDOMAIN' }),
  expectAlert('CoreDNSErrorsHigh')
    .given(codes, { well: 90, others: 10, code: 'SERVFAIL' })
    .firesAfter('11m')
    .with({ severity: 'critical' })
    .notAt({ others: 2 })
    .silentWith({ code: 'NXDOMAIN' }),
  expectAlert('CoreDNSForwardLatencyHigh')
    .given(forwarded, { ...wellForwarded, seconds: 6 })
    .firesAfter('11m')
    .with({ to: '10.0.0.53:53', severity: 'warning' })
    .notAt({ seconds: 1.5 })
    .silentWith({ by: 'grpc' }),
  expectAlert('CoreDNSForwardErrorsHigh')
    .given(forwarded, { ...wellForwarded, others: 1 })
    .firesAfter('11m')
    .with({ to: '10.0.0.53:53', severity: 'warning' })
    .notAt({ others: 0.5 })
    .silentWith({ code: 'NXDOMAIN' }),
  expectAlert('CoreDNSForwardErrorsHigh')
    .given(forwarded, { ...wellForwarded, others: 6 })
    .firesAfter('11m')
    .with({ to: '10.0.0.53:53', severity: 'critical' })
    .notAt({ others: 1.5 })
    .silentWith({ by: 'grpc' }),
  expectAlert('CoreDNSForwardHealthcheckFailureCount')
    .given(checked, { by: 'forward', failuresAMinute: 1 })
    .firesAfter('11m')
    .with({ to: '10.0.0.53:53', severity: 'warning' })
    .silentWith({ failuresAMinute: 0 })
    .silentWith({ by: 'grpc' }),
  expectAlert('CoreDNSForwardHealthcheckBrokenCount')
    .given(broken, { timesAMinute: 1 })
    .firesAfter('11m')
    .with({ severity: 'warning' })
    .silentWith({ timesAMinute: 0 }),
  expectAlert('CoreDNSPanics')
    .given(panics, { timesAMinute: 1 })
    .firesAfter('1m')
    .with({ pod: 'coredns-5f8b-x2x', severity: 'warning' })
    .silentWith({ timesAMinute: 0 }),
];
