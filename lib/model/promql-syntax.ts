import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import {
  type Grammar,
  parseQuery,
  type QueryTree,
  remembering,
  type Slip,
  syntaxError,
  textOf,
  unquoted,
} from './query-tree.js';
import { prometheusDuration } from './units.js';
import { parseDuration } from './units-parse.js';

/** A selector in an expression: which series it reads. */
export interface Selected {
  /** Undefined when the name is not given, or only as a regular expression. */
  readonly metric: string | undefined;
  /** The labels that must have one exact value, and that value. */
  readonly matchers: Readonly<Record<string, string>>;
}

/** A function that compares the samples in a window of time, and what it reads there. */
export interface RateWindow extends Selected {
  readonly fn: string;
  /** The length of the window; undefined when it is a variable of Grafana's or is computed. */
  readonly windowMs: number | undefined;
  /** The window as it is written: `5m`. */
  readonly text: string;
}

/**
 * The functions that need several samples in their window: they extrapolate from, or count changes
 * between, neighbouring samples. `avg_over_time` and its kind are content with one.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/functions/
 */
const rateFunctions: readonly string[] = [
  'rate',
  'irate',
  'increase',
  'delta',
  'idelta',
  'deriv',
  'predict_linear',
  'double_exponential_smoothing',
  'changes',
  'resets',
];

/** What may stand between the parentheses of a function and the range it reads. */
const wrappers: readonly string[] = [
  'ParenExpr',
  'OffsetExpr',
  'StepInvariantExpr',
  'AnchoredExpr',
  'SmoothedExpr',
];

