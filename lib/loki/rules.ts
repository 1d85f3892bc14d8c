import { Duration } from 'cdk8s';
import { downRule, type RuleContext, volumeRules } from '../core/index.js';
import { shownBy } from '../model/promql.js';
import { bounded, type RuleGroup } from '../model/rule.js';
import { compactorRules } from './compactor-rules.js';
import { requestRules } from './request-rules.js';

/** What the rules need to know of the Loki they watch. */
export interface LokiIdentity {
  readonly job: string;
  readonly namespace: string;
  readonly workload: string;
}

/** Rules for a Loki that is scraped; none for one that is not. */
export function lokiRules(loki: LokiIdentity, context: RuleContext): readonly RuleGroup[] {
  const { job } = loki;
  if (!context.jobs.has(job)) return [];
  const of = shownBy(job);
  const failed = `rate(${of('loki_prometheus_notifications_errors_total')}[5m])`;
  return [
    {
      name: job,
      language: 'promql',
      rules: [
        downRule(
          {
            alert: 'LokiDown',
            job,
            product: 'Loki',
            symptom: 'logs can be neither searched nor stored, and collectors hold theirs back',
            severity: 'critical',
          },
          context,
        ),
        ...requestRules(of),
        {
          alert: 'LokiRequestPanics',
          expr: `sum by (cluster, namespace, pod) (increase(${of('loki_panic_total')}[10m])) > 0`,
          severity: 'warning',
          summary: 'A request made Loki panic',
          description:
            '{{ $labels.pod }} recovered from {{ $value | humanize }} panics in 10 minutes.',
        },
        {
          alert: 'LokiDiscardingLines',
          expr: `sum by (cluster, namespace, reason) (rate(${of('loki_discarded_samples_total')}[5m])) > 0`,
          for: Duration.minutes(15),
          severity: 'warning',
          summary: 'Loki refuses log lines',
          description:
            '{{ $value | humanize }} lines a second are refused and lost, reason: {{ $labels.reason }}.',
        },
        {
          alert: 'LokiCannotWrite',
          expr: `sum by (cluster, namespace, pod) (increase(${of('loki_ingester_wal_disk_full_failures_total')}[10m])) > 0`,
          severity: 'critical',
          summary: 'Loki cannot write its log: the volume is full',
          description:
            '{{ $labels.pod }} failed {{ $value | humanize }} writes in 10 minutes; lines it takes now do not survive a restart.',
        },
        ...compactorRules(of),
        {
          alert: 'LokiRulesFailing',
          expr: `sum by (cluster, namespace, rule_group) (increase(${of('loki_prometheus_rule_evaluation_failures_total')}[10m])) > 0`,
          for: Duration.minutes(10),
          severity: 'warning',
          summary: 'Log rules cannot be evaluated',
          description:
            '{{ $labels.rule_group }} failed {{ $value | humanize }} times in 10 minutes.',
        },
        bounded(0.03, (share) => ({
          alert: 'LokiCannotNotify',
          // What failed does not count as sent. One Alertmanager that takes them is enough.
          expr: `min without (alertmanager) (${failed} / (${failed} + rate(${of('loki_prometheus_notifications_sent_total')}[5m]))) > ${share}`,
          for: Duration.minutes(15),
          severity: 'critical',
          summary: 'Alerts of log rules do not reach Alertmanager',
          description:
            '{{ $value | humanizePercentage }} of the alerts of {{ $labels.pod }} fail even to the best of the Alertmanagers.',
        })),
        ...volumeRules(
          {
            alert: 'LokiVolumeFillingUp',
            product: 'Loki',
            namespace: loki.namespace,
            workload: loki.workload,
            symptom: 'Loki then refuses lines',
          },
          context,
        ),
      ],
    },
  ];
}
