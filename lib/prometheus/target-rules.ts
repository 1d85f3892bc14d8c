import { Duration, type Size } from 'cdk8s';
import type { SelectorOf } from '../model/promql.js';
import { type AlertRule, bounded } from '../model/rule.js';
import { bytes } from '../model/units.js';

/** From here on a limit counts as near. */
const near = 0.8;

/** That every target can be scraped, and is still some way below what would have it refused. */
export const targetRules = (bodySizeLimit: Size): readonly AlertRule[] => [
  bounded(0.1, (share) => ({
    alert: 'TargetDown',
    expr: `count by (cluster, namespace, job) (up == 0) / count by (cluster, namespace, job) (up) > ${share}`,
    for: Duration.minutes(10),
    severity: 'warning',
    summary: 'Targets of a job cannot be scraped',
    description:
      '{{ $value | humanizePercentage }} of the targets of job {{ $labels.job }} have not answered for 10 minutes: what they measure is unknown, and their alerts cannot fire.',
  })),
  bounded(near, (share) => ({
    alert: 'TargetNearSampleLimit',
    expr: `scrape_samples_post_metric_relabeling / (scrape_sample_limit > 0) > ${share}`,
    for: Duration.minutes(15),
    severity: 'warning',
    summary: 'A target shows almost more than it may',
    description:
      '{{ $labels.instance }} of job {{ $labels.job }} shows {{ $value | humanizePercentage }} of its sampleLimit. At 100 % all its samples are refused: raise the limit, or drop series.',
  })),
  bounded(near, (share) => ({
    alert: 'TargetNearBodySizeLimit',
    expr: `scrape_body_size_bytes > ${share} * ${bytes(bodySizeLimit)}`,
    for: Duration.minutes(15),
    severity: 'warning',
    summary: 'A target answers almost more than it may',
    description:
      '{{ $labels.instance }} of job {{ $labels.job }} answers with {{ $value | humanize1024 }}B. Above bodySizeLimit all of it is refused.',
  })),
  bounded(near, (share) => ({
    alert: 'TargetNearTimeout',
    expr: `max_over_time(scrape_duration_seconds[15m]) / scrape_timeout_seconds > ${share}`,
    for: Duration.minutes(30),
    severity: 'info',
    summary: 'A target answers almost too slowly',
    description:
      '{{ $labels.instance }} of job {{ $labels.job }} takes {{ $value | humanizePercentage }} of the time it has. Give the job a longer timeout.',
  })),
];

/** What one Prometheus could not find, or refused of its targets. */
export const scrapeRules = (of: SelectorOf): readonly AlertRule[] => [
  {
    alert: 'PrometheusTargetSyncFailure',
    expr: `increase(${of('prometheus_target_sync_failed_total')}[30m]) > 0`,
    for: Duration.minutes(5),
    severity: 'warning',
    summary: 'Targets are found and cannot be made sense of',
    description:
      '{{ $labels.pod }} failed {{ $value | humanize }} times on targets of job {{ $labels.scrape_job }}: see its relabeling.',
  },
  {
    alert: 'PrometheusKubernetesListWatchFailures',
    expr: `increase(${of('prometheus_sd_kubernetes_failures_total')}[5m]) > 0`,
    for: Duration.minutes(15),
    severity: 'warning',
    summary: 'Prometheus cannot ask the Kubernetes API for targets',
    description:
      '{{ $labels.pod }} failed {{ $value | humanize }} times in 5 minutes: new pods are not scraped. Look at its roles and its way to the API server.',
  },
  {
    alert: 'PrometheusSDRefreshFailure',
    expr: `increase(${of('prometheus_sd_refresh_failures_total')}[10m]) > 0`,
    for: Duration.minutes(20),
    severity: 'warning',
    summary: 'Prometheus cannot look for targets',
    description: '{{ $labels.pod }} cannot look for targets by {{ $labels.mechanism }}.',
  },
  {
    alert: 'PrometheusScrapeSampleLimitHit',
    expr: `increase(${of('prometheus_target_scrapes_exceeded_sample_limit_total')}[5m]) > 0`,
    for: Duration.minutes(15),
    severity: 'warning',
    summary: 'Scrapes are refused for too many samples',
    description:
      '{{ $labels.pod }} refused {{ $value | humanize }} scrapes in 5 minutes. The targets are down; their error names the limit.',
  },
  {
    alert: 'PrometheusScrapeBodySizeLimitHit',
    expr: `increase(${of('prometheus_target_scrapes_exceeded_body_size_limit_total')}[5m]) > 0`,
    for: Duration.minutes(15),
    severity: 'warning',
    summary: 'Scrapes are refused for their size',
    description:
      '{{ $labels.pod }} refused {{ $value | humanize }} scrapes in 5 minutes. The targets are down; their error names the limit.',
  },
  {
    alert: 'PrometheusLabelLimitHit',
    expr: `increase(${of('prometheus_target_scrape_pool_exceeded_label_limits_total')}[5m]) > 0`,
    for: Duration.minutes(15),
    severity: 'warning',
    summary: 'Scrapes are refused for a sample with too many labels',
    description:
      '{{ $labels.pod }} refused {{ $value | humanize }} scrapes in 5 minutes. The targets are down; their error names the sample.',
  },
];
