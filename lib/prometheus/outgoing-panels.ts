import { type Asking, addressed } from '../core/index.js';
import { type Panel, type Row, row, stat, timeseries } from '../model/dashboard/index.js';
import { sentPanel } from './delivery-panels.js';
import type { Outgoing } from './destinations.js';

/** How far what is written elsewhere is behind what is stored here. */
const behind = ({ of }: Asking): string =>
  `${of('prometheus_remote_storage_queue_highest_timestamp_seconds')} - ${of('prometheus_remote_storage_queue_highest_sent_timestamp_seconds')}`;

/** Does what is written elsewhere arrive? */
export const behindStat = (prometheus: Asking): Panel =>
  stat({
    title: 'Metrics behind',
    description:
      'Time between the newest sample and the last one that the slowest destination took.',
    unit: 's',
    thresholds: { above: { warning: 120, critical: 900 } },
    queries: [prometheus.ask(`max(${behind(prometheus)})`)],
  });

/** What leaves it, to those who are there to take it. */
export function outgoingPanels(
  prometheus: Asking,
  { alerts, samples }: Outgoing,
): readonly (Panel | Row)[] {
  if (!alerts && !samples) return [];
  const { rate, ask } = prometheus;
  return [
    row('What it sends'),
    ...(alerts ? [sentPanel(prometheus)] : []),
    ...(samples
      ? [
          timeseries({
            title: 'Samples sent',
            description:
              'Samples a second by destination, and those it refused. What it refuses is lost.',
            unit: 'cps',
            queries: [
              ask(
                addressed(
                  `sum by (cluster, url) (${rate('prometheus_remote_storage_samples_total')})`,
                  'url',
                ),
                '{{to}}',
              ),
              ask(
                `${addressed(`sum by (cluster, url) (${rate('prometheus_remote_storage_samples_failed_total')})`, 'url')} > 0`,
                '{{to}} refused',
              ),
            ],
          }),
          timeseries({
            title: 'Behind in remote write',
            description:
              'Time between the newest sample and the last one that a destination took. It grows: too slow, or out of reach.',
            unit: 's',
            queries: [
              ask(
                addressed(`max by (cluster, pod, url) (${behind(prometheus)})`, 'url'),
                '{{pod}} {{to}}',
              ),
            ],
          }),
        ]
      : []),
  ];
}
