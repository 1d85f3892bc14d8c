import { expectAlert } from '../expect-alert.js';
import { rising, series } from '../inputs.js';
import { growing } from '../worlds/counters.js';

const job = 'prometheus';
const pod = { job, namespace: 'observability', pod: 'prometheus-0', instance: '10.0.0.1:9090' };

/** A gauge of Prometheus' own. */
const gauge =
  (metric: string) =>
  ({ value }: { value: number }) => [series(metric, pod, value)];

/** A gauge that must be less than another. */
const ratio =
  (part: string, whole: string) =>
  ({ is, of }: { is: number; of: number }) => [series(part, pod, is), series(whole, pod, of)];

const events = (counter: string, firesAfter: string, labels = {}) => ({
  counter,
  firesAfter,
  severity: 'warning',
  labels,
  told: { pod: 'prometheus-0', ...labels },
});

/** Samples of two kinds that it stores. */
const stored = ({ floats, histograms }: { floats: number; histograms: number }) => [
  series('prometheus_tsdb_head_samples_appended_total', { ...pod, type: 'float' }, rising(floats)),
  series(
    'prometheus_tsdb_head_samples_appended_total',
    { ...pod, type: 'histogram' },
    rising(histograms),
  ),
];

/** A write-ahead log with damaged records, of a process that runs for so many hours. */
const damaged = ({ records, hours }: { records: number; hours: number }) => [
  series('prometheus_tsdb_wal_corruptions_total', pod, records),
  // Tests begin at the epoch.
  series('process_start_time_seconds', pod, -hours * 3600),
];

const old = ({ late, tooOld }: { late: number; tooOld: number }) => [
  series('prometheus_tsdb_out_of_order_samples_total', { ...pod, type: 'float' }, rising(late)),
  series('prometheus_tsdb_too_old_samples_total', { ...pod, type: 'float' }, rising(tooOld)),
];

export default [
  expectAlert('PrometheusBadConfig')
    .given(gauge('prometheus_config_last_reload_successful'), { value: 0 })
    .firesAfter('10m')
    .with({ pod: 'prometheus-0', severity: 'warning' })
    .silentWith({ value: 1 }),
  expectAlert('PrometheusHighQueryLoad')
    .given(ratio('prometheus_engine_queries', 'prometheus_engine_queries_concurrent_max'), {
      is: 17,
      of: 20,
    })
    .firesAfter('15m')
    .with({ pod: 'prometheus-0', severity: 'warning' })
    .notAt({ is: 15 })
    .silentWith({ of: 100 }),
  growing(
    'PrometheusRuleFailures',
    job,
    events('prometheus_rule_evaluation_failures_total', '16m', { rule_group: 'shop' }),
  ),
  growing(
    'PrometheusMissingRuleEvaluations',
    job,
    events('prometheus_rule_group_iterations_missed_total', '16m', { rule_group: 'shop' }),
  ),
  growing(
    'PrometheusTargetSyncFailure',
    job,
    events('prometheus_target_sync_failed_total', '6m', { scrape_job: 'shop' }),
  ),
  growing(
    'PrometheusKubernetesListWatchFailures',
    job,
    events('prometheus_sd_kubernetes_failures_total', '16m'),
  ),
  growing(
    'PrometheusSDRefreshFailure',
    job,
    events('prometheus_sd_refresh_failures_total', '21m', { mechanism: 'http' }),
  ),
  growing(
    'PrometheusScrapeSampleLimitHit',
    job,
    events('prometheus_target_scrapes_exceeded_sample_limit_total', '16m'),
  ),
  growing(
    'PrometheusScrapeBodySizeLimitHit',
    job,
    events('prometheus_target_scrapes_exceeded_body_size_limit_total', '16m'),
  ),
  growing(
    'PrometheusLabelLimitHit',
    job,
    events('prometheus_target_scrape_pool_exceeded_label_limits_total', '16m'),
  ),
  growing(
    'PrometheusTSDBReloadsFailing',
    job,
    events('prometheus_tsdb_reloads_failures_total', '241m'),
  ),
  growing(
    'PrometheusTSDBCompactionsFailing',
    job,
    events('prometheus_tsdb_compactions_failed_total', '241m'),
  ),
  growing(
    'PrometheusDuplicateTimestamps',
    job,
    events('prometheus_target_scrapes_sample_duplicate_timestamp_total', '11m'),
  ),
  growing(
    'PrometheusOutOfOrderTimestamps',
    job,
    events('prometheus_target_scrapes_sample_out_of_order_total', '11m'),
  ),
  growing('PrometheusTSDBWALWritesFailing', job, {
    ...events('prometheus_tsdb_wal_writes_failed_total', '1m'),
    severity: 'critical',
  }),
  expectAlert('PrometheusNotIngestingSamples')
    .given(stored, { floats: 0, histograms: 0 })
    .firesAfter('11m')
    .with({ pod: 'prometheus-0', severity: 'warning' })
    .silentWith({ floats: 1 })
    .silentWith({ histograms: 1 }),
  expectAlert('PrometheusTSDBWALCorruptions')
    .given(damaged, { records: 1, hours: 20 })
    .firesAfter('0m')
    .with({ pod: 'prometheus-0', severity: 'warning' })
    .notAt({ hours: 25 })
    .silentWith({ records: 0 }),
  expectAlert('PrometheusRefusesOldSamples')
    .given(old, { late: 1, tooOld: 0 })
    .firesAfter('16m')
    .with({ pod: 'prometheus-0', severity: 'warning' })
    .silentWith({ late: 0 }),
  expectAlert('PrometheusRefusesOldSamples')
    .given(old, { late: 0, tooOld: 1 })
    .firesAfter('16m')
    .with({ pod: 'prometheus-0', severity: 'warning' })
    .silentWith({ tooOld: 0 }),
  expectAlert('Watchdog')
    .given(() => [], {})
    .firesAfter('0m')
    .with({ severity: 'none' })
    .ofAnyJob(),
];
