import { Duration } from 'cdk8s';
import { downRule, type RuleContext } from '../core/index.js';
import { streamSelector } from '../model/logql.js';
import { type Matchers, selector } from '../model/promql.js';
import type { AlertRule, RuleGroup } from '../model/rule.js';

/** What the rules and the dashboard need to know of the Alloy they watch. */
export interface AlloyFacts {
  readonly job: string;
  readonly namespace: string;
  /** Namespaces of the stack it is part of. */
  readonly stack: readonly string[];
  /** Whether it sends logs, metrics. */
  readonly logs: boolean;
  readonly metrics: boolean;
  /** Whether it collects the logs of pods, and from files. */
  readonly podLogs: boolean;
  readonly files: boolean;
  /** Whether there is one on every node. */
  readonly onNodes: boolean;
  /** Replicas in the cluster: of more than one, each does a share of the work. */
  readonly replicas: number;
}

/** Rules for an Alloy that is scraped, and one on the logs that it collects, scraped or not. */
export const alloyRules = (alloy: AlloyFacts, context: RuleContext): readonly RuleGroup[] => [
  ...(context.jobs.has(alloy.job)
    ? [
        {
          name: alloy.job,
          language: 'promql' as const,
          rules: ownHealth(alloy, context).map((r) => named(r, alloy)),
        },
      ]
    : []),
  ...(alloy.podLogs
    ? [{ name: `${alloy.job}-logs`, language: 'logql' as const, rules: [panics(alloy, context)] }]
    : []),
];

/** There is rarely one Alloy alone: the label tells apart what two of them say. */
const named = (rule: AlertRule, { job }: AlloyFacts): AlertRule => ({
  ...rule,
  labels: { ...rule.labels, job },
});

function ownHealth(alloy: AlloyFacts, context: RuleContext): readonly AlertRule[] {
  const { job } = alloy;
  const of = (metric: string, matchers: Matchers = {}) => selector(metric, { job, ...matchers });
  return [
    downRule(
      {
        alert: 'AlloyDown',
        job,
        product: 'Alloy',
        symptom: 'what it collects stays where it is, and is lost once it is rotated',
        severity: 'warning',
      },
      context,
    ),
    {
      alert: 'AlloyConfigReloadFailed',
      expr: `${of('alloy_config_last_load_successful')} == 0`,
      for: Duration.minutes(10),
      severity: 'warning',
      summary: 'Alloy refuses its configuration',
      description:
        '{{ $labels.pod }} runs on with the last configuration it could load. Its log says what is wrong with the new one; after a restart it would not run at all.',
    },
    {
      alert: 'UnhealthyComponents',
      expr: `sum by (cluster, namespace, pod, health_type) (${of('alloy_component_controller_running_components', { health_type: { not: 'healthy' } })}) > 0`,
      for: Duration.minutes(15),
      severity: 'warning',
      summary: 'Blocks of an Alloy do not run',
      description:
        '{{ $value }} blocks of {{ $labels.pod }} are {{ $labels.health_type }}. The list on its own page says which, and why.',
    },
    ...(alloy.replicas > 1 ? [notConverging(of)] : []),
    ...(alloy.logs ? logsDelivery(of) : []),
    ...(alloy.files ? [tooSlow(of)] : []),
    ...(alloy.metrics ? metricsDelivery(of) : []),
  ];
}

type Of = (metric: string, matchers?: Matchers) => string;

const notConverging = (of: Of): AlertRule => ({
  alert: 'ClusterNotConverging',
  expr: `stddev by (cluster, namespace, job) (sum without (state) (${of('cluster_node_peers')})) != 0`,
  for: Duration.minutes(10),
  severity: 'warning',
  summary: 'Replicas of Alloy do not see each other',
  description:
    'The replicas of {{ $labels.job }} count different numbers of peers: some work is done twice, or not at all.',
});

const logsDelivery = (of: Of): readonly AlertRule[] => [
  {
    alert: 'AlloyCannotDeliverLogs',
    expr: `sum by (cluster, namespace, pod, host) (rate(${of('loki_write_batch_retries_total')}[5m])) > 0`,
    for: Duration.minutes(30),
    severity: 'critical',
    summary: 'Logs do not reach their destination',
    description:
      '{{ $labels.pod }} has been repeating requests to {{ $labels.host }} for 30 minutes. It reads no further meanwhile, and files that are rotated twice are lost.',
  },
  {
    alert: 'AlloyLogsDropped',
    expr: `sum by (cluster, namespace, pod, host, reason) (increase(${of('loki_write_dropped_entries_total')}[10m])) > 0`,
    severity: 'warning',
    summary: 'Log lines are refused and lost',
    description:
      '{{ $labels.host }} refused batches with {{ $value | humanize }} lines of {{ $labels.pod }} in 10 minutes, reason: {{ $labels.reason }}. Lines that are too old or too long are the usual cause; others of the batch were taken.',
  },
];

const tooSlow = (of: Of): AlertRule => ({
  alert: 'AlloyReadsLogsTooSlowly',
  // Of a file that is quiet after a burst, or not read on at all, the last difference stays.
  expr: `max by (cluster, namespace, pod) (${of('loki_source_file_file_bytes_total')} - ${of('loki_source_file_read_bytes_total')} > 5e6 and rate(${of('loki_source_file_read_lines_total')}[5m]) > 0)`,
  for: Duration.minutes(15),
  severity: 'warning',
  summary: 'Log files grow faster than they are read',
  description:
    '{{ $labels.pod }} is {{ $value | humanize1024 }}B behind in a file. The kubelet rotates files at 10 MiB by default: one that is rotated twice meanwhile is lost.',
});

const metricsDelivery = (of: Of): readonly AlertRule[] => {
  const rate = (metric: string) =>
    `sum by (cluster, namespace, pod, url) (rate(${of(metric)}[5m]))`;
  const failed = rate('prometheus_remote_storage_samples_failed_total');
  return [
    {
      alert: 'AlloyRemoteStorageFailures',
      expr: `${failed} / (${failed} + ${rate('prometheus_remote_storage_samples_total')}) > 0.01`,
      for: Duration.minutes(15),
      severity: 'warning',
      summary: 'Samples are refused and lost',
      description:
        '{{ $labels.url }} refuses {{ $value | humanizePercentage }} of the samples that {{ $labels.pod }} sends.',
    },
    {
      alert: 'AlloyRemoteWriteBehind',
      expr: `max_over_time(${of('prometheus_remote_storage_queue_highest_timestamp_seconds')}[5m]) - max_over_time(${of('prometheus_remote_storage_queue_highest_sent_timestamp_seconds')}[5m]) > 120`,
      for: Duration.minutes(15),
      severity: 'critical',
      summary: 'Metrics do not reach their destination',
      description:
        '{{ $labels.pod }} is {{ $value | humanizeDuration }} behind in sending to {{ $labels.url }}. What waits for more than 8 hours is lost.',
    },
  ];
};

/** A recovered panic is said in the middle of a line; one that begins a line ended the process. */
const panics = ({ stack }: AlloyFacts, { cluster }: RuleContext): AlertRule => {
  const streams = streamSelector({
    cluster,
    namespace: { re: [...new Set(stack)].join('|') },
  });
  return {
    alert: 'StackContainerPanicked',
    expr: `sum by (cluster, namespace, app, container) (count_over_time(${streams} |~ "^(panic|fatal error): " [5m])) > 0`,
    severity: 'warning',
    summary: 'A part of the observability stack crashed',
    description:
      'Container {{ $labels.container }} of {{ $labels.app }} ended by a panic: the lines behind "panic:" in its log say where.',
  };
};
