import { type Dashboard, type Datasources, titleOf } from '../core/index.js';
import {
  chosen,
  clusterVariable,
  type DashboardSpec,
  prom,
  row,
  stat,
  timeseries,
} from '../model/dashboard/index.js';
import { type Matchers, selector } from '../model/promql.js';

/** Whether Alertmanager gets alerts and its messages get out. */
export const alertmanagerDashboard = (job: string, replicas: number): Dashboard => ({
  uid: job,
  title: titleOf('Alertmanager', job),
  folder: 'Observability',
  needs: ['prometheus'],
  spec: (datasources) => spec(job, replicas, datasources),
});

function spec(job: string, replicas: number, { prometheus }: Datasources): DashboardSpec {
  const of = (metric: string, matchers: Matchers = {}) =>
    selector(metric, { ...chosen('cluster'), job, ...matchers });
  const ask = (expr: string, legend?: string) => prom(prometheus, expr, { legend });
  const rate = (by: string, metric: string, matchers?: Matchers) =>
    `sum by (${by}) (rate(${of(metric, matchers)}[$__rate_interval]))`;
  return {
    description: 'For whoever runs Alertmanager: do alerts come in, and do people hear of them?',
    tags: ['observability', 'alertmanager'],
    variables: [clusterVariable(prometheus)],
    panels: [
      stat({
        title: 'Up',
        description: `Replicas that answer a scrape, of ${replicas}. 0: nobody is told of anything.`,
        unit: 'short',
        thresholds: { below: replicas > 1 ? { warning: replicas, critical: 1 } : { critical: 1 } },
        queries: [ask(`sum(${of('up')})`)],
      }),
      stat({
        title: 'Configuration',
        description:
          'Whether the last change was taken. If not, the old one is in use; the log says what is wrong.',
        unit: 'bool_yes_no',
        thresholds: { below: { critical: 1 } },
        queries: [ask(`min(${of('alertmanager_config_last_reload_successful')})`)],
      }),
      stat({
        title: 'Failed messages',
        description:
          'Share of messages given up in the last hour. Normal is 0; look at the failures by reason.',
        unit: 'percentunit',
        thresholds: { above: { warning: 0.01, critical: 0.1 } },
        queries: [
          ask(
            `sum(rate(${of('alertmanager_notifications_failed_total')}[1h])) / (sum(rate(${of('alertmanager_notifications_total')}[1h])) > 0) or vector(0)`,
          ),
        ],
      }),
      stat({
        title: 'Firing alerts',
        description: 'Alerts that people are told of: neither silenced nor hidden by another.',
        unit: 'short',
        thresholds: 'none',
        queries: [ask(`max(${of('alertmanager_alerts', { state: 'active' })})`)],
      }),
      stat({
        title: 'Suppressed alerts',
        description: 'Alerts that fire and are silenced or hidden by another one.',
        unit: 'short',
        thresholds: 'none',
        queries: [ask(`max(${of('alertmanager_alerts', { state: 'suppressed' })})`)],
      }),
      stat({
        title: 'Active silences',
        description: 'A silence that nobody remembers hides trouble: look through them at times.',
        unit: 'short',
        thresholds: 'none',
        queries: [ask(`max(${of('alertmanager_silences', { state: 'active' })})`)],
      }),
      row('Alerts coming in'),
      timeseries({
        title: 'Alerts received',
        description:
          'Alerts a second, each repeated by its sender. Nothing, not even a Watchdog: senders cannot reach it.',
        unit: 'cps',
        queries: [ask(rate('status', 'alertmanager_alerts_received_total'), '{{status}}')],
      }),
      timeseries({
        title: 'Invalid alerts',
        description: 'Alerts a second that were refused, mostly for a bad label. Normal is none.',
        unit: 'cps',
        queries: [ask(rate('pod', 'alertmanager_alerts_invalid_total'), '{{pod}}')],
      }),
      timeseries({
        title: 'Groups',
        description:
          'Groups that alerts are told in. Many more than alert names: a label to group by has too many values.',
        unit: 'short',
        queries: [
          ask(`max by (pod) (${of('alertmanager_dispatcher_aggregation_groups')})`, '{{pod}}'),
        ],
      }),
      row('Messages going out'),
      timeseries({
        title: 'Messages',
        description:
          'Messages a second by kind of receiver. One replica sends, the others look on.',
        unit: 'cps',
        queries: [
          ask(`${rate('integration', 'alertmanager_notifications_total')} > 0`, '{{integration}}'),
        ],
      }),
      timeseries({
        title: 'Failed messages by reason',
        description:
          'Messages a second given up. `authError` asks for a new credential, `rateLimited` for fewer messages.',
        unit: 'cps',
        queries: [
          ask(
            `${rate('integration, reason', 'alertmanager_notifications_failed_total')} > 0`,
            '{{integration}}: {{reason}}',
          ),
        ],
      }),
      timeseries({
        title: 'Slowest messages',
        description: 'Time that 99 of 100 messages take at most, by kind of receiver.',
        unit: 's',
        queries: [
          ask(
            `histogram_quantile(0.99, ${rate('le, integration', 'alertmanager_notification_latency_seconds_bucket')})`,
            '{{integration}}',
          ),
        ],
      }),
      timeseries({
        title: 'Suppressed messages',
        description:
          'Messages a second that were not sent because of a silence, a time or an alert.',
        unit: 'cps',
        queries: [ask(rate('reason', 'alertmanager_notifications_suppressed_total'), '{{reason}}')],
      }),
      row('Replicas'),
      ...(replicas > 1
        ? [
            timeseries({
              title: 'Members seen',
              description: `Replicas that each one sees, itself included. Normal is ${replicas} for each.`,
              unit: 'short',
              queries: [ask(`max by (pod) (${of('alertmanager_cluster_members')})`, '{{pod}}')],
            }),
          ]
        : []),
      timeseries({
        title: 'Memory',
        description: 'Memory of the process. It grows with alerts, groups and silences.',
        unit: 'bytes',
        queries: [ask(`sum by (pod) (${of('process_resident_memory_bytes')})`, '{{pod}}')],
      }),
    ],
  };
}
