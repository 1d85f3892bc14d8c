import { Duration } from 'cdk8s';
import { downRule, type RuleContext, volumeRules } from '../core/index.js';
import { type Matchers, selector } from '../model/promql.js';
import { bounded, type RuleGroup } from '../model/rule.js';

/** What the rules need to know of the Grafana they watch. */
export interface GrafanaIdentity {
  readonly job: string;
  readonly namespace: string;
  /** Name of the workload, where it has a volume. @default - it has none */
  readonly volumeOf?: string;
}

/** Routes that pass on what datasources answer: their errors are told of apart. */
const passedOn = '/api/datasources/proxy/.*|/api/ds/query.*';

/** Rules for a Grafana that is scraped; none for one that is not. */
export function grafanaRules(grafana: GrafanaIdentity, context: RuleContext): readonly RuleGroup[] {
  const { job } = grafana;
  if (!context.jobs.has(job)) return [];
  const shareOf = (metric: string, by: string, bad: Matchers, all: Matchers) => {
    const rate = (matchers: Matchers) =>
      `sum by (cluster, namespace, ${by}) (rate(${selector(metric, { job, ...matchers })}[5m]))`;
    return `${rate(bad)} / ${rate(all)}`;
  };
  return [
    {
      name: job,
      language: 'promql',
      rules: [
        downRule(
          {
            alert: 'GrafanaDown',
            job,
            product: 'Grafana',
            symptom: 'dashboards cannot be seen, while alerts are evaluated and sent as before',
            severity: 'warning',
          },
          context,
        ),
        bounded(0.5, (share) => ({
          alert: 'GrafanaRequestsFailing',
          expr: `${shareOf(
            'grafana_http_request_duration_seconds_count',
            'handler',
            { status_code: { re: '5..' } },
            { handler: { notRe: passedOn } },
          )} > ${share}`,
          for: Duration.minutes(5),
          severity: 'warning',
          summary: 'Grafana answers with errors',
          description:
            '{{ $value | humanizePercentage }} of the requests to {{ $labels.handler }} have failed for 5 minutes; see its log.',
        })),
        bounded(0.5, (share) => ({
          alert: 'GrafanaQueriesFailing',
          expr: `${shareOf(
            'grafana_plugin_request_total',
            'plugin_id',
            { endpoint: 'queryData', status: 'error' },
            { endpoint: 'queryData' },
          )} > ${share}`,
          for: Duration.minutes(15),
          severity: 'warning',
          summary: 'Queries of dashboards fail',
          description:
            '{{ $value | humanizePercentage }} of the queries to datasources of type {{ $labels.plugin_id }} have failed for 15 minutes: panels are empty or say so.',
        })),
        ...(grafana.volumeOf === undefined
          ? []
          : volumeRules(
              {
                alert: 'GrafanaVolumeFillingUp',
                product: 'Grafana',
                namespace: grafana.namespace,
                workload: grafana.volumeOf,
                symptom: 'Grafana then cannot store sessions, and nobody can log in',
              },
              context,
            )),
      ],
    },
  ];
}
