import {
  either,
  type Faults,
  type Labels,
  lacks,
  tellLack,
  withMore,
  without,
} from './promql-label-sets.js';
import { said } from './promql-selectors.js';
import { typeOf } from './promql-types.js';
import type { QueryNode } from './query-node.js';

interface Walk extends Faults {
  readonly walk: (node: QueryNode) => Labels;
}

interface Series {
  readonly series: QueryNode;
  readonly inner: Labels;
}

/** The labels in a clause's parentheses. */
const namesIn = (clause: QueryNode | null | undefined, { tree }: Faults): readonly string[] =>
  ['LabelName', 'QuotedLabelName']
    .flatMap((kind) => clause?.getChildren(kind) ?? [])
    .flatMap((name) => said(tree, name) ?? []);

/** What an aggregation leaves of labels, by its `by (…)` or `without (…)`. */
export function groupedLabels(node: QueryNode, { series, inner }: Series, walk: Faults): Labels {
  const modifier = node.getChild('AggregateModifier');
  const names = namesIn(modifier?.getChild('GroupingLabels'), walk);
  const removes = modifier?.getChild('Without') !== null && modifier !== null;
  for (const name of names.filter((label) => lacks(inner, label)))
    tellLack(
      walk,
      series,
      name,
      removes ? `without (${name}) removes nothing` : `by (${name}) tells nothing apart`,
    );
  if (removes) return without(inner, names);
  return new Set(names.filter((label) => !lacks(inner, label)));
}

/** Two sides of an operator, and how their series find each other. */
interface Match {
  readonly left: Side;
  readonly right: Side;
  /** The labels of `on (…)` or `ignoring (…)`. */
  readonly named: readonly string[];
  readonly on: boolean;
}

interface Side {
  readonly node: QueryNode;
  readonly labels: Labels;
}

const [joining, picking] = ['Or', ['And', 'Unless']] as const;

/** What an operation between series leaves of labels. */
export function labelsOfBinary(node: QueryNode, walk: Walk): Labels {
  const [first, second] = node.getChildren('Expr');
  if (!first || !second) return undefined;
  const left = { node: first, labels: walk.walk(first) };
  const right = { node: second, labels: walk.walk(second) };
  const isNumber = (side: QueryNode) => typeOf(side, walk.tree) === 'scalar';
  if (isNumber(first)) return right.labels;
  if (isNumber(second)) return left.labels;
  const clause = node.getChild('MatchingModifierClause');
  const [matching, included] = clause?.getChildren('GroupingLabels') ?? [];
  const named = namesIn(matching, walk);
  const match: Match = { left, right, named, on: clause?.getChild('On') != null };
  const operator = first.nextSibling?.name ?? '';
  tellOfNames(match, walk);
  if (operator === joining) return either(left.labels, right.labels);
  tellOfUnequal(match, walk);
  if (picking.some((name) => name === operator)) return left.labels;
  if (clause?.getChild('GroupLeft'))
    return grouped(left, right, namesIn(included, walk), 'group_left', walk);
  if (clause?.getChild('GroupRight'))
    return grouped(right, left, namesIn(included, walk), 'group_right', walk);
  if (match.on) return new Set(named);
  return without(left.labels ?? right.labels, named);
}

/** The side that has many series to one of the other, with what it takes from there. */
function grouped(
  many: Side,
  one: Side,
  included: readonly string[],
  clause: string,
  walk: Faults,
): Labels {
  for (const label of included.filter((name) => lacks(one.labels, name)))
    tellLack(walk, one.node, label, `${clause} (${label}) brings nothing`);
  return withMore(many.labels, included);
}

function tellOfNames({ left, right, named, on }: Match, walk: Faults): void {
  for (const label of named) {
    const lacking = [left, right].filter((side) => lacks(side.labels, label));
    if (on)
      for (const { node } of lacking) tellLack(walk, node, label, `on (${label}) compares nothing`);
    else if (lacking.length === 2)
      tellLack(walk, left.node, label, `ignoring (${label}) ignores nothing`);
  }
}

/** Without `on`, series match by all of their labels: one that a side never has, no pair agrees in. */
function tellOfUnequal({ left, right, named, on }: Match, walk: Faults): void {
  if (on) return;
  for (const [has, other] of [
    [left, right],
    [right, left],
  ] as const)
    for (const label of has.labels ?? [])
      if (lacks(other.labels, label) && !named.includes(label))
        tellLack(walk, other.node, label, 'the other side has it, and no two series match');
}
