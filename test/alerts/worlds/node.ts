import { type Course, rising, type Series, series } from '../inputs.js';

/** A node that is measured. */
export const node = { job: 'node-exporter', node: 'worker-1' };

/** What one node shows of itself, by metric. */
export const shows = (
  metrics: Readonly<Record<string, Course | number>>,
  labels: Readonly<Record<string, string>> = {},
): readonly Series[] =>
  Object.entries(metrics).map(([metric, course]) => series(metric, { ...node, ...labels }, course));

/** A counter that has long counted, and grows by so many in each second. */
export const perSecond = (count: number): Course => rising(count * 60, 1_000_000);
