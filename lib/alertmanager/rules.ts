import { Duration } from 'cdk8s';
import { downRule, type RuleContext, volumeRules } from '../core/index.js';
import { type SelectorOf, shownBy } from '../model/promql.js';
import { type AlertRule, bounded, type RuleGroup } from '../model/rule.js';
import { clusterRules, failedShare } from './cluster-rules.js';

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
  // Replicas deliver for each other: while one can, nobody misses anything.
  const severity = replicas > 1 ? 'warning' : 'critical';
  if (!context.jobs.has(job)) return [];
  const of = shownBy(job);
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
            severity,
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
        failedToSend(of, severity),
        crashlooping(of, severity),
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

/** One replica sends while the others look on; if it cannot, the next one does. */
const failedToSend = (of: SelectorOf, severity: AlertRule['severity']): AlertRule =>
  bounded(0.01, (share) => ({
    alert: 'AlertmanagerFailedToSendAlerts',
    expr: `${failedShare(of, 'cluster, namespace, pod, integration')} > ${share}`,
    for: Duration.minutes(5),
    severity,
    summary: 'Alertmanager cannot deliver messages',
    description:
      '{{ $labels.pod }} gave up {{ $value | humanizePercentage }} of its messages by {{ $labels.integration }}; its log names the receiver.',
  }));

/** One that answers now and then is never down for long enough to be called so. */
const crashlooping = (of: SelectorOf, severity: AlertRule['severity']): AlertRule =>
  // A kubelet waits for up to five minutes before it starts a container again: there are never many in ten.
  bounded(3, (starts) => ({
    alert: 'AlertmanagerClusterCrashlooping',
    expr: `count by (cluster, namespace) (changes(${of('process_start_time_seconds')}[30m]) > ${starts}) / count by (cluster, namespace) (${of('up')}) >= 0.5`,
    for: Duration.minutes(5),
    severity,
    summary: 'Half of the Alertmanager replicas start again and again, or more',
    description: `{{ $value | humanizePercentage }} of them have started more than ${starts} times in 30 minutes: alerts are told late, or not at all. The log of the last run says why it ended.`,
  }));
