import { type Matchers, quantile, selector } from '../../model/promql.js';

/** What a counter grows by in a second. */
export const rate = (metric: string, matchers: Matchers, window = '5m'): string =>
  `rate(${selector(metric, matchers)}[${window}])`;

/** The duration that 99 of 100 stay below, one for each value of some labels. */
export const slowest = (by: string, histogram: string, matchers: Matchers): string =>
  quantile(0.99, by, rate(`${histogram}_bucket`, matchers));

/** A bound of a histogram: Prometheus 3 writes 10 as "10.0", those before it as "10". */
export const upTo = (seconds: number): Matchers => ({ le: { re: `${seconds}(\\.0)?` } });
