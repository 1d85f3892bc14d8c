import { passesWithoutLabel } from './logql.js';
import { groupedLabels, labelsOfBinary } from './promql-label-clauses.js';
import { labelsOfCall } from './promql-label-functions.js';
import { type Faults, type LabelFault, type Labels, lacks } from './promql-label-sets.js';
import { type Selection, said, selectionOf } from './promql-selectors.js';
import { promql } from './promql-syntax.js';
import { called } from './promql-types.js';
import type { QueryNode } from './query-node.js';
import { parseQuery, textOf } from './query-tree.js';

export type { LabelFault, Labels } from './promql-label-sets.js';

/** What labels the series of an expression can have, and which it asks for in vain. */
export interface LabelReport {
  /** Without the name of the metric. A number has none. */
  readonly labels: Labels;
  /** In the order in which they are computed, inner before outer. */
  readonly faults: readonly LabelFault[];
  /** Every part that yields series, inner before outer. */
  readonly parts: readonly { readonly text: string; readonly labels: Labels }[];
}

/**
 * Follows labels through an expression: which its series can have at the end, and where one is named that
 * cannot be there. Such a slip is no error to Prometheus: the alert is silent, the panel empty, the sum one line.
 *
 * @param labelsOf what labels the series of a selector can have; undefined where that is not known
 * @example
 * promqlLabels('sum by (pod) (up)', () => new Set(['job'])).faults;
 * // [{ label: 'pod', of: 'up', use: 'by (pod) tells nothing apart', … }]
 */
export function promqlLabels(
  expr: string,
  labelsOf: (selection: Selection) => Labels,
): LabelReport {
  const tree = parseQuery(promql, expr);
  const faults: LabelFault[] = [];
  const parts: LabelReport['parts'][number][] = [];
  const walk = (node: QueryNode): Labels => {
    const labels = labelsAt(node, { tree, walk, labelsOf, tell: (fault) => faults.push(fault) });
    parts.push({ text: textOf(tree, node), labels });
    return labels;
  };
  const whole = tree.nodes[0]?.firstChild;
  const labels = whole ? walk(whole) : undefined;
  return { labels, faults, parts };
}

interface Walk extends Faults {
  readonly walk: (node: QueryNode) => Labels;
  readonly labelsOf: (selection: Selection) => Labels;
}

function labelsAt(node: QueryNode, walk: Walk): Labels {
  switch (node.name) {
    case 'NumberDurationLiteral':
    case 'StringLiteral':
      return new Set();
    case 'VectorSelector':
      return labelsOfSelector(node, walk);
    case 'AggregateExpr':
      return labelsOfAggregation(node, walk);
    case 'BinaryExpr':
      return labelsOfBinary(node, walk);
    case 'FunctionCall':
      return labelsOfCall(node, walk);
    default: {
      // Parentheses, a sign, a range, another time: the series are those within.
      const inner = node.getChild('Expr');
      return inner ? walk.walk(inner) : undefined;
    }
  }
}

function labelsOfSelector(node: QueryNode, { tree, labelsOf, tell }: Walk): Labels {
  const selection = selectionOf(node, tree);
  const labels = labelsOf(selection);
  for (const { label, matcher, text } of selection.matchers)
    if (lacks(labels, label))
      tell({
        label,
        of: selection.metric ?? textOf(tree, node),
        use: `${text} ${passesWithoutLabel(matcher) ? 'excludes nothing' : 'never matches'}`,
        metrics: selection.metric === undefined ? [] : [selection.metric],
      });
  return labels;
}

/** Aggregations that pick some of the series, and leave them as they are. */
const picking: readonly string[] = ['topk', 'bottomk', 'limitk', 'limit_ratio'];

function labelsOfAggregation(node: QueryNode, walk: Walk): Labels {
  const given = node.getChild('FunctionCallBody')?.getChildren('Expr') ?? [];
  const series = given.at(-1);
  for (const parameter of given.slice(0, -1)) walk.walk(parameter);
  if (series === undefined) return undefined;
  const inner = walk.walk(series);
  const kept = groupedLabels(node, { series, inner }, walk);
  const fn = called(walk.tree, node);
  if (picking.includes(fn)) return inner;
  const [first] = given;
  const counted = fn === 'count_values' && first ? [said(walk.tree, first) ?? ''] : [];
  return kept && new Set([...kept, ...counted]);
}
