import { Duration } from 'cdk8s';
import { downRule, type RuleContext } from '../core/index.js';
import { type SelectorOf, shownBy } from '../model/promql.js';
import type { AlertRule, RuleGroup } from '../model/rule.js';
import { logsDelivery, metricsDelivery, tooSlow } from './delivery-rules.js';
import { eventRules } from './event-rules.js';
import type { EventLines } from './feature.js';
import { crashRules, workloadRules } from './log-rules.js';

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
  /** How it writes Kubernetes events; undefined where it collects none. */
  readonly events: EventLines | undefined;
  /** Whether there is one on every node. */
  readonly onNodes: boolean;
  /** Replicas in the cluster: of more than one, each does a share of the work. */
  readonly replicas: number;
}

/** Rules for an Alloy that is scraped, and those on the lines that it collects, scraped or not. */
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
    ? [
        {
          name: `${alloy.job}-logs`,
          language: 'logql' as const,
          rules: crashRules(alloy, context),
        },
        {
          name: `${alloy.job}-workloads`,
          language: 'logql' as const,
          // They read the lines of all pods.
          interval: Duration.minutes(5),
          rules: workloadRules(alloy, context),
        },
      ]
    : []),
  ...(alloy.events
    ? [
        {
          name: `${alloy.job}-kubernetes`,
          language: 'logql' as const,
          rules: eventRules(alloy.events, context),
        },
      ]
    : []),
];

/** There is rarely one Alloy alone: the label tells apart what two of them say. */
const named = (rule: AlertRule, { job }: AlloyFacts): AlertRule => ({
  ...rule,
  labels: { ...rule.labels, job },
});

function ownHealth(alloy: AlloyFacts, context: RuleContext): readonly AlertRule[] {
  const { job } = alloy;
  const of = shownBy(job);
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
    {
      alert: 'SlowComponentEvaluations',
      expr: `sum by (cluster, namespace, pod, component_id) (rate(${of('alloy_component_evaluation_slow_seconds')}[10m])) > 0`,
      for: Duration.minutes(15),
      severity: 'warning',
      summary: 'A block of an Alloy takes minutes to take in what it is given',
      description:
        '{{ $labels.component_id }} of {{ $labels.pod }} is slow to follow changes: what it collects may be gone already, or new pods are not read yet.',
    },
    ...(alloy.replicas > 1 ? [notConverging(of)] : []),
    ...(alloy.logs ? logsDelivery(of) : []),
    ...(alloy.files ? [tooSlow(of)] : []),
    ...(alloy.metrics ? metricsDelivery(of) : []),
  ];
}

const notConverging = (of: SelectorOf): AlertRule => ({
  alert: 'ClusterNotConverging',
  expr: `stddev by (cluster, namespace, job) (sum without (state) (${of('cluster_node_peers')})) != 0`,
  for: Duration.minutes(10),
  severity: 'warning',
  summary: 'Replicas of Alloy do not see each other',
  description:
    'The replicas of {{ $labels.job }} count different numbers of peers: some work is done twice, or not at all.',
});
