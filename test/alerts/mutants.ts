import { parser as logql } from '@grafana/lezer-logql';
import type { SyntaxNode } from '@lezer/common';
import type { LRParser } from '@lezer/lr';
import { parser as promql } from '@prometheus-io/lezer-promql';
import type { RuleFileRule, RuleLanguage } from '../../lib/model/rule.js';
import { parseDuration } from '../../lib/model/units-parse.js';

/** An alert, as a rule file has it. */
export type WrittenAlert = Extract<RuleFileRule, { alert: string }>;

/** An alert with one thing wrong with it, which its tests must find. */
export interface Mutant {
  /** What was changed: `> for <`. */
  readonly says: string;
  readonly rule: WrittenAlert;
}

/** The nodes of a grammar that mutants are made from. */
interface Places {
  readonly parser: LRParser;
  readonly binary: string;
  readonly comparisons: readonly string[];
  readonly number: string;
  readonly selector: string;
  /** What a selector is narrowed by. */
  readonly matchers: readonly string[];
  /** Steps that narrow further. */
  readonly stages: readonly string[];
}

const places: Readonly<Record<RuleLanguage, Places>> = {
  promql: {
    parser: promql,
    binary: 'BinaryExpr',
    comparisons: ['Gtr', 'Lss', 'Gte', 'Lte', 'EqlC', 'Eql', 'Neq'],
    number: 'NumberDurationLiteral',
    selector: 'VectorSelector',
    matchers: ['UnquotedLabelMatcher', 'QuotedLabelMatcher'],
    stages: [],
  },
  logql: {
    parser: logql,
    binary: 'BinOpExpr',
    comparisons: ['Gtr', 'Lss', 'Gte', 'Lte', 'Eql', 'Neq'],
    number: 'Number',
    selector: 'Selector',
    matchers: ['Matcher'],
    stages: ['PipelineStage', 'LineFilter'],
  },
};

const flipped: Readonly<Record<string, string>> = {
  '>': '<',
  '<': '>',
  '>=': '<=',
  '<=': '>=',
  '==': '!=',
  '!=': '==',
};

interface Edit {
  readonly says: string;
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

function nodesOf({ parser }: Places, expr: string): readonly SyntaxNode[] {
  const nodes: SyntaxNode[] = [];
  parser.parse(expr).iterate({
    enter: ({ node }) => {
      nodes.push(node);
    },
  });
  return nodes;
}

const within = (node: SyntaxNode, outer: SyntaxNode): boolean =>
  node.from >= outer.from && node.to <= outer.to;

/** The comparisons of an expression, with their operators. */
const comparisons = (places: Places, expr: string, nodes: readonly SyntaxNode[]) =>
  nodes
    .filter(({ name }) => name === places.binary)
    .flatMap((node) => {
      const operator = places.comparisons
        .map((name) => node.getChild(name))
        .find((child) => child !== null);
      return operator ? [{ node, operator, text: expr.slice(operator.from, operator.to) }] : [];
    });

function flips(places: Places, expr: string, nodes: readonly SyntaxNode[]): readonly Edit[] {
  return comparisons(places, expr, nodes).map(({ operator: { from, to }, text }) => {
    const other = flipped[text] ?? '';
    return { says: `${other} for ${text} at ${from}`, from, to, text: other };
  });
}

/** Of the sides of a comparison those that are numbers, or computed of numbers alone. */
function scales(places: Places, expr: string, nodes: readonly SyntaxNode[]): readonly Edit[] {
  return comparisons(places, expr, nodes).flatMap(({ node, operator }) => {
    const sides = [node.firstChild, node.lastChild].flatMap((side) =>
      side === null || side === operator ? [] : [side],
    );
    const bare = sides.filter(
      (side) => !nodes.some((n) => n.name === places.selector && within(n, side)),
    );
    const numbers = bare.flatMap((side) =>
      nodes.filter((n) => n.name === places.number && within(n, side)).slice(0, 1),
    );
    return numbers.flatMap(({ from, to }) => {
      const value = Number(expr.slice(from, to));
      if (Number.isNaN(value) || value === 0) return [];
      return [10, 0.1].map((factor) => ({
        says: `${value} times ${factor} at ${from}`,
        from,
        to,
        text: String(Number((value * factor).toPrecision(12))),
      }));
    });
  });
}

/** Drops a matcher, with one of the commas beside it; never the last one of a selector without a name. */
function drops(places: Places, expr: string, nodes: readonly SyntaxNode[]): readonly Edit[] {
  const selectors = nodes.filter(({ name }) => name === places.selector);
  return nodes
    .filter(({ name }) => places.matchers.includes(name))
    .flatMap((node) => {
      const selector = selectors.find((one) => within(node, one));
      const alone = selector && /^\{[^,]*\}$/.test(expr.slice(selector.from, selector.to));
      return selector === undefined || alone ? [] : [without(node, expr)];
    });
}

function without({ from, to }: SyntaxNode, expr: string): Edit {
  const [before, after] = [expr.slice(0, from), expr.slice(to)];
  const ahead = /^\s*,\s*/.exec(after)?.[0].length ?? 0;
  const behind = ahead > 0 ? 0 : (/\s*,\s*$/.exec(before)?.[0].length ?? 0);
  const says = `without ${expr.slice(from, to)} at ${from}`;
  return { says, from: from - behind, to: to + ahead, text: '' };
}

/** Drops a step that narrows; of filters in a row, one at a time. */
const skips = (places: Places, expr: string, nodes: readonly SyntaxNode[]): readonly Edit[] =>
  nodes
    .filter((node) => places.stages.includes(node.name) && node.getChild('LineFilters') === null)
    .map(({ from, to }) => ({
      says: `without ${expr.slice(from, to)} at ${from}`,
      from,
      to,
      text: '',
    }));

function waits(rule: WrittenAlert): readonly Mutant[] {
  if (rule.for === undefined) return [];
  const { for: wait, ...atOnce } = rule;
  const seconds = parseDuration(rule.alert, wait).toMilliseconds() / 1000;
  return [
    { says: 'for 0', rule: atOnce },
    { says: 'for four times as long', rule: { ...rule, for: `${seconds * 4}s` } },
  ];
}

/**
 * Every mutant of an alert: each comparison the other way round, each bound ten times as large and as small,
 * each matcher gone, no wait and four times the wait.
 */
export function mutantsOf(rule: WrittenAlert, language: RuleLanguage): readonly Mutant[] {
  const { expr } = rule;
  const of = places[language];
  const nodes = nodesOf(of, expr);
  const edits = [flips, scales, drops, skips].flatMap((make) => make(of, expr, nodes));
  return [
    ...edits.map(({ says, from, to, text }) => ({
      says,
      rule: { ...rule, expr: expr.slice(0, from) + text + expr.slice(to) },
    })),
    ...waits(rule),
  ];
}

/** Whether an alert compares with a number that could be missed by a little. */
export const hasBound = ({ expr }: WrittenAlert, language: RuleLanguage): boolean => {
  const of = places[language];
  const nodes = nodesOf(of, expr);
  return comparisons(of, expr, nodes).some(
    ({ node, text }) =>
      !['==', '!='].includes(text) &&
      [node.firstChild, node.lastChild].some(
        (side) =>
          side !== null &&
          nodes.some(
            (n) =>
              n.name === of.number && within(n, side) && Number(expr.slice(n.from, n.to)) !== 0,
          ) &&
          !nodes.some((n) => n.name === of.selector && within(n, side)),
      ),
  );
};
