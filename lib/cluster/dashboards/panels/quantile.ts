import type { Asking } from '../../../core/index.js';
import { type Matchers, quantile } from '../../../model/promql.js';

/** What 99 of 100 stay below, from a histogram, by some labels: its slowest, but for the odd one. */
export const slowest = (
  { rate }: Asking,
  histogram: string,
  by: string,
  its: Matchers = {},
  share = 0.99,
): string => quantile(share, by, rate(`${histogram}_bucket`, its));

/** The worst of those, as one number; nothing where there was nothing to measure. */
export const slowestOfAll = (asked: Asking, histogram: string, by = 'cluster'): string =>
  `max(${slowest(asked, histogram, by)} >= 0)`;
