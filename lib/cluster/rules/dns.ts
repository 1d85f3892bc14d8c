import { Duration } from 'cdk8s';
import { selector } from '../../model/promql.js';
import { type AlertRule, bounded } from '../../model/rule.js';
import { rate, slowest } from './rates.js';

const its = { job: 'coredns' };

/** What CoreDNS asks other servers of names. */
const forwarded = { ...its, proxy_name: 'forward' };

/** Rules that watch how CoreDNS answers. */
export const dnsRules = (jobs: ReadonlySet<string>): readonly AlertRule[] =>
  jobs.has(its.job) ? rules : [];

const failedAnswers = (severity: 'warning' | 'critical', bound: number): AlertRule =>
  bounded(bound, (share) => {
    const of = (rcode?: string) =>
      `sum by (cluster) (${rate('coredns_dns_responses_total', { ...its, ...(rcode !== undefined && { rcode }) })})`;
    return {
      alert: 'CoreDNSErrorsHigh',
      expr: `${of('SERVFAIL')} / ${of()} > ${share}`,
      for: Duration.minutes(10),
      severity,
      summary: 'Names cannot be resolved',
      description:
        'CoreDNS answers {{ $value | humanizePercentage }} of questions with SERVFAIL: programs fail to connect now and then. See whether it cannot reach the API server or the servers that it forwards to.',
    };
  });

const failedForwards = (severity: 'warning' | 'critical', bound: number): AlertRule =>
  bounded(bound, (share) => {
    const of = (rcode?: string) =>
      `sum by (cluster, to) (${rate('coredns_proxy_request_duration_seconds_count', { ...forwarded, ...(rcode !== undefined && { rcode }) })})`;
    return {
      alert: 'CoreDNSForwardErrorsHigh',
      expr: `${of('SERVFAIL')} / ${of()} > ${share}`,
      for: Duration.minutes(10),
      severity,
      summary: 'Names outside the cluster cannot be resolved',
      description:
        '{{ $labels.to }} answers {{ $value | humanizePercentage }} of what CoreDNS forwards to it with SERVFAIL. Names of the cluster itself are not concerned; ask that server the same.',
    };
  });

const rules: readonly AlertRule[] = [
  bounded(4, (seconds) => ({
    alert: 'CoreDNSLatencyHigh',
    expr: `${slowest('cluster, server, zone', 'coredns_dns_request_duration_seconds', its)} > ${seconds}`,
    for: Duration.minutes(10),
    severity: 'critical',
    summary: 'Names are resolved slowly',
    description:
      '1 in 100 answers of CoreDNS for zone {{ $labels.zone }} takes {{ $value | humanizeDuration }} or longer; most programs give up after 5 s. Zone "." holds all that is outside: then look at the servers that it forwards to.',
  })),
  failedAnswers('warning', 0.01),
  failedAnswers('critical', 0.03),
  bounded(4, (seconds) => ({
    // That it hurts CoreDNSLatencyHigh says: one slow server of several is stepped around.
    alert: 'CoreDNSForwardLatencyHigh',
    expr: `${slowest('cluster, to', 'coredns_proxy_request_duration_seconds', forwarded)} > ${seconds}`,
    for: Duration.minutes(10),
    severity: 'warning',
    summary: 'A server of names outside the cluster is slow',
    description:
      '{{ $labels.to }} takes {{ $value | humanizeDuration }} or longer for 1 in 100 questions that CoreDNS forwards to it. Names outside the cluster are resolved late; ask that server the same.',
  })),
  failedForwards('warning', 0.01),
  failedForwards('critical', 0.03),
  {
    alert: 'CoreDNSForwardHealthcheckFailureCount',
    expr: `sum by (cluster, to) (${rate('coredns_proxy_healthcheck_failures_total', forwarded)}) > 0`,
    for: Duration.minutes(10),
    severity: 'warning',
    summary: 'A server of names outside the cluster does not answer',
    description:
      'CoreDNS finds {{ $labels.to }} not healthy again and again for 10 minutes. The others of its kind stand in, if there are any; see whether that server is up and reached.',
  },
  {
    alert: 'CoreDNSForwardHealthcheckBrokenCount',
    expr: `sum by (cluster) (${rate('coredns_forward_healthcheck_broken_total', its)}) > 0`,
    for: Duration.minutes(10),
    severity: 'warning',
    summary: 'No server of names outside the cluster is healthy',
    description:
      'All servers that CoreDNS forwards to fail their checks, so it asks any of them and hopes. Names outside the cluster can hardly be resolved; look at the network to those servers.',
  },
  {
    // It survives a panic, and only that question is lost.
    alert: 'CoreDNSPanics',
    expr: `sum by (cluster, pod) (increase(${selector('coredns_panics_total', its)}[10m])) > 0`,
    severity: 'warning',
    summary: 'CoreDNS panicked',
    description:
      '{{ $labels.pod }} panicked {{ $value | humanize }} times in 10 minutes while it answered. Each time a question was lost; its log has the message, which whoever maintains the plugin wants to see.',
  },
];
