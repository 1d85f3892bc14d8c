import { Duration } from 'cdk8s';
import { downRule, type RuleContext, volumeRules } from '../core/index.js';
import { type Matchers, selector } from '../model/promql.js';
import type { AlertRule, RuleGroup } from '../model/rule.js';

/** What the rules need to know of the Alertmanager they watch. */
export interface AlertmanagerIdentity {
  readonly job: string;
  readonly namespace: string;
  readonly workload: string;
  readonly replicas: number;
  readonly persistent: boolean;
}

/** Rules for an Alertmanager that is scraped; none for one that is not. */
export function alertmanagerRules(
  alertmanager: AlertmanagerIdentity,
  context: RuleContext,
): readonly RuleGroup[] {
  const { job, replicas } = alertmanager;
  if (!context.jobs.has(job)) return [];
  const of = (metric: string, matchers: Matchers = {}) => selector(metric, { job, ...matchers });
  return [
    {
      name: job,
      language: 'promql',
      rules: [
        downRule(
          {
            alert: 'AlertmanagerDown',
            job,
            product: 'Alertmanager',
            symptom: replicas > 1 ? 'alerts depend on the other replicas' : 'alerts reach nobody',
            severity: replicas > 1 ? 'warning' : 'critical',
          },
          context,
        ),
        {
          alert: 'AlertmanagerFailedReload',
          expr: `max_over_time(${of('alertmanager_config_last_reload_successful')}[5m]) == 0`,
          for: Duration.minutes(10),
          severity: 'warning',
          summary: 'Alertmanager refuses its configuration',
          description:
            '{{ $labels.pod }} runs on with an old one and will not start again; its log says what is wrong.',
        },
        failedToSend(of, replicas),
        ...(replicas > 1 ? clusterRules(of) : []),
        ...(alertmanager.persistent
          ? volumeRules(
              {
                alert: 'AlertmanagerVolumeFillingUp',
                product: 'Alertmanager',
                namespace: alertmanager.namespace,
                workload: alertmanager.workload,
                symptom: 'silences and what was told are then lost with the next restart',
              },
              context,
            )
          : []),
      ],
    },
  ];
}

type Selector = (metric: string) => string;

/** Share of the messages that were given up, by the labels named. The failed are counted by reason as well. */
const failedShare = (of: Selector, by: string): string =>
  `sum by (${by}) (rate(${of('alertmanager_notifications_failed_total')}[15m])) / (sum by (${by}) (rate(${of('alertmanager_notifications_total')}[15m])) > 0)`;

/** One replica sends while the others look on; if it cannot, the next one does. */
const failedToSend = (of: Selector, replicas: number): AlertRule => ({
  alert: 'AlertmanagerFailedToSendAlerts',
  expr: `${failedShare(of, 'cluster, namespace, pod, integration')} > 0.01`,
  for: Duration.minutes(5),
  severity: replicas > 1 ? 'warning' : 'critical',
  summary: 'Alertmanager cannot deliver messages',
  description:
    '{{ $labels.pod }} gave up {{ $value | humanizePercentage }} of its messages by {{ $labels.integration }}; its log names the receiver.',
});

/** What only replicas that gossip can get wrong. */
const clusterRules = (of: Selector): readonly AlertRule[] => [
  {
    alert: 'AlertmanagerClusterFailedToSendAlerts',
    expr: `min by (cluster, namespace, integration) (${failedShare(of, 'cluster, namespace, pod, integration')}) > 0.01`,
    for: Duration.minutes(5),
    severity: 'critical',
    summary: 'No replica of Alertmanager can deliver messages',
    description:
      'Each one that tried gave up at least {{ $value | humanizePercentage }} of its messages by {{ $labels.integration }}.',
  },
  {
    alert: 'AlertmanagerClusterDown',
    expr: `count by (cluster, namespace) (avg_over_time(${of('up')}[5m]) < 0.5) / count by (cluster, namespace) (${of('up')}) >= 0.5`,
    for: Duration.minutes(5),
    severity: 'critical',
    summary: 'Half of the Alertmanager replicas are down, or more',
    description:
      '{{ $value | humanizePercentage }} of them were up for less than half of the last 5 minutes; without the last one alerts reach nobody.',
  },
  {
    alert: 'AlertmanagerMembersInconsistent',
    expr: `max_over_time(${of('alertmanager_cluster_members')}[5m]) < on (cluster, namespace) group_left count by (cluster, namespace) (max_over_time(${of('alertmanager_cluster_members')}[5m]))`,
    for: Duration.minutes(15),
    severity: 'warning',
    summary: 'A replica of Alertmanager has not found the others',
    description:
      '{{ $labels.pod }} sees {{ $value }} members: silences made at one do not reach all, and messages come more than once. Is port 9094 open, over TCP and UDP?',
  },
  {
    alert: 'AlertmanagerConfigInconsistent',
    expr: `count by (cluster, namespace) (count_values by (cluster, namespace) ("hash", ${of('alertmanager_config_hash')})) != 1`,
    // Replicas read a changed file when their kubelet brings it, a minute or more apart.
    for: Duration.minutes(20),
    severity: 'warning',
    summary: 'Replicas of Alertmanager run different configurations',
    description:
      'There are {{ $value }} of them: who is told of an alert depends on which replica comes first.',
  },
];
