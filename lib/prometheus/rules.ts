import { Duration, type Size } from 'cdk8s';
import { downRule, type RuleContext, volumeRules } from '../core/index.js';
import { type Matchers, type SelectorOf, selector, shownBy } from '../model/promql.js';
import { type AlertRule, bounded, type RuleGroup } from '../model/rule.js';
import { notifyRules, remoteWriteRules } from './delivery-rules.js';
import { storageRules } from './storage-rules.js';
import { scrapeRules, targetRules } from './target-rules.js';

/** What the rules need to know of the Prometheus they watch. */
export interface PrometheusIdentity {
  readonly job: string;
  readonly namespace: string;
  readonly workload: string;
  readonly bodySizeLimit: Size;
  /** Where it sends alerts. */
  readonly alertmanagers: readonly unknown[];
  /** Where it writes samples as well. */
  readonly remoteWrites: readonly unknown[];
}

/** Rules for its targets, whoever they are, and for itself where it is scraped. */
export function prometheusRules(
  prometheus: PrometheusIdentity,
  context: RuleContext,
): readonly RuleGroup[] {
  const { job, namespace, workload } = prometheus;
  const of = shownBy(job);
  const itself: readonly AlertRule[] = [
    downRule(
      {
        alert: 'PrometheusDown',
        job,
        product: 'Prometheus',
        symptom: 'with the last replica gone no alert fires, and the Watchdog falls silent',
        severity: 'warning',
      },
      context,
    ),
    ...evaluationRules(of),
    ...scrapeRules(of),
    ...(prometheus.alertmanagers.length > 0 ? notifyRules(of) : []),
    ...(prometheus.remoteWrites.length > 0 ? remoteWriteRules(of) : []),
    ...storageRules(of),
    ...volumeRules(
      {
        alert: 'PrometheusVolumeFillingUp',
        product: 'Prometheus',
        namespace,
        workload,
        symptom: 'Prometheus then stores nothing and evaluates nothing',
      },
      context,
    ),
  ];
  return [
    {
      name: `${job}-watchdog`,
      language: 'promql',
      rules: prometheus.alertmanagers.length > 0 ? [watchdog, infoInhibitor] : [watchdog],
    },
    { name: `${job}-targets`, language: 'promql', rules: targetRules(prometheus.bodySizeLimit) },
    { name: job, language: 'promql', rules: context.jobs.has(job) ? itself : [] },
  ];
}

const watchdog: AlertRule = {
  alert: 'Watchdog',
  expr: 'vector(1)',
  severity: 'none',
  summary: 'Alerts are evaluated and delivered',
  description:
    'This alert always fires. Send it to something that raises an alarm when it stops: then the way of alerts is broken.',
};

/** Whose alerts have a namespace, and those of the cluster that have none. */
const byNamespace = (matchers: Matchers) =>
  `group by (cluster, namespace) (${selector('ALERTS', matchers)})`;

/** A sign to Alertmanager, which hides the infos by it: of use only beside an inhibition. */
const infoInhibitor: AlertRule = {
  alert: 'InfoInhibitor',
  // Those that are pending too: it must be there before they are.
  expr: `${byNamespace({ severity: 'info' })} unless ${byNamespace({ alertstate: 'firing', severity: { re: 'critical|warning' } })}`,
  severity: 'none',
  summary: 'Infos of a namespace stand alone',
  description:
    'In namespace {{ with $labels.namespace }}{{ . }}{{ else }}none{{ end }} only alerts of severity info fire: nobody is told of them until something worse does. This is no trouble, and nobody should be told of it either.',
};

/** That the configuration is read, rules are evaluated and queries answered. */
const evaluationRules = (of: SelectorOf): readonly AlertRule[] => [
  {
    alert: 'PrometheusBadConfig',
    // A single failed scrape must not look like a success.
    expr: `max_over_time(${of('prometheus_config_last_reload_successful')}[5m]) == 0`,
    for: Duration.minutes(10),
    severity: 'warning',
    summary: 'Prometheus does not take its configuration',
    description:
      '{{ $labels.pod }} goes on with the last one it could read: new jobs and rules have no effect. Its log says what is wrong.',
  },
  {
    alert: 'PrometheusRuleFailures',
    expr: `increase(${of('prometheus_rule_evaluation_failures_total')}[5m]) > 0`,
    for: Duration.minutes(15),
    severity: 'warning',
    summary: 'Rules cannot be evaluated',
    description:
      '{{ $labels.pod }} failed {{ $value | humanize }} evaluations of {{ $labels.rule_group }} in 5 minutes: their alerts cannot fire.',
  },
  {
    alert: 'PrometheusMissingRuleEvaluations',
    expr: `increase(${of('prometheus_rule_group_iterations_missed_total')}[5m]) > 0`,
    for: Duration.minutes(15),
    severity: 'warning',
    summary: 'Rules are evaluated too slowly',
    description:
      '{{ $labels.pod }} left out {{ $value | humanize }} evaluations of {{ $labels.rule_group }} in 5 minutes, as the one before was not done.',
  },
  bounded(0.8, (share) => ({
    alert: 'PrometheusHighQueryLoad',
    expr: `avg_over_time(${of('prometheus_engine_queries')}[5m]) / max_over_time(${of('prometheus_engine_queries_concurrent_max')}[5m]) > ${share}`,
    for: Duration.minutes(15),
    severity: 'warning',
    summary: 'Prometheus has hardly room for more queries',
    description:
      '{{ $value | humanizePercentage }} of the queries that {{ $labels.pod }} can work on at once are running: rules and dashboards wait.',
  })),
];
