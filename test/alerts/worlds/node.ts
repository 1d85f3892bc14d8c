import { type Course, rising, type Series, series } from '../inputs.js';

/** A node that is measured, and all that tell of it: a rule asks by job, and must tell nodes apart. */
export const node = { job: 'node-exporter', node: 'worker-1' };

/** What one node shows of itself, by metric. */
export const shows = (
  metrics: Readonly<Record<string, Course | number>>,
  labels: Readonly<Record<string, string>> = {},
): readonly Series[] =>
  Object.entries(metrics).map(([metric, course]) => series(metric, { ...node, ...labels }, course));

/** A counter that grows by so many in each second. */
export const perSecond = (count: number): Course => rising(count * 60);
