import {
  type Asking,
  componentDashboard,
  configurationStat,
  type Dashboard,
  ownLines,
  processPanels,
  shareOf,
  upStat,
} from '../core/index.js';
import { judged, type Panel, type Row, row, stat, timeseries } from '../model/dashboard/index.js';

/** Whether Alertmanager gets alerts and its messages get out. */
export const alertmanagerDashboard = (
  job: string,
  namespace: string,
  replicas: number,
): Dashboard =>
  componentDashboard({
    job,
    namespace,
    product: 'Alertmanager',
    description: 'For whoever runs Alertmanager: do alerts come in, and do people hear of them?',
    panels: (alertmanager, datasources) => [
      upStat(alertmanager, { replicas, symptom: 'nobody is told of anything' }),
      configurationStat(alertmanager, 'alertmanager_config_last_reload_successful'),
      ...healthPanels(alertmanager),
      row('Alerts coming in'),
      ...alertPanels(alertmanager),
      row('Messages going out'),
      ...messagePanels(alertmanager),
      ...(replicas > 1 ? memberPanels(alertmanager, replicas) : []),
      ...processPanels(alertmanager, { memory: 'It grows with alerts, groups and silences.' }),
      ...ownLines(datasources, { product: 'Alertmanager', namespace, container: job }),
    ],
  });

/** Besides that it is up: is it fine? */
function healthPanels({ of, ask }: Asking): readonly Panel[] {
  const lastHour = (metric: string) => `rate(${of(metric)}[1h])`;
  // Every replica knows all alerts and silences.
  const each = (series: string) => ask(`sum(max by (cluster) (${series}))`);
  return [
    stat({
      title: 'Failed messages',
      description:
        'Share of messages given up in the last hour. Normal is 0; look at the failures by reason.',
      unit: 'percentunit',
      thresholds: judged.failed,
      queries: [
        ask(
          shareOf(
            lastHour('alertmanager_notifications_failed_total'),
            lastHour('alertmanager_notifications_total'),
          ),
        ),
      ],
    }),
    stat({
      title: 'Firing alerts',
      description: 'Alerts that people are told of: neither silenced nor hidden by another.',
      unit: 'short',
      thresholds: 'none',
      queries: [each(of('alertmanager_alerts', { state: 'active' }))],
    }),
    stat({
      title: 'Suppressed alerts',
      description: 'Alerts that fire and are silenced or hidden by another one.',
      unit: 'short',
      thresholds: 'none',
      queries: [each(of('alertmanager_alerts', { state: 'suppressed' }))],
    }),
    stat({
      title: 'Active silences',
      description: 'A silence that nobody remembers hides trouble: look through them at times.',
      unit: 'short',
      thresholds: 'none',
      queries: [each(of('alertmanager_silences', { state: 'active' }))],
    }),
  ];
}

const alertPanels = ({ of, rate, ask }: Asking): readonly Panel[] => [
  timeseries({
    title: 'Alerts received',
    description:
      'Alerts a second, each repeated by its sender. Nothing, not even a Watchdog: senders cannot reach it.',
    unit: 'cps',
    width: 8,
    queries: [
      ask(`sum by (cluster, status) (${rate('alertmanager_alerts_received_total')})`, '{{status}}'),
    ],
  }),
  timeseries({
    title: 'Invalid alerts',
    description: 'Alerts a second that were refused, mostly for a bad label. Normal is none.',
    unit: 'cps',
    width: 8,
    queries: [
      ask(`sum by (cluster, pod) (${rate('alertmanager_alerts_invalid_total')})`, '{{pod}}'),
    ],
  }),
  timeseries({
    title: 'Groups',
    description:
      'Groups that alerts are told in. Many more than alert names: a label to group by has too many values.',
    unit: 'short',
    width: 8,
    queries: [
      ask(`max by (cluster, pod) (${of('alertmanager_dispatcher_aggregation_groups')})`, '{{pod}}'),
    ],
  }),
];

const messagePanels = ({ rate, ask }: Asking): readonly Panel[] => [
  timeseries({
    title: 'Messages',
    description: 'Messages a second by kind of receiver. One replica sends, the others look on.',
    unit: 'cps',
    queries: [
      ask(
        `sum by (cluster, integration) (${rate('alertmanager_notifications_total')}) > 0`,
        '{{integration}}',
      ),
    ],
  }),
  timeseries({
    title: 'Failed messages by reason',
    description:
      'Messages a second given up. `authError` asks for a new credential, `rateLimited` for fewer messages.',
    unit: 'cps',
    noValue: 'none fails',
    queries: [
      ask(
        `sum by (cluster, integration, reason) (${rate('alertmanager_notifications_failed_total')}) > 0`,
        '{{integration}}: {{reason}}',
      ),
    ],
  }),
  timeseries({
    title: 'Slowest messages',
    description:
      'Duration that 99 of 100 messages stay below, by kind of receiver that is sent any. It cannot show less than 1 s.',
    unit: 's',
    queries: [
      ask(
        // Alertmanager counts for each kind that it knows; where nothing was sent, the quantile is no number.
        `histogram_quantile(0.99, sum by (cluster, integration, le) (${rate('alertmanager_notification_latency_seconds_bucket')})) >= 0`,
        '{{integration}}',
      ),
    ],
  }),
  timeseries({
    title: 'Suppressed messages',
    description: 'Messages a second that were not sent because of a silence, a time or an alert.',
    unit: 'cps',
    noValue: 'none is suppressed',
    queries: [
      ask(
        `sum by (cluster, reason) (${rate('alertmanager_notifications_suppressed_total')})`,
        '{{reason}}',
      ),
    ],
  }),
];

const memberPanels = ({ of, ask }: Asking, replicas: number): readonly (Panel | Row)[] => [
  row('Replicas'),
  timeseries({
    title: 'Members seen',
    description: `Replicas that each one sees, itself included. Normal is ${replicas} for each.`,
    unit: 'short',
    queries: [ask(`max by (cluster, pod) (${of('alertmanager_cluster_members')})`, '{{pod}}')],
  }),
  timeseries({
    title: 'Members lost',
    description: 'Replicas that each one knew and no longer hears of. Normal is 0.',
    unit: 'short',
    queries: [ask(`max by (cluster, pod) (${of('alertmanager_cluster_failed_peers')})`, '{{pod}}')],
  }),
];
