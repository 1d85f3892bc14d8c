import { rising, type Series, series } from '../inputs.js';

/** A bound, as Prometheus 3 writes it. */
const written = (bound: number): string => (Number.isInteger(bound) ? `${bound}.0` : `${bound}`);

/**
 * A histogram of what all take the same time, so many a minute.
 *
 * @param bounds those that the program has, at least those around the time
 */
export const taking = (
  histogram: string,
  labels: Readonly<Record<string, string>>,
  seconds: number,
  bounds: readonly number[],
  perMinute = 60,
): readonly Series[] => [
  ...bounds.map((bound) =>
    series(
      `${histogram}_bucket`,
      { ...labels, le: written(bound) },
      rising(seconds <= bound ? perMinute : 0),
    ),
  ),
  series(`${histogram}_bucket`, { ...labels, le: '+Inf' }, rising(perMinute)),
  series(`${histogram}_count`, labels, rising(perMinute)),
  series(`${histogram}_sum`, labels, rising(perMinute * seconds)),
];

/** Bounds that double from one to the next. */
export const doubling = (first: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => Number((first * 2 ** i).toPrecision(6)));
