import {
  type Asking,
  configurationStat,
  countDown,
  orZero,
  processPanels,
  upStat,
} from '../core/index.js';
import {
  inCluster,
  judged,
  type Panel,
  type Row,
  stat,
  table,
  timeseries,
} from '../model/dashboard/index.js';
import { selector } from '../model/promql.js';
import { sendingStat } from './delivery-panels.js';
import type { Outgoing } from './destinations.js';
import { behindStat } from './outgoing-panels.js';

/** Is it fine? */
export function healthPanels(
  prometheus: Asking,
  replicas: number,
  outgoing: Outgoing,
): readonly Panel[] {
  const { of, rate, ask } = prometheus;
  const stats = [
    upStat(prometheus, { replicas, symptom: 'no alert fires, and nothing is stored' }),
    stat({
      title: 'Targets down',
      description: 'Targets that do not answer. Normal is 0; the table below names them.',
      unit: 'short',
      thresholds: { above: { warning: 1 } },
      queries: [ask(countDown(selector('up', inCluster)))],
    }),
    configurationStat(prometheus, 'prometheus_config_last_reload_successful'),
    stat({
      title: 'Failing rules',
      description: 'Evaluations that fail, a second. Normal is 0; below they stand by group.',
      unit: 'ops',
      thresholds: judged.never,
      queries: [
        ask(orZero(prometheus, `sum(${rate('prometheus_rule_evaluation_failures_total')})`)),
      ],
    }),
    ...(outgoing.alerts ? [sendingStat(prometheus)] : []),
    ...(outgoing.samples ? [behindStat(prometheus)] : []),
    stat({
      title: 'Series',
      description: 'Series in memory, of the fullest replica. Each takes some kilobytes.',
      unit: 'short',
      thresholds: 'none',
      sparkline: true,
      queries: [ask(`max(${of('prometheus_tsdb_head_series')})`)],
    }),
  ];
  // However many there are, they stand in one line.
  return stats.map((panel) => ({ ...panel, width: 3 }));
}

/** What comes in, and what does not. */
export function scrapePanels({ rate, ask }: Asking): readonly Panel[] {
  const down = ask(`${selector('up', inCluster)} == 0`);
  const refused = (metric: string) => `sum by (cluster) (${rate(metric)})`;
  return [
    timeseries({
      title: 'Samples stored',
      description: 'Samples a second. A drop without a change of targets: see what is down.',
      unit: 'cps',
      queries: [
        ask(
          `sum by (cluster, pod) (${rate('prometheus_tsdb_head_samples_appended_total')})`,
          '{{pod}}',
        ),
      ],
    }),
    timeseries({
      title: 'Slowest targets',
      description: 'Duration of a scrape, the ten slowest. Near the timeout samples are lost.',
      unit: 's',
      queries: [
        ask(`topk(10, ${selector('scrape_duration_seconds', inCluster)})`, '{{job}} {{instance}}'),
      ],
    }),
    timeseries({
      title: 'Largest targets',
      description: 'Samples of a scrape by job, the ten largest. One that grows costs memory.',
      unit: 'short',
      queries: [
        ask(
          `topk(10, max by (cluster, job) (${selector('scrape_samples_post_metric_relabeling', inCluster)}))`,
          '{{job}}',
        ),
      ],
    }),
    timeseries({
      title: 'Refused scrapes',
      description: 'Scrapes a second that broke a limit: all their samples are lost. Normal is 0.',
      unit: 'ops',
      queries: [
        ask(refused('prometheus_target_scrapes_exceeded_sample_limit_total'), 'samples'),
        ask(refused('prometheus_target_scrapes_exceeded_body_size_limit_total'), 'size'),
        ask(refused('prometheus_target_scrape_pool_exceeded_label_limits_total'), 'labels'),
      ],
    }),
    table({
      title: 'Targets that are down',
      description: 'Empty is normal. Its own page of targets says what went wrong with each.',
      queries: [down],
      columns: [
        { label: 'cluster', title: 'Cluster' },
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

/** Series of rule groups with the name of the group: Prometheus has the file in front, which tells people nothing. */
const named = (series: string): string =>
  `label_replace(${series}, "group", "$1", "rule_group", ".*;(.+)")`;

/** What it does with it. */
export const evaluationPanels = ({ of, rate, ask }: Asking): readonly Panel[] => [
  timeseries({
    title: 'Failing rules by group',
    description: 'Evaluations that fail, a second. Normal is none; the log says why.',
    unit: 'ops',
    noValue: 'none fails',
    queries: [
      ask(
        `sum by (cluster, group) (${named(rate('prometheus_rule_evaluation_failures_total'))}) > 0`,
        '{{group}}',
      ),
    ],
  }),
  timeseries({
    title: 'Slowest rule groups',
    description:
      'Duration of an evaluation, the ten slowest. Above the interval, some are left out.',
    unit: 's',
    queries: [
      ask(
        `topk(10, max by (cluster, group) (${named(of('prometheus_rule_group_last_duration_seconds'))}))`,
        '{{group}}',
      ),
    ],
  }),
  timeseries({
    title: 'Queries',
    description: 'Requests a second for queries, by answer. Codes from 400 are errors.',
    unit: 'reqps',
    queries: [
      ask(
        `sum by (cluster, code) (${rate('prometheus_http_requests_total', { handler: { re: '/api/v1/query.*' } })})`,
        '{{code}}',
      ),
    ],
  }),
  timeseries({
    title: 'Slowest queries',
    description: 'Duration that 99 of 100 requests for queries stay below. Empty when nobody asks.',
    unit: 's',
    queries: [
      ask(
        `histogram_quantile(0.99, sum by (cluster, le, handler) (${rate('prometheus_http_request_duration_seconds_bucket', { handler: { re: '/api/v1/query.*' } })})) >= 0`,
        '{{handler}}',
      ),
    ],
  }),
];

/** What it keeps, and what that takes. */
export const storagePanels = (prometheus: Asking): readonly (Panel | Row)[] => {
  const { of, rate, ask } = prometheus;
  return [
    timeseries({
      title: 'Blocks and their limit',
      description:
        'What is stored, against retentionSize where there is one: there the oldest is deleted.',
      unit: 'bytes',
      width: 8,
      queries: [
        ask(`sum by (cluster, pod) (${of('prometheus_tsdb_storage_blocks_bytes')})`, '{{pod}}'),
        ask(`max by (cluster) (${of('prometheus_tsdb_retention_limit_bytes')}) > 0`, 'limit'),
      ],
    }),
    timeseries({
      title: 'Oldest sample',
      description: 'How far back it goes. Less than the retention: the limit of size comes first.',
      unit: 's',
      width: 8,
      queries: [
        ask(
          `max by (cluster, pod) (time() - ${of('prometheus_tsdb_lowest_timestamp_seconds')})`,
          '{{pod}}',
        ),
      ],
    }),
    timeseries({
      title: 'New series',
      description:
        'Series a second that were not there before. A peak: something changes its labels.',
      unit: 'cps',
      width: 8,
      queries: [
        ask(
          `sum by (cluster, pod) (${rate('prometheus_tsdb_head_series_created_total')})`,
          '{{pod}}',
        ),
      ],
    }),
    ...processPanels(prometheus, {
      memory: 'Near its limit, series are too many or queries too large.',
      cpu: 'Without a limit it is not slowed; a peak is a large query.',
    }),
  ];
};
