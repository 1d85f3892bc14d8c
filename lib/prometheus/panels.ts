import type { Datasource } from '../core/index.js';
import {
  chosen,
  type Panel,
  type PromOptions,
  prom,
  stat,
  table,
  timeseries,
} from '../model/dashboard/index.js';
import { selector } from '../model/promql.js';
import type { Of } from './rules.js';

type From = Datasource | undefined;

const rate = (series: string): string => `rate(${series}[$__rate_interval])`;
const inCluster = chosen('cluster');

/** Is it fine? */
export const healthPanels = (from: From, of: Of): readonly Panel[] => [
  stat({
    title: 'Up',
    description: 'Replicas that answer a scrape. 0: no alert fires, and nothing is stored.',
    unit: 'short',
    thresholds: { below: { critical: 1 } },
    queries: [prom(from, `sum(${of('up')})`)],
  }),
  stat({
    title: 'Targets down',
    description: 'Targets that do not answer. Normal is 0; the table below names them.',
    unit: 'short',
    thresholds: { above: { warning: 1 } },
    queries: [prom(from, `count(${selector('up', inCluster)} == 0) or vector(0)`)],
  }),
  stat({
    title: 'Configuration',
    description: 'Whether the last change was taken. If not, the log names the line.',
    unit: 'none',
    thresholds: { below: { critical: 1 } },
    mappings: { 0: { text: 'refused' }, 1: { text: 'taken' } },
    queries: [prom(from, `min(${of('prometheus_config_last_reload_successful')})`)],
  }),
  stat({
    title: 'Failing rules',
    description: 'Evaluations that fail, a second. Normal is 0; below they stand by group.',
    unit: 'ops',
    thresholds: { above: { warning: 0.001 } },
    queries: [prom(from, `sum(${rate(of('prometheus_rule_evaluation_failures_total'))})`)],
  }),
  stat({
    title: 'Undelivered alerts',
    description: 'Alerts that an Alertmanager did not take, a second. Normal is 0.',
    unit: 'ops',
    thresholds: { above: { warning: 0.001 } },
    queries: [prom(from, `sum(${rate(of('prometheus_notifications_errors_total'))}) or vector(0)`)],
  }),
  stat({
    title: 'Series',
    description: 'Series in memory, of the fullest replica. Each takes some kilobytes.',
    unit: 'short',
    thresholds: 'none',
    sparkline: true,
    queries: [prom(from, `max(${of('prometheus_tsdb_head_series')})`)],
  }),
];

/** What comes in, and what does not. */
export function scrapePanels(from: From, of: Of): readonly Panel[] {
  const down = prom(from, `${selector('up', inCluster)} == 0`);
  return [
    timeseries({
      title: 'Samples stored',
      description: 'Samples a second. A drop without a change of targets: see what is down.',
      unit: 'cps',
      queries: [
        each(from, `sum by (pod) (${rate(of('prometheus_tsdb_head_samples_appended_total'))})`),
      ],
    }),
    timeseries({
      title: 'Slowest targets',
      description: 'Duration of a scrape, the ten slowest. Near the timeout samples are lost.',
      unit: 's',
      queries: [
        prom(from, `topk(10, ${selector('scrape_duration_seconds', inCluster)})`, {
          legend: '{{job}} {{instance}}',
        }),
      ],
    }),
    timeseries({
      title: 'Largest targets',
      description: 'Samples of a scrape by job, the ten largest. One that grows costs memory.',
      unit: 'short',
      queries: [
        prom(
          from,
          `topk(10, max by (job) (${selector('scrape_samples_post_metric_relabeling', inCluster)}))`,
          { legend: '{{job}}' },
        ),
      ],
    }),
    timeseries({
      title: 'Refused scrapes',
      description: 'Scrapes a second that broke a limit: all their samples are lost. Normal is 0.',
      unit: 'ops',
      queries: [
        ...[
          ['samples', 'prometheus_target_scrapes_exceeded_sample_limit_total'],
          ['size', 'prometheus_target_scrapes_exceeded_body_size_limit_total'],
          ['labels', 'prometheus_target_scrape_pool_exceeded_label_limits_total'],
        ].map(([legend, metric = '']) => prom(from, `sum(${rate(of(metric))})`, { legend })),
      ],
    }),
    table({
      title: 'Targets that are down',
      description: 'Empty is normal. Its own page of targets says what went wrong with each.',
      queries: [down],
      columns: [
        { label: 'job', title: 'Job' },
        { label: 'namespace', title: 'Namespace' },
        { label: 'pod', title: 'Pod' },
        { label: 'instance', title: 'Address' },
        { label: 'node', title: 'Node' },
      ],
      noValue: 'All targets answer',
    }),
  ];
}