/** The text of a name or of a string, the latter without its quotes. */
function said(tree: QueryTree, node: SyntaxNode | null | undefined): string | undefined {
  const text = node && textOf(tree, node);
  return text && /^["'`]/.test(text) ? unquoted(text) : (text ?? undefined);
}

/** What a node holds once parentheses, offsets and the like are taken off. */
function bare(node: SyntaxNode): SyntaxNode {
  const inner = wrappers.includes(node.name) ? node.firstChild : null;
  return inner === null ? node : bare(inner);
}

const takesRange = (fn: string): boolean => rateFunctions.includes(fn) || fn.endsWith('_over_time');

/** The type errors people make most, though the grammar, which knows no types, lets them pass. */
function slip(node: SyntaxNode, tree: QueryTree): Slip | undefined {
  if (node.name === 'MatrixSelector' && node.firstChild?.name !== 'VectorSelector') {
    return ['range after something that is not a selector', 'use a subquery, such as [5m:1m]'];
  }
  if (node.name !== 'FunctionCall' && node.name !== 'AggregateExpr') return undefined;
  const fn = said(tree, node.firstChild) ?? '';
  const given = node.getChild('FunctionCallBody')?.getChildren('Expr') ?? [];
  const ranged = given.some((expr) => ['MatrixSelector', 'SubqueryExpr'].includes(bare(expr).name));
  if (ranged === takesRange(fn)) return undefined;
  return ranged
    ? [`${fn}() over a range`, 'remove the range']
    : [`${fn}() without a range`, 'add one, such as [5m]'];
}

const promql: Grammar = {
  parser,
  string: 'StringLiteral',
  regexOperators: ['EqlRegex', 'NeqRegex'],
  slip,
};

/**
 * Says what Prometheus would refuse in the syntax of a PromQL expression, and at which column;
 * nothing when it can be read. Grafana's own variables (`$__rate_interval`) are let pass.
 *
 * Of types, only ranges are looked at: `rate(x)` is refused, `1 and x` is not.
 *
 * @example
 * promqlError('sum(rate(x[5m])'); // unexpected end at column 16; correct it there
 */
export const promqlError = remembering((expr): string | undefined => syntaxError(promql, expr));

function selected(tree: QueryTree, selector: SyntaxNode): Selected {
  const braces = selector.getChild('LabelMatchers');
  const equal = ['UnquotedLabelMatcher', 'QuotedLabelMatcher']
    .flatMap((kind) => braces?.getChildren(kind) ?? [])
    .filter((matcher) => matcher.getChild('MatchOp')?.getChild('EqlSingle'))
    .map((matcher): [string, string] => [
      said(tree, matcher.firstChild) ?? '',
      said(tree, matcher.lastChild) ?? '',
    ]);
  const { __name__: named, ...matchers }: Record<string, string> = Object.fromEntries(equal);
  const first = selector.getChild('Identifier') ?? braces?.getChild('QuotedLabelName');
  return { metric: said(tree, first) ?? named, matchers };
}

/**
 * Every selector in an expression, in the order of the text: what a rule or panel reads.
 *
 * @example
 * metricsOf('up{job="loki"} == 0'); // [{ metric: 'up', matchers: { job: 'loki' } }]
 */
export function metricsOf(expr: string): readonly Selected[] {
  const tree = parseQuery(promql, expr);
  return tree.nodes
    .filter((node) => node.name === 'VectorSelector')
    .map((node) => selected(tree, node));
}

/** The function that reads this range directly, and not through a subquery or an operation. */
function readerOf(range: SyntaxNode): SyntaxNode | null {
  let outer = range.parent;
  while (outer !== null && wrappers.includes(outer.name)) outer = outer.parent;
  return outer?.name === 'FunctionCallBody' ? (outer.parent?.firstChild ?? null) : null;
}

/** A window is a duration or, in Prometheus 3, a number of seconds; arithmetic is left alone. */
function windowLength(text: string): number | undefined {
  const seconds = Number(text);
  if (!Number.isNaN(seconds)) return seconds * 1000;
  return /^[\dywdhms]+$/.test(text)
    ? parseDuration('promql window', text).toMilliseconds()
    : undefined;
}

/**
 * Every window of an expression over which a rate, a trend or a number of changes is computed.
 *
 * @example
 * rateWindows('rate(x_total{job="a"}[5m])');
 * // [{ fn: 'rate', metric: 'x_total', matchers: { job: 'a' }, windowMs: 300_000, text: '5m' }]
 */
export const rateWindows = remembering((expr): readonly RateWindow[] => {
  const tree = parseQuery(promql, expr);
  return tree.nodes
    .filter((node) => node.name === 'MatrixSelector')
    .flatMap((range) => {
      const fn = said(tree, readerOf(range)) ?? '';
      const [selector, window] = [range.firstChild, range.getChild('DurationExpr')];
      if (!rateFunctions.includes(fn) || selector === null || window === null) return [];
      const text = textOf(tree, window);
      return [{ fn, ...selected(tree, selector), windowMs: windowLength(text), text }];
    });
});

/** A window must hold this many scrape intervals: one may fail and two samples are left for sure. */
const INTERVALS_IN_A_WINDOW = 4;

/**
 * Refuses rate windows that are too short for the job they read: below four scrape intervals a single
 * missed scrape leaves a gap in the graph, or an alert that resolves and fires again.
 *
 * Judged are selectors with `job="…"`, where the interval of that job is known.
 *
 * @param where what the messages are to name: a rule or a panel, with its component
 * @param intervalOf the scrape interval of a job in milliseconds
 * @see https://prometheus.io/docs/prometheus/latest/querying/functions/#rate
 */
export const refuseShortWindows = (
  where: string,
  expr: string,
  intervalOf: (job: string) => number | undefined,
): string[] =>
  rateWindows(expr).flatMap(({ matchers: { job }, windowMs, text }) => {
    const intervalMs = job === undefined ? undefined : intervalOf(job);
    if (intervalMs === undefined || windowMs === undefined) return [];
    const leastMs = INTERVALS_IN_A_WINDOW * intervalMs;
    if (windowMs >= leastMs) return [];
    const print = (ms: number) => prometheusDuration({ toMilliseconds: () => ms });
    return [
      `${where}: rate window "${text}" over job "${job}" is shorter than ` +
        `${INTERVALS_IN_A_WINDOW} scrape intervals of "${print(intervalMs)}"; ` +
        `use ${print(leastMs)} or more`,
    ];
  });
