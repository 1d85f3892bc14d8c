import { Duration } from 'cdk8s';
import type { SelectorOf } from '../model/promql.js';
import { type AlertRule, bounded } from '../model/rule.js';

const perHost = (counter: string): string =>
  `sum by (cluster, namespace, pod, host) (rate(${counter}[5m]))`;

/** That the logs it reads arrive. */
export const logsDelivery = (of: SelectorOf): readonly AlertRule[] => [
  {
    alert: 'AlloyCannotDeliverLogs',
    // Requests that are repeated, while others come through, are a load that Loki spreads.
    expr: `${perHost(of('loki_write_batch_retries_total'))} > 0 unless ${perHost(of('loki_write_sent_entries_total'))} > 0`,
    for: Duration.minutes(30),
    severity: 'critical',
    summary: 'Logs do not reach their destination',
    description:
      '{{ $labels.pod }} has been repeating requests to {{ $labels.host }} for 30 minutes, and none came through. It reads no further meanwhile: what is in files that are rotated twice is lost, and so are events after an hour.',
  },
  {
    alert: 'AlloyLogsDropped',
    expr: `sum by (cluster, namespace, pod, host, reason) (increase(${of('loki_write_dropped_entries_total')}[10m])) > 0`,
    severity: 'warning',
    summary: 'Log lines are refused and lost',
    description:
      '{{ $labels.host }} refused batches with {{ $value | humanize }} lines of {{ $labels.pod }} in 10 minutes, reason: {{ $labels.reason }}. Lines that are too old, or streams that are too many, are the usual cause; others of the batch were taken.',
  },
];

/** That it reads files as fast as they are written. */
export const tooSlow = (of: SelectorOf): AlertRule =>
  bounded(5e6, (bytes) => ({
    alert: 'AlloyReadsLogsTooSlowly',
    // Of a file that is quiet after a burst, or not read on at all, the last difference stays.
    expr: `max by (cluster, namespace, pod) (${of('loki_source_file_file_bytes_total')} - ${of('loki_source_file_read_bytes_total')} > ${bytes} and rate(${of('loki_source_file_read_lines_total')}[5m]) > 0)`,
    for: Duration.minutes(15),
    severity: 'warning',
    summary: 'Log files grow faster than they are read',
    description:
      '{{ $labels.pod }} is {{ $value | humanize1024 }}B behind in a file. The kubelet rotates files at 10 MiB by default: one that is rotated twice meanwhile is lost.',
  }));

/** That the samples it scrapes arrive. */
export const metricsDelivery = (of: SelectorOf): readonly AlertRule[] => {
  const rate = (metric: string) =>
    `sum by (cluster, namespace, pod, url) (rate(${of(metric)}[5m]))`;
  const failed = rate('prometheus_remote_storage_samples_failed_total');
  const newest = (which: string) =>
    `max_over_time(${of(`prometheus_remote_storage_queue_highest_${which}timestamp_seconds`)}[5m])`;
  return [
    bounded(0.01, (share) => ({
      alert: 'AlloyRemoteStorageFailures',
      expr: `${failed} / (${failed} + ${rate('prometheus_remote_storage_samples_total')}) > ${share}`,
      for: Duration.minutes(15),
      severity: 'critical',
      summary: 'Samples are refused and lost',
      description:
        '{{ $labels.url }} refuses {{ $value | humanizePercentage }} of the samples that {{ $labels.pod }} sends: graphs have gaps, and alerts that read them may stay silent.',
    })),
    bounded(120, (seconds) => ({
      alert: 'AlloyRemoteWriteBehind',
      expr: `${newest('')} - ${newest('sent_')} > ${seconds}`,
      for: Duration.minutes(15),
      severity: 'critical',
      summary: 'Metrics do not reach their destination',
      description:
        '{{ $labels.pod }} is {{ $value | humanizeDuration }} behind in sending to {{ $labels.url }}: alerts that read what it scrapes are blind. What waits for more than 8 hours is lost.',
    })),
  ];
};
