import {
  type Faults,
  type Labels,
  lacks,
  tellLack,
  withMore,
  without,
} from './promql-label-sets.js';
import { said, selectionOf } from './promql-selectors.js';
import { called, typeOf } from './promql-types.js';
import type { QueryNode } from './query-node.js';

interface Walk extends Faults {
  readonly walk: (node: QueryNode) => Labels;
}

/** A function with what it is given, and the labels of the series among that. */
interface Call extends Walk {
  readonly fn: string;
  readonly given: readonly QueryNode[];
  readonly series: QueryNode;
  readonly labels: Labels;
}

/** What a text argument says. */
const text = ({ tree, given }: Call, at: number): string => said(tree, given[at]) ?? '';

/** Tells of labels that a function reads and the series lack. */
function reads(call: Call, labels: readonly string[]): void {
  for (const label of labels.filter((name) => name !== '' && lacks(call.labels, name)))
    tellLack(call, call.series, label, `${call.fn}() reads nothing there`);
}

/** Adds up buckets: what it needs of a classic histogram is gone afterwards. */
function overBuckets(call: Call): Labels {
  if (lacks(call.labels, 'le')) tellLack(call, call.series, 'le', `${call.fn}() needs it`);
  return without(call.labels, ['le']);
}

/** Without parentheses; the series that are absent have the labels that were asked for by their exact value. */
function absent({ tree, series }: Call): Labels {
  const bare = (node: QueryNode): QueryNode => {
    const inner = node.name === 'ParenExpr' ? node.getChild('Expr') : null;
    return inner ? bare(inner) : node;
  };
  const asked = bare(series);
  const selector = asked.name === 'MatrixSelector' ? asked.firstChild : asked;
  if (selector?.name !== 'VectorSelector') return new Set();
  const { matchers } = selectionOf(selector, tree);
  const names = matchers.map(({ label }) => label);
  return new Set(
    matchers
      .filter(({ matcher }) => typeof matcher === 'string' && matcher !== '')
      .map(({ label }) => label)
      .filter((label) => names.indexOf(label) === names.lastIndexOf(label)),
  );
}

function replaced(call: Call): Labels {
  reads(call, [text(call, 3)]);
  return withMore(call.labels, [text(call, 1)]);
}

function joined(call: Call): Labels {
  reads(
    call,
    call.given.slice(3).map((_, i) => text(call, 3 + i)),
  );
  return withMore(call.labels, [text(call, 1)]);
}

function sorted(call: Call): Labels {
  reads(
    call,
    call.given.slice(1).map((_, i) => text(call, 1 + i)),
  );
  return call.labels;
}

/** Functions that leave other labels than they are given. */
const changing: Readonly<Record<string, (call: Call) => Labels>> = {
  absent,
  absent_over_time: absent,
  histogram_fraction: overBuckets,
  histogram_quantile: overBuckets,
  histogram_quantiles: (call) => withMore(overBuckets(call), [text(call, 1)]),
  // What it joins depends on series that are not named.
  info: () => undefined,
  label_join: joined,
  label_replace: replaced,
  scalar: () => new Set(),
  sort_by_label: sorted,
  sort_by_label_desc: sorted,
};

/** What a function leaves of labels. */
export function labelsOfCall(node: QueryNode, walk: Walk): Labels {
  const fn = called(walk.tree, node);
  const given = node.getChild('FunctionCallBody')?.getChildren('Expr') ?? [];
  const ofSeries = given.map((argument) => {
    const labels = walk.walk(argument);
    const type = typeOf(argument, walk.tree);
    return type === 'vector' || type === 'matrix' ? [{ series: argument, labels }] : [];
  });
  const [of] = ofSeries.flat();
  // Of no series, but of a number or the time.
  if (of === undefined) return new Set();
  const change = changing[fn];
  return change ? change({ ...walk, fn, given, ...of }) : of.labels;
}
