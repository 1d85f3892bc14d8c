import { Duration } from 'cdk8s';
import type { SelectorOf } from '../model/promql.js';
import { type AlertRule, bounded } from '../model/rule.js';

/** Share of the messages that were given up, by the labels named. The failed are counted by reason as well. */
export const failedShare = (of: SelectorOf, by: string): string =>
  `sum by (${by}) (rate(${of('alertmanager_notifications_failed_total')}[15m])) / (sum by (${by}) (rate(${of('alertmanager_notifications_total')}[15m])) > 0)`;

/** What only replicas that gossip can get wrong. */
export const clusterRules = (of: SelectorOf): readonly AlertRule[] => [
  bounded(0.01, (share) => ({
    alert: 'AlertmanagerClusterFailedToSendAlerts',
    expr: `min by (cluster, namespace, integration) (${failedShare(of, 'cluster, namespace, pod, integration')}) > ${share}`,
    for: Duration.minutes(5),
    severity: 'critical',
    summary: 'No replica of Alertmanager can deliver messages',
    description:
      'Each one that tried gave up at least {{ $value | humanizePercentage }} of its messages by {{ $labels.integration }}.',
  })),
  // Not critical: while this can be told at all, someone delivers.
  bounded(0.5, (share) => ({
    alert: 'AlertmanagerClusterDown',
    expr: `count by (cluster, namespace) (avg_over_time(${of('up')}[5m]) < 0.5) / count by (cluster, namespace) (${of('up')}) >= ${share}`,
    for: Duration.minutes(5),
    severity: 'warning',
    summary: 'Too many Alertmanager replicas are down',
    description:
      '{{ $value | humanizePercentage }} of them were up for less than half of the last 5 minutes; without the last one alerts reach nobody.',
  })),
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
