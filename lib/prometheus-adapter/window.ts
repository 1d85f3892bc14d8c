import { Duration } from 'cdk8s';
import { refuse } from '../core/index.js';
import type { ScalingMetricProps } from './scaling-metric.js';

/** A rate over fewer samples is nothing after one lost scrape, and jumps with each that is late. */
const scrapes = 4;

const minute = 60_000;

/** Whole minutes: an interval that is changed a little changes no question. */
const shortest = (interval: Duration): Duration =>
  Duration.minutes(Math.ceil((scrapes * interval.toMilliseconds()) / minute));

/**
 * The time that a rate is taken over: the one given, else four scrape intervals.
 *
 * @param every how often the series get a sample
 * @throws when it is shorter than four scrape intervals, or is to be derived and no interval is known
 */
export function rateWindow(
  where: string,
  window: Duration | undefined,
  every: Duration | undefined,
): Duration {
  if (window && every && window.toMilliseconds() < scrapes * every.toMilliseconds())
    refuse(
      where,
      `window "${window.toHumanString()}" is shorter than four scrape intervals of ${every.toHumanString()}`,
      `give ${Duration.millis(scrapes * every.toMilliseconds()).toHumanString()} or more`,
    );
  if (window) return window;
  if (every) return shortest(every);
  return refuse(
    where,
    'has no window, and how often its series get a sample is not known',
    'give the datasource its scrapeInterval, or name the window',
  );
}

/**
 * The time that a metric's rate is taken over; nothing for one that is no rate.
 *
 * @param usual how often series get a sample, where the metric does not say it
 * @throws as {@link rateWindow}
 */
export const windowOf = (
  where: string,
  { as, window, interval }: Pick<ScalingMetricProps, 'as' | 'window' | 'interval'>,
  usual: Duration | undefined,
): Duration | undefined =>
  as === 'value' ? undefined : rateWindow(where, window, interval ?? usual);

/** The longest of some times. */
export const longest = (first: Duration, ...more: readonly Duration[]): Duration =>
  more.reduce((a, b) => (b.toMilliseconds() > a.toMilliseconds() ? b : a), first);
