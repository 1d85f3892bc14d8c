import { Duration } from 'cdk8s';
import { downRule, type RuleContext } from '../core/index.js';
import { type Matchers, selector } from '../model/promql.js';
import type { AlertRule, RuleGroup } from '../model/rule.js';

/** What the rules need to know of the kube-state-metrics they watch. */
export interface KubeStateMetricsIdentity {
  readonly job: string;
  readonly telemetryJob: string;
}

/** Rules for a kube-state-metrics that is scraped; none for one that is not. */
export function kubeStateMetricsRules(
  { job, telemetryJob }: KubeStateMetricsIdentity,
  context: RuleContext,
): readonly RuleGroup[] {
  const rules = [
    ...(context.jobs.has(job)
      ? [
          downRule(
            {
              alert: 'KubeStateMetricsDown',
              job,
              product: 'kube-state-metrics',
              symptom: 'nobody sees whether what is wanted of the cluster is there',
              severity: 'warning',
            },
            context,
          ),
        ]
      : []),
    ...(context.jobs.has(telemetryJob)
      ? [
          failing('List', 'lists', 'kube_state_metrics_list_total', telemetryJob),
          failing('Watch', 'watches', 'kube_state_metrics_watch_total', telemetryJob),
        ]
      : []),
  ];
  return rules.length > 0 ? [{ name: job, language: 'promql', rules }] : [];
}

/** That asking the API server for objects fails. */
function failing(name: string, verb: string, metric: string, job: string): AlertRule {
  const rate = (matchers: Matchers = {}) =>
    `sum by (cluster, resource) (rate(${selector(metric, { job, ...matchers })}[5m]))`;
  return {
    alert: `KubeStateMetrics${name}Errors`,
    expr: `${rate({ result: 'error' })} / ${rate()} > 0.01`,
    for: Duration.minutes(15),
    severity: 'warning',
    summary: `kube-state-metrics ${verb} objects in vain`,
    description: `{{ $value | humanizePercentage }} of its ${verb} of {{ $labels.resource }} have failed for 15 minutes: what it shows of them is old or missing. Look for what its role lacks.`,
  };
}
