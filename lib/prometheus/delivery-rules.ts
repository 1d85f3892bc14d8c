import { Duration } from 'cdk8s';
import type { SelectorOf } from '../model/promql.js';
import { type AlertRule, bounded } from '../model/rule.js';

/** The share of alerts that an Alertmanager did not take; what failed does not count as sent. */
const failedAlerts = (of: SelectorOf): string => {
  const failed = `rate(${of('prometheus_notifications_errors_total')}[5m])`;
  return `${failed} / (${failed} + rate(${of('prometheus_notifications_sent_total')}[5m]))`;
};

/** That alerts reach the Alertmanagers. */
export const notifyRules = (of: SelectorOf): readonly AlertRule[] => [
  {
    alert: 'PrometheusNotConnectedToAlertmanagers',
    expr: `max_over_time(${of('prometheus_notifications_alertmanagers_discovered')}[5m]) < 1`,
    for: Duration.minutes(10),
    severity: 'warning',
    summary: 'Prometheus knows no Alertmanager',
    description: 'Alerts of {{ $labels.pod }} go nowhere.',
  },
  bounded(0.03, (share) => ({
    alert: 'PrometheusErrorSendingAlertsToAnyAlertmanager',
    expr: `min without (alertmanager) (${failedAlerts(of)}) > ${share}`,
    for: Duration.minutes(15),
    severity: 'critical',
    summary: 'Alerts reach no Alertmanager',
    description:
      '{{ $value | humanizePercentage }} of the alerts of {{ $labels.pod }} fail even to the best of the Alertmanagers.',
  })),
  bounded(0.01, (share) => ({
    alert: 'PrometheusErrorSendingAlertsToSomeAlertmanagers',
    expr: `${failedAlerts(of)} > ${share}`,
    for: Duration.minutes(15),
    severity: 'warning',
    summary: 'Alerts do not reach one of the Alertmanagers',
    description:
      '{{ $value | humanizePercentage }} of the alerts of {{ $labels.pod }} to {{ $labels.alertmanager }} fail.',
  })),
  {
    alert: 'PrometheusNotificationQueueRunningFull',
    expr: `predict_linear(${of('prometheus_notifications_queue_length')}[5m], 1800) > on (cluster, job, instance) group_left () min_over_time(${of('prometheus_notifications_queue_capacity')}[5m])`,
    for: Duration.minutes(15),
    severity: 'warning',
    summary: 'Alerts queue up',
    description:
      'The queue of {{ $labels.pod }} to {{ $labels.alertmanager }} is full within 30 minutes; alerts are dropped then.',
  },
];

/** That samples reach where they are written as well. */
export const remoteWriteRules = (of: SelectorOf): readonly AlertRule[] => [
  bounded(0.01, (share) => ({
    alert: 'PrometheusRemoteStorageFailures',
    expr: `rate(${of('prometheus_remote_storage_samples_failed_total')}[5m]) / rate(${of('prometheus_remote_storage_samples_total')}[5m]) > ${share}`,
    for: Duration.minutes(15),
    severity: 'critical',
    summary: 'Samples are lost on their way to the remote store',
    description:
      '{{ $value | humanizePercentage }} of the samples of {{ $labels.pod }} to {{ $labels.url }} fail for good.',
  })),
  bounded(120, (seconds) => ({
    alert: 'PrometheusRemoteWriteBehind',
    expr: `max_over_time(${of('prometheus_remote_storage_queue_highest_timestamp_seconds')}[5m]) - max_over_time(${of('prometheus_remote_storage_queue_highest_sent_timestamp_seconds')}[5m]) > ${seconds}`,
    for: Duration.minutes(15),
    severity: 'warning',
    summary: 'The remote store gets samples late',
    description:
      '{{ $labels.pod }} is {{ $value | humanizeDuration }} behind in writing to {{ $labels.url }}; what is not written within two hours is lost.',
  })),
  {
    alert: 'PrometheusRemoteWriteDesiredShards',
    expr: `max_over_time(${of('prometheus_remote_storage_shards_desired')}[5m]) > max_over_time(${of('prometheus_remote_storage_shards_max')}[5m])`,
    for: Duration.minutes(15),
    severity: 'warning',
    summary: 'Writing to the remote store needs more than it may have',
    description:
      '{{ $labels.pod }} wants {{ $value | humanize }} parallel writers to {{ $labels.url }}, more than it is allowed.',
  },
];
