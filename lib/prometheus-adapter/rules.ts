import { Duration } from 'cdk8s';
import { downRule, type RuleContext } from '../core/index.js';
import { type Matchers, selector } from '../model/promql.js';
import { type AlertRule, bounded, type RuleGroup } from '../model/rule.js';

/** Requests for metrics: what else it is asked are health and discovery. */
export const forMetrics = { group: { re: '(custom\\.|external\\.)?metrics\\.k8s\\.io' } } as const;

/** Rules for an adapter that is scraped; none for one that is not. */
export function prometheusAdapterRules(job: string, context: RuleContext): readonly RuleGroup[] {
  if (!context.jobs.has(job)) return [];
  return [
    {
      name: job,
      language: 'promql',
      rules: [
        downRule(
          {
            alert: 'PrometheusAdapterDown',
            job,
            product: 'prometheus-adapter',
            symptom: 'what scales by its metrics keeps the size it has',
            severity: 'warning',
          },
          context,
        ),
        answers(job, {
          alert: 'PrometheusAdapterErrors',
          code: '5..',
          share: 0.1,
          severity: 'warning',
          summary: 'prometheus-adapter answers with errors',
          symptom:
            'have failed for 15 minutes, and what scales by them keeps the size it has. Look whether it reaches Prometheus',
        }),
        answers(job, {
          alert: 'PrometheusAdapterMetricsMissing',
          code: '404',
          share: 0.5,
          severity: 'warning',
          summary: 'Metrics are asked for that nobody has',
          symptom:
            'found no metric for 15 minutes, and what scales by it keeps the size it has. Look whether its series are scraped, and who asks',
        }),
      ],
    },
  ];
}

/** That too many of the answers have a code that helps nobody. */
function answers(
  job: string,
  facts: Pick<AlertRule, 'alert' | 'severity' | 'summary'> & {
    readonly code: string;
    readonly share: number;
    readonly symptom: string;
  },
): AlertRule {
  const { code, symptom, share: usual, ...rule } = facts;
  const rate = (matchers: Matchers = {}) =>
    `sum by (cluster, namespace, group) (rate(${selector('apiserver_request_total', { job, ...forMetrics, ...matchers })}[5m]))`;
  return bounded(usual, (share) => ({
    ...rule,
    expr: `${rate({ code: { re: code } })} / ${rate()} > ${share}`,
    for: Duration.minutes(15),
    description: `{{ $value | humanizePercentage }} of the requests to {{ $labels.group }} ${symptom}.`,
  }));
}
