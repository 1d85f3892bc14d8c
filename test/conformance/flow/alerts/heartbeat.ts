import type { Verdict } from '../../cluster/checks.js';
import type { Received } from '../system/outside.js';

/** What Alertmanager posts to a webhook, by what is read of it. */
interface Notification {
  readonly status: 'firing' | 'resolved';
  readonly alerts: readonly {
    readonly status: string;
    readonly labels: Readonly<Record<string, string>>;
  }[];
}

/** The alert that always fires: silence means that something on its way is broken. */
const watchdog = 'Watchdog';

/** What is wrong with one beat. */
function judgeBeat({ body, method }: Received, cluster: string): readonly string[] {
  // Alertmanager's own JSON.
  const { alerts, status } = JSON.parse(body) as Notification;
  const names = alerts.map(({ labels }) => labels.alertname);
  const clusters = alerts.map(({ labels }) => labels.cluster);
  return [
    ...(method === 'POST' && status === 'firing' ? [] : [`a beat is a ${method}, and ${status}`]),
    ...(names.join() === watchdog ? [] : [`a beat tells of ${names.join(', ')}`]),
    ...(clusters.join() === cluster ? [] : [`a beat is of cluster "${clusters.join()}"`]),
  ];
}

/**
 * Watchdog has gone all the way to where its silence is noticed: again and again, from one of the Alertmanagers
 * and not from each, and to nobody else. Saw the beats.
 *
 * @param received what reached the outside world in a time without disturbance
 * @param path of the address that expects the beats
 * @param cluster the site's, by which the beats of several are told apart
 */
export function heartbeats(received: readonly Received[], path: string, cluster: string): Verdict {
  const beats = received.filter((one) => one.path === path);
  const times = beats.map(({ time }) => Date.parse(time));
  const gaps = times.slice(1).map((time, i) => Math.round((time - (times[i] ?? time)) / 1000));
  const elsewhere = received.filter((one) => one.path !== path && one.body.includes(watchdog));
  return {
    saw: beats.length,
    faults: [
      ...(beats.length === 0 ? [`no beat has reached ${path}`] : []),
      ...beats.flatMap((beat) => judgeBeat(beat, cluster)),
      // The route beats once a minute; a dead man's switch is set to some times that.
      ...gaps.filter((gap) => gap > 90).map((gap) => `no beat for ${gap} seconds`),
      ...gaps.filter((gap) => gap < 30).map((gap) => `a second beat after ${gap} seconds`),
      ...elsewhere.map((one) => `${watchdog} is told to ${one.host}${one.path} too`),
    ],
  };
}
