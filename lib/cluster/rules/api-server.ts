import { Duration } from 'cdk8s';
import { selector } from '../../model/promql.js';
import { type AlertRule, bounded, type Rule } from '../../model/rule.js';
import { objectiveRules } from './api-server-objective.js';
import { rate, slowest, upTo } from './rates.js';

const job = 'apiserver';

/** Rules that watch the API server. */
export const apiServerRules = (jobs: ReadonlySet<string>): readonly Rule[] =>
  jobs.has(job)
    ? [
        ...objectiveRules,
        slowRequests,
        terminatedRequests,
        aggregatedDown,
        aggregatedFlapping,
        expiring('warning', 'a week', 604800),
        expiring('critical', 'a day', 86400),
        ...webhookRules,
      ]
    : [];

const slowRequests: AlertRule = bounded(1, (seconds) => ({
  alert: 'KubeAPILatencyHigh',
  expr: `${slowest('cluster, verb, resource', 'apiserver_request_sli_duration_seconds', {
    job,
    scope: 'resource',
    subresource: { notRe: 'attach|exec|log|portforward|proxy' },
    verb: { notRe: 'CONNECT|WATCH' },
  })} > ${seconds}`,
  for: Duration.minutes(10),
  severity: 'warning',
  summary: 'Requests to the API server for one kind of object are slow',
  description: `1 in 100 requests to {{ $labels.verb }} one of {{ $labels.resource }} takes {{ $value | humanizeDuration }} or longer, where ${seconds} s is slow. Webhooks are not in it: look at the latency of etcd, then at how many and how large these objects are.`,
}));

const terminatedRequests: AlertRule = bounded(0.2, (share) => {
  const ended = `sum by (cluster) (${rate('apiserver_request_terminations_total', { job }, '10m')})`;
  const answered = `sum by (cluster) (${rate('apiserver_request_total', { job }, '10m')})`;
  return {
    alert: 'KubeAPITerminatedRequests',
    expr: `${ended} / (${answered} + ${ended}) > ${share}`,
    for: Duration.minutes(5),
    severity: 'warning',
    summary: 'The API server turns requests away',
    description:
      '{{ $value | humanizePercentage }} of requests are ended by the API server itself, because it is overloaded or they take too long. Clients retry, which makes it worse; find who asks so much.',
  };
});

const aggregatedDown: AlertRule = bounded(0.85, (share) => ({
  alert: 'KubeAggregatedAPIDown',
  expr: `1 - max by (cluster, name) (avg_over_time(${selector('aggregator_unavailable_apiservice', { job })}[10m])) < ${share}`,
  for: Duration.minutes(5),
  severity: 'warning',
  summary: 'An API that someone else serves is not available',
  description:
    'APIService {{ $labels.name }} was available {{ $value | humanizePercentage }} of the last 10 minutes. What it serves cannot be asked for, and namespaces cannot be deleted; look at the pods behind its Service.',
}));

const aggregatedFlapping: AlertRule = bounded(3, (times) => ({
  alert: 'KubeAggregatedAPIErrors',
  expr: `max by (cluster, name, reason) (increase(${selector('aggregator_unavailable_apiservice_total', { job })}[30m])) > ${times}`,
  severity: 'warning',
  summary: 'An API that someone else serves comes and goes',
  description:
    'APIService {{ $labels.name }} was lost {{ $value | humanize }} times in 30 minutes, with reason {{ $labels.reason }}. Look at the pods behind its Service: they restart, or answer slowly.',
}));

/** Of the bounds of that histogram. One in a hundred requests, so that one visitor does not count. */
const expiring = (
  severity: AlertRule['severity'],
  within: string,
  seconds: 604800 | 86400,
): AlertRule => {
  const metric = 'apiserver_client_certificate_expiration_seconds';
  const soon = rate(`${metric}_bucket`, { job, ...upTo(seconds) });
  return {
    alert: 'KubeClientCertificateExpiration',
    expr: `sum by (cluster) (${soon}) / sum by (cluster) (${rate(`${metric}_count`, { job })}) > 0.01`,
    for: Duration.minutes(5),
    severity,
    summary: `A client of the API server has a certificate that expires within ${within}`,
    description: `{{ $value | humanizePercentage }} of requests that come with a certificate come with one that expires within ${within}. Then that client is let in no more: find out whether it is a kubelet, the control plane or a person.`,
  };
};

const calls = `sum by (cluster, name) (${rate('apiserver_admission_webhook_admission_duration_seconds_count', { job })})`;
const refused = rate('apiserver_admission_webhook_rejection_count', {
  job,
  error_type: { not: 'no_error' },
});
const passed = rate('apiserver_admission_webhook_fail_open_count', { job });

const webhookRules: readonly AlertRule[] = [
  bounded(0.5, (share) => ({
    alert: 'KubeAPIAdmissionWebhookErrors',
    expr: `sum by (cluster, name) (${refused}) / ${calls} > ${share}`,
    for: Duration.minutes(5),
    severity: 'critical',
    summary: 'Changes are refused because an admission webhook does not answer',
    description:
      'Webhook {{ $labels.name }} could not be asked {{ $value | humanizePercentage }} of the time, and what it should have judged was refused. Among that may be every new pod; look at the pods that serve it.',
  })),
  bounded(0.05, (share) => ({
    alert: 'KubeAPIAdmissionWebhookErrors',
    expr: `sum by (cluster, name) (${refused} or ${passed}) / ${calls} > ${share}`,
    for: Duration.minutes(10),
    severity: 'warning',
    summary: 'An admission webhook does not answer',
    description:
      'Webhook {{ $labels.name }} could not be asked {{ $value | humanizePercentage }} of the time. What it should have judged was refused, or let through unseen, as its failurePolicy has it.',
  })),
  bounded(1, (seconds) => ({
    alert: 'KubeAPIAdmissionWebhookSlow',
    expr: `sum by (cluster, name) (${rate('apiserver_admission_webhook_admission_duration_seconds_sum', { job })}) / ${calls} > ${seconds}`,
    for: Duration.minutes(10),
    severity: 'warning',
    summary: 'An admission webhook is slow',
    description: `Webhook {{ $labels.name }} takes {{ $value | humanizeDuration }} on average, and every change that it judges waits for it. It should take far below ${seconds} s; look at what its pods do.`,
  })),
];
