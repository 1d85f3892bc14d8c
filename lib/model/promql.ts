import { re2Error } from './re2.js';

/** What one label must be: this text, text this RE2 expression matches whole, or neither. */
export type Matcher =
  | string
  | { readonly re: string }
  | { readonly not: string }
  | { readonly notRe: string };

/** What the labels of a series or of a log stream must be, by label name. */
export type Matchers = Readonly<Record<string, Matcher>>;

const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/**
 * Whether every tool reads this as the name of a metric: letters, digits, `_` and `:`.
 *
 * Prometheus 3 allows any UTF-8 in quotes; Loki's rules, Alloy and older readers do not.
 */
export const isMetricName = (name: string): boolean => METRIC_NAME.test(name);

/** Whether every tool reads this as the name of a label: letters, digits and `_`. */
export const isLabelName = (name: string): boolean => LABEL_NAME.test(name);

/**
 * A string literal of PromQL or LogQL. JSON's escapes are a subset of the ones both languages read.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/basics/#string-literals
 */
export const stringLiteral = (text: string): string => JSON.stringify(text);

function regexTerm(label: string, operator: string, pattern: string): string {
  const error = re2Error(pattern);
  if (error !== undefined) throw new Error(`matcher ${label}: regex "${pattern}" ${error}`);
  return `${label}${operator}${stringLiteral(pattern)}`;
}

function term(label: string, matcher: Matcher): string {
  if (!isLabelName(label)) {
    throw new Error(
      `matcher: label name "${label}" has other characters than letters, digits and "_", ` +
        'or starts with a digit; rename the label',
    );
  }
  if (typeof matcher === 'string') return `${label}=${stringLiteral(matcher)}`;
  if ('re' in matcher) return regexTerm(label, '=~', matcher.re);
  if ('not' in matcher) return `${label}!=${stringLiteral(matcher.not)}`;
  return regexTerm(label, '!~', matcher.notRe);
}

/**
 * The inside of the braces of a selector, for PromQL and LogQL alike: `cluster="x",job=~"a|b"`.
 *
 * Labels are sorted, so that the same matchers are the same text wherever they were written.
 *
 * @throws when a name is no label name, or an expression is not RE2
 * @example
 * matchers({ job: 'loki', namespace: { notRe: 'kube-.*' } }); // job="loki",namespace!~"kube-.*"
 */
export const matchers = (labels: Matchers): string =>
  Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, matcher]) => term(label, matcher))
    .join(',');

/**
 * A PromQL selector: the series of one metric whose labels match.
 *
 * @throws when a name is no metric or label name, or an expression is not RE2
 * @see https://prometheus.io/docs/prometheus/latest/querying/basics/#instant-vector-selectors
 * @example
 * selector('up', { job: 'loki', cluster: 'home' }); // up{cluster="home",job="loki"}
 */
export function selector(metric: string, labels: Matchers = {}): string {
  if (!isMetricName(metric)) {
    throw new Error(
      `selector: metric name "${metric}" has other characters than letters, digits, "_" and ":", ` +
        'or starts with a digit; rename the metric',
    );
  }
  const inside = matchers(labels);
  return inside === '' ? metric : `${metric}{${inside}}`;
}
