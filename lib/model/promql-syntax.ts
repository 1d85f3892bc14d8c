import { parser } from '@prometheus-io/lezer-promql';
import { passesWithoutLabel } from './logql.js';
import { said, selectionOf } from './promql-selectors.js';
import type { PromqlType } from './promql-signatures.js';
import { typeOf, typeSlip } from './promql-types.js';
import type { QueryNode } from './query-node.js';
import {
  type Grammar,
  parseQuery,
  type QueryTree,
  type Slip,
  syntaxError,
  textOf,
} from './query-tree.js';
import { remembering } from './remembering.js';
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

/** Whether a selector without a name lets every series pass: the grammar reads it, Prometheus refuses it. */
function takesAll(node: QueryNode, tree: QueryTree): boolean {
  const { metric, matchers } = selectionOf(node, tree);
  return (metric ?? '') === '' && matchers.every(({ matcher }) => passesWithoutLabel(matcher));
}

const slip = (node: QueryNode, tree: QueryTree): Slip | undefined =>
  node.name === 'VectorSelector' && takesAll(node, tree)
    ? ['selector without a name or a label that must have a value', 'add one, such as {job="x"}']
    : typeSlip(node, tree);

export const promql: Grammar = {
  parser,
  string: 'StringLiteral',
  regexOperators: ['EqlRegex', 'NeqRegex'],
  slip,
};

/**
 * Says what Prometheus would refuse in a PromQL expression, and at which column;
 * nothing when it can be read: its types are judged too. Grafana's own variables (`$__rate_interval`)
 * are let pass.
 *
 * @example
 * promqlError('sum(rate(x[5m])'); // unexpected end at column 16; correct it there
 */
export const promqlError = remembering((expr): string | undefined => syntaxError(promql, expr));

/**
 * What an expression that can be read yields. A rule is made of series or of a number; of a range or a
 * string Prometheus loads it, and fails at each evaluation.
 */
export const promqlType = remembering((expr): PromqlType | undefined => {
  const tree = parseQuery(promql, expr);
  const whole = tree.nodes[0]?.firstChild;
  return whole ? typeOf(whole, tree) : undefined;
});

function selected(tree: QueryTree, selector: QueryNode): Selected {
  const { metric, matchers } = selectionOf(selector, tree);
  const equal = matchers.flatMap(({ label, matcher }): [string, string][] =>
    typeof matcher === 'string' ? [[label, matcher]] : [],
  );
  return { metric, matchers: Object.fromEntries(equal) };
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
function readerOf(range: QueryNode): QueryNode | null {
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
