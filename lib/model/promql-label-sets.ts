import { selectionOf } from './promql-selectors.js';
import type { QueryNode } from './query-node.js';
import { type QueryTree, textOf } from './query-tree.js';

/** The labels that series can have; undefined where that is not known. */
export type Labels = ReadonlySet<string> | undefined;

/** A label that an expression names where it cannot be. */
export interface LabelFault {
  readonly label: string;
  /** The part of the expression whose series lack it. */
  readonly of: string;
  /** What it is named for, and what comes of it: `by (pod) tells nothing apart`. */
  readonly use: string;
  /** The metrics that are read there. */
  readonly metrics: readonly string[];
}

/** Where faults are told. */
export interface Faults {
  readonly tree: QueryTree;
  readonly tell: (fault: LabelFault) => void;
}

/** Whether series are known not to have a label. The name of a metric stands apart. */
export const lacks = (labels: Labels, label: string): boolean =>
  labels !== undefined && label !== '__name__' && !labels.has(label);

/** What one of two sides can have. */
export const either = (left: Labels, right: Labels): Labels =>
  left && right && new Set([...left, ...right]);

/** The same without some. */
export const without = (labels: Labels, gone: readonly string[]): Labels =>
  labels && new Set([...labels].filter((label) => !gone.includes(label)));

/** The same with some more. */
export const withMore = (labels: Labels, more: readonly string[]): Labels =>
  labels && new Set([...labels, ...more]);

/** Tells that a part of an expression lacks a label. */
export const tellLack = (
  { tree, tell }: Faults,
  node: QueryNode,
  label: string,
  use: string,
): void => tell({ label, of: textOf(tree, node), use, metrics: metricsWithin(tree, node) });

const metricsWithin = (tree: QueryTree, part: QueryNode): readonly string[] => {
  const names = tree.nodes
    .filter(({ name, from, to }) => name === 'VectorSelector' && from >= part.from && to <= part.to)
    .flatMap((node) => selectionOf(node, tree).metric ?? []);
  return [...new Set(names)];
};