/** What it does with it. */
export const evaluationPanels = (from: From, of: Of): readonly Panel[] => [
  timeseries({
    title: 'Failing rules by group',
    description: 'Evaluations that fail, a second. Normal is none; the log says why.',
    unit: 'ops',
    queries: [
      prom(
        from,
        `sum by (rule_group) (${rate(of('prometheus_rule_evaluation_failures_total'))}) > 0`,
        { legend: '{{rule_group}}' },
      ),
    ],
  }),
  timeseries({
    title: 'Slowest rule groups',
    description:
      'Duration of an evaluation, the ten slowest. Above the interval, some are left out.',
    unit: 's',
    queries: [
      prom(
        from,
        `topk(10, max by (rule_group) (${of('prometheus_rule_group_last_duration_seconds')}))`,
        {
          legend: '{{rule_group}}',
        },
      ),
    ],
  }),
  timeseries({
    title: 'Alerts sent',
    description: 'Alerts a second to each Alertmanager. All should get the same.',
    unit: 'ops',
    queries: [
      prom(from, `sum by (alertmanager) (${rate(of('prometheus_notifications_sent_total'))})`, {
        legend: '{{alertmanager}}',
      }),
    ],
  }),
  timeseries({
    title: 'Queries',
    description: 'Requests a second for queries, by answer. Codes from 400 are errors.',
    unit: 'reqps',
    queries: [
      prom(
        from,
        `sum by (code) (${rate(of('prometheus_http_requests_total', { handler: { re: '/api/v1/query.*' } }))})`,
        { legend: '{{code}}' },
      ),
    ],
  }),
  timeseries({
    title: 'Slowest queries',
    description: 'Duration that 99 of 100 requests for queries stay below.',
    unit: 's',
    queries: [
      prom(
        from,
        `histogram_quantile(0.99, sum by (le, handler) (${rate(of('prometheus_http_request_duration_seconds_bucket', { handler: { re: '/api/v1/query.*' } }))}))`,
        { legend: '{{handler}}' },
      ),
    ],
  }),
  timeseries({
    title: 'Behind in remote write',
    description: 'How old the newest sample is that was written elsewhere. Empty where nothing is.',
    unit: 's',
    queries: [
      prom(
        from,
        `max by (pod, url) (${of('prometheus_remote_storage_queue_highest_timestamp_seconds')} - ${of('prometheus_remote_storage_queue_highest_sent_timestamp_seconds')})`,
        { legend: '{{pod}} {{url}}' },
      ),
    ],
  }),
];

/** What it keeps, and by what means. */
export const storagePanels = (from: From, of: Of): readonly Panel[] => [
  timeseries({
    title: 'Blocks and their limit',
    description: 'What is stored, against retentionSize. At the limit the oldest is deleted.',
    unit: 'bytes',
    queries: [
      each(from, `sum by (pod) (${of('prometheus_tsdb_storage_blocks_bytes')})`),
      prom(from, `max(${of('prometheus_tsdb_retention_limit_bytes')})`, { legend: 'limit' }),
    ],
  }),
  timeseries({
    title: 'Oldest sample',
    description: 'How far back it goes. Less than the retention: the limit of size comes first.',
    unit: 's',
    queries: [
      each(from, `max by (pod) (time() - ${of('prometheus_tsdb_lowest_timestamp_seconds')})`),
    ],
  }),
  timeseries({
    title: 'New series',
    description:
      'Series a second that were not there before. A peak: something changes its labels.',
    unit: 'cps',
    queries: [
      each(from, `sum by (pod) (${rate(of('prometheus_tsdb_head_series_created_total'))})`),
    ],
  }),
  timeseries({
    title: 'Memory',
    description: 'Memory of the process. Near its limit, series are too many or queries too large.',
    unit: 'bytes',
    queries: [each(from, `sum by (pod) (${of('process_resident_memory_bytes')})`)],
  }),
  timeseries({
    title: 'CPU',
    description: 'Cores in use. Without a limit it is not slowed; a peak is a large query.',
    unit: 'none',
    queries: [each(from, `sum by (pod) (${rate(of('process_cpu_seconds_total'))})`)],
  }),
];

/** One line a replica. */
const each = (from: From, expr: string, options: PromOptions = { legend: '{{pod}}' }) =>
  prom(from, expr, options);
