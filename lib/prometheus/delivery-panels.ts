import { type Asking, addressed, orZero, shareOf } from '../core/index.js';
import { judged, type Panel, type Row, row, stat, timeseries } from '../model/dashboard/index.js';

const byReceiver = 'cluster, integration';

/** Does Prometheus get its alerts to an Alertmanager? */
export const sendingStat = (itself: Asking): Panel =>
  stat({
    title: 'Undelivered alerts',
    description: 'Alerts a second that an Alertmanager did not take. Normal is 0.',
    unit: 'ops',
    width: 3,
    thresholds: judged.never,
    queries: [
      itself.ask(orZero(itself, `sum(${itself.rate('prometheus_notifications_errors_total')})`)),
    ],
  });

/** Do people hear of them? */
export function messageStats({ of, ask }: Asking): readonly Panel[] {
  const lastHour = (metric: string) => `rate(${of(metric)}[1h])`;
  return [
    stat({
      title: 'Failed messages',
      description: 'Share of messages given up in the last hour. Normal is 0; below by reason.',
      unit: 'percentunit',
      width: 3,
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
      title: 'Kept from people',
      description: 'Alerts silenced, or hidden by a worse one. Look through the silences at times.',
      unit: 'short',
      width: 3,
      thresholds: 'none',
      // Every replica knows all of them.
      queries: [
        ask(`sum(max by (cluster) (${of('alertmanager_alerts', { state: 'suppressed' })}))`),
      ],
    }),
  ];
}

/** Alerts that leave Prometheus, by who gets them. */
export function sentPanel({ rate, ask }: Asking): Panel {
  const each = (what: string) =>
    addressed(
      `sum by (cluster, alertmanager) (${rate(`prometheus_notifications_${what}_total`)})`,
      'alertmanager',
    );
  return timeseries({
    title: 'Sent to Alertmanagers',
    description:
      'Alerts a second, each repeated every minute or so. Each Alertmanager gets all; nothing at all: Prometheus cannot reach it.',
    unit: 'cps',
    queries: [
      ask(each('sent'), '{{to}}'),
      ask(`${each('errors')} > 0`, '{{to}} not taken'),
      ask(`${each('dropped')} > 0`, '{{to}} given up'),
    ],
  });
}

/** What Prometheus sends. */
export const sendingPanels = (itself: Asking): readonly (Panel | Row)[] => [
  row('Who is told'),
  sentPanel(itself),
];

/** What Alertmanager makes of them. */
export function messagePanels({ rate, ask }: Asking): readonly Panel[] {
  return [
    timeseries({
      title: 'Messages',
      description: 'Messages a second by kind of receiver. None while alerts fire: see the routes.',
      unit: 'cps',
      noValue: 'none',
      queries: [
        ask(
          `sum by (${byReceiver}) (${rate('alertmanager_notifications_total')}) > 0`,
          '{{integration}}',
        ),
      ],
    }),
    timeseries({
      title: 'Failed messages by reason',
      description: 'Messages a second given up. Normal is none; the log of Alertmanager has each.',
      unit: 'cps',
      noValue: 'none',
      queries: [
        ask(
          `sum by (${byReceiver}, reason) (${rate('alertmanager_notifications_failed_total')}) > 0`,
          '{{integration}}: {{reason}}',
        ),
      ],
    }),
    timeseries({
      title: 'Messages not sent',
      description: 'Messages a second kept back, by why: a silence, a time, another alert.',
      unit: 'cps',
      noValue: 'none',
      queries: [
        ask(
          `sum by (cluster, reason) (${rate('alertmanager_notifications_suppressed_total')}) > 0`,
          '{{reason}}',
        ),
      ],
    }),
  ];
}
