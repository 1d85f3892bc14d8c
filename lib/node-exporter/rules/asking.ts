import { type SelectorOf, shownBy } from '../../model/promql.js';
import type { Shown } from '../measures.js';

/** What rules about the nodes of one job ask with. */
export interface Nodes extends Shown {
  /** What one of its counters grows by in a second. */
  readonly rate: SelectorOf;
}

/** Asks for what one job shows of its nodes. */
export const nodesOf = (job: string): Nodes => {
  const of = shownBy(job);
  return { of, rate: (metric, matchers) => `rate(${of(metric, matchers)}[5m])` };
};

const by = (labels: readonly string[]) => ['cluster', 'node', ...labels].join(', ');

/**
 * One series for each node, or each of its parts, whichever pod of the exporter shows it: a new one must not
 * begin every alert anew.
 *
 * @example
 * each('node_load1', 'device') // max by (cluster, node, device) (node_load1)
 */
export const each = (expr: string, ...labels: readonly string[]): string =>
  `max by (${by(labels)}) (${expr})`;

/** The same of what is worst where it is least. */
export const least = (expr: string, ...labels: readonly string[]): string =>
  `min by (${by(labels)}) (${expr})`;
