import type { Matcher } from './promql.js';
import { type LabelMatcher, selectionOf } from './promql-selectors.js';
import { promql, promqlError } from './promql-syntax.js';
import { parseQuery, textOf } from './query-tree.js';
import { re2Error } from './re2.js';
import { remembering } from './remembering.js';

/** What one selector asks for. */
export interface MetricRead {
  /** The name of the metric, or what its name must match; nothing where any will do. */
  readonly name: string | { readonly re: string } | undefined;
  /** What the job must be, all of it; nothing where any will do. */
  readonly jobs: readonly Matcher[];
  /** Whether it asks for a quantile of a summary. */
  readonly quantile: boolean;
  /** The selector as it is written. */
  readonly text: string;
}

/** The selectors of an expression: each as it is written, and its matchers, one of its name among them. */
export const selectorsOf = remembering(
  (expr): readonly { readonly text: string; readonly matchers: readonly LabelMatcher[] }[] => {
    const tree = parseQuery(promql, expr);
    return tree.nodes
      .filter((node) => node.name === 'VectorSelector')
      .map((node) => {
        const { metric, matchers } = selectionOf(node, tree);
        const name = { label: '__name__', matcher: metric ?? '', text: metric ?? '' };
        return {
          text: textOf(tree, node),
          matchers: metric === undefined ? matchers : [name, ...matchers],
        };
      });
  },
);

/** A variable of Grafana's in any of its notations; `$` alone ends a regular expression. */
const variable = /\$\w+|\$\{\w+[^}]*\}|\[\[\w+(?::\w+)?\]\]/g;
const strings = /("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)/s;

/** The expression with its variables outside of strings replaced, so that the grammar can read it. */
const withoutVariables = (expr: string, put: (before: string) => string): string =>
  expr
    .split(strings)
    .map((part, i) =>
      i % 2 === 1 ? part : part.replace(variable, (_, at: number) => put(part.slice(0, at))),
    )
    .join('');

/** No metric is named so: where it stands as a name, only Grafana knows which is meant. */
const someName = 'grafana_variable__';

/** What a variable can stand for: a length of time or a number, else the name of a metric or label. */
const meanings: readonly ((before: string) => string)[] = [
  () => '5m',
  (before) => (/(?:[[:]|offset)\s*$/.test(before) ? '5m' : someName),
];

/**
 * What an expression asks for, selector by selector. It may be one of a dashboard: a variable may be any job,
 * and any name.
 *
 * @throws with what cannot be read, and what to do
 * @example
 * metricReads('rate(x_total{job="a"}[$__rate_interval])');
 * // [{ name: 'x_total', jobs: ['a'], quantile: false, text: 'x_total{job="a"}' }]
 */
export function metricReads(expr: string): readonly MetricRead[] {
  const candidates = meanings.map((put) => withoutVariables(expr, put));
  const readable = candidates.find(isReadable);
  if (readable === undefined) throw new Error(promqlError(candidates[0] ?? expr));
  return selectorsOf(readable).map(({ text, matchers }) => {
    const of = (label: string) =>
      matchers.flatMap((one) =>
        one.label === label && !hasVariable(one.matcher) ? [one.matcher] : [],
      );
    return {
      name: nameOf(of('__name__')),
      jobs: of('job'),
      quantile: matchers.some(({ label }) => label === 'quantile'),
      text: text.replaceAll(someName, '$…'),
    };
  });
}

/** Whether the grammar reads it: whether its types are right is judged elsewhere. */
const isReadable = (text: string): boolean =>
  !parseQuery(promql, text).nodes.some((node) => node.type.isError);

const textIn = (matcher: Matcher): string =>
  typeof matcher === 'string' ? matcher : (Object.values(matcher)[0] ?? '');

const hasVariable = (matcher: Matcher): boolean =>
  textIn(matcher).includes(someName) || textIn(matcher).search(variable) >= 0;

/** Of several demands on one name, the narrowest: what it is, else what it matches. */
function nameOf(matchers: readonly Matcher[]): MetricRead['name'] {
  return (
    matchers.find((one) => typeof one === 'string') ??
    matchers.find((one) => typeof one === 'object' && 're' in one)
  );
}

/** Notations that JavaScript reads otherwise than RE2, or not at all. */
const foreign = /\\[^dDwWsS.*+?()[\]{}|^$/:-]|\[\[?:|\(\?(?!:)/;

/** Whether a matcher lets a value pass; where that is hard to tell, it does. */
function passes(matcher: Matcher, value: string): boolean {
  if (typeof matcher === 'string') return matcher === value;
  if ('not' in matcher) return matcher.not !== value;
  const pattern = textIn(matcher);
  if (foreign.test(pattern) || re2Error(pattern) !== undefined) return true;
  return new RegExp(`^(?:${pattern})$`).test(value) === 're' in matcher;
}

/** Whether a selector may mean series of a job. */
export const readsJob = (read: MetricRead, job: string): boolean =>
  read.jobs.every((matcher) => passes(matcher, job));

const parts = /^(.+)_(?:bucket|sum|count)$/;

/**
 * What must be kept where a name is read: itself, and of a histogram or summary the sum and the count, without which
 * no mean can be had of it. Buckets and quantiles are what costs: they are kept only where they are read themselves.
 *
 * @example
 * namesWith('x_bucket'); // ['x_bucket', 'x_sum', 'x_count']
 */
export function namesWith(name: string, quantile = false): readonly string[] {
  const [, base] = parts.exec(name) ?? (quantile ? ['', name] : []);
  return base === undefined ? [name] : [...new Set([name, `${base}_sum`, `${base}_count`])];
}

/** The same of an expression that names match, where it ends as such a name does and offers no choice. */
export function patternsWith(pattern: string): readonly string[] {
  const [, base] = /[|()]/.test(pattern) ? [] : (parts.exec(pattern) ?? []);
  return base === undefined ? [pattern] : [pattern, `${base}_(?:sum|count)`];
}
