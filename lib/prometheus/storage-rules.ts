import { Duration } from 'cdk8s';
import type { SelectorOf } from '../model/promql.js';
import type { AlertRule } from '../model/rule.js';

/** That samples come in, are stored, and stay readable. */
export const storageRules = (of: SelectorOf): readonly AlertRule[] => [
  {
    alert: 'PrometheusNotIngestingSamples',
    expr: `sum without (type) (rate(${of('prometheus_tsdb_head_samples_appended_total')}[5m])) <= 0`,
    for: Duration.minutes(10),
    severity: 'warning',
    summary: 'Prometheus stores no samples',
    description: '{{ $labels.pod }} has stored nothing for 10 minutes: its rules see nothing new.',
  },
  {
    alert: 'PrometheusTSDBWALWritesFailing',
    expr: `increase(${of('prometheus_tsdb_wal_writes_failed_total')}[10m]) > 0`,
    severity: 'critical',
    summary: 'Prometheus cannot write its log',
    description:
      '{{ $labels.pod }} failed {{ $value | humanize }} writes in 10 minutes; samples are lost. Is its volume full?',
  },
  {
    alert: 'PrometheusTSDBWALCorruptions',
    // Found when the log is replayed, before the first scrape: no increase is ever seen.
    expr: `${of('prometheus_tsdb_wal_corruptions_total')} > 0 unless time() - ${of('process_start_time_seconds')} > 86400`,
    severity: 'warning',
    summary: 'Prometheus found its log broken',
    description:
      '{{ $labels.pod }} found {{ $value | humanize }} broken places in its log as it started, and dropped what came after them.',
  },
  {
    alert: 'PrometheusTSDBReloadsFailing',
    expr: `increase(${of('prometheus_tsdb_reloads_failures_total')}[3h]) > 0`,
    for: Duration.hours(4),
    severity: 'warning',
    summary: 'Prometheus cannot read its blocks',
    description:
      '{{ $labels.pod }} failed {{ $value | humanize }} times in 3 hours to load its blocks: nothing old is deleted, and the volume fills.',
  },
  {
    alert: 'PrometheusTSDBCompactionsFailing',
    expr: `increase(${of('prometheus_tsdb_compactions_failed_total')}[3h]) > 0`,
    for: Duration.hours(4),
    severity: 'warning',
    summary: 'Prometheus cannot compact its blocks',
    description:
      '{{ $labels.pod }} failed {{ $value | humanize }} compactions in 3 hours: memory and volume fill.',
  },
  {
    alert: 'PrometheusDuplicateTimestamps',
    expr: `rate(${of('prometheus_target_scrapes_sample_duplicate_timestamp_total')}[5m]) > 0`,
    for: Duration.minutes(10),
    severity: 'warning',
    summary: 'Two samples of one series and one time',
    description:
      '{{ $labels.pod }} drops {{ $value | humanize }} samples a second: two targets show the same series, or one shows it twice.',
  },
  {
    alert: 'PrometheusOutOfOrderTimestamps',
    expr: `rate(${of('prometheus_target_scrapes_sample_out_of_order_total')}[5m]) > 0`,
    for: Duration.minutes(10),
    severity: 'warning',
    summary: 'Targets show samples older than the last',
    description:
      '{{ $labels.pod }} drops {{ $value | humanize }} scraped samples a second, as it has newer ones of the same series.',
  },
  {
    alert: 'PrometheusRefusesOldSamples',
    expr: `rate(${of('prometheus_tsdb_out_of_order_samples_total')}[5m]) + rate(${of('prometheus_tsdb_too_old_samples_total')}[5m]) > 0`,
    for: Duration.minutes(15),
    severity: 'warning',
    summary: 'Samples come too late',
    description:
      '{{ $labels.pod }} refuses {{ $value | humanize }} samples a second, older than its outOfOrderWindow: is a sender behind?',
  },
];
