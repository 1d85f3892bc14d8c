import { Duration } from 'cdk8s';
import { type Matchers, quantile, type SelectorOf } from '../model/promql.js';
import { type AlertRule, bounded } from '../model/rule.js';

/** Routes by which lines come in. */
const writes = 'loki_api_v1_push|otlp_v1_logs';

const byRoute = 'cluster, namespace, route';

/** That requests to Loki fail or take long. */
export function requestRules(of: SelectorOf): readonly AlertRule[] {
  const rate = (matchers: Matchers) =>
    `sum by (${byRoute}) (rate(${of('loki_request_duration_seconds_count', matchers)}[5m]))`;
  const failing = (routes: Matchers[string], urgent: Pick<AlertRule, 'severity' | 'description'>) =>
    bounded(0.1, (share) => ({
      alert: 'LokiRequestErrors',
      expr: `${rate({ status_code: { re: '5..' } })} / ${rate({ route: routes })} > ${share}`,
      for: Duration.minutes(15),
      summary: 'Loki answers with errors',
      ...urgent,
    }));
  return [
    failing(
      { re: writes },
      {
        severity: 'critical',
        description:
          '{{ $value | humanizePercentage }} of the requests that bring lines ({{ $labels.route }}) have failed for 15 minutes: collectors try again, and lose what is rotated meanwhile.',
      },
    ),
    failing(
      // While it starts, every look of the readiness probe is such an answer.
      { notRe: `ready|${writes}` },
      {
        severity: 'warning',
        description:
          '{{ $value | humanizePercentage }} of the requests to {{ $labels.route }} have failed for 15 minutes; lines are still taken.',
      },
    ),
    bounded(1, (seconds) => ({
      alert: 'LokiRequestLatency',
      // A question about weeks takes its time: only how lines are taken is judged.
      expr: `${quantile(0.99, byRoute, `rate(${of('loki_request_duration_seconds_bucket', { route: { re: writes } })}[5m])`)} > ${seconds}`,
      for: Duration.minutes(15),
      severity: 'warning',
      summary: 'Loki takes lines slowly',
      description:
        'Of the requests that bring lines ({{ $labels.route }}), one in a hundred takes longer than {{ $value | humanizeDuration }}: collectors fall behind, and lines are seen late.',
    })),
  ];
}
