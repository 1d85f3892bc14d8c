import { checkRe2 } from './re2.js';

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

/** Says what is wrong with the name of a label, and what to do; nothing when it is one. */
export const labelNameError = (name: string): string | undefined =>
  LABEL_NAME.test(name)
    ? undefined
    : `label name "${name}" has other characters than letters, digits and "_", ` +
      'or starts with a digit; rename the label';

/**
 * Says what is wrong with the name of a metric, and what to do; nothing when it is one.
 *
 * Prometheus 3 reads any UTF-8 in quotes; Loki's rules, Alloy and many readers do not.
 */
export const metricNameError = (name: string): string | undefined =>
  METRIC_NAME.test(name)
    ? undefined
    : `metric name "${name}" has other characters than letters, digits, "_" and ":", ` +
      'or starts with a digit; rename the metric';

/** Throws what one of the functions above says, if it says anything. */
export function refuseName(where: string, error: string | undefined): void {
  if (error !== undefined) throw new Error(`${where}: ${error}`);
}

/**
 * A string literal of PromQL or LogQL. JSON's escapes are a subset of the ones both languages read.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/basics/#string-literals
 */
export const stringLiteral = (text: string): string => JSON.stringify(text);

function regexTerm(label: string, operator: string, pattern: string): string {
  checkRe2(`matcher ${label}`, pattern);
  return `${label}${operator}${stringLiteral(pattern)}`;
}

function term(label: string, matcher: Matcher): string {
  refuseName('matcher', labelNameError(label));
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
  refuseName('selector', metricNameError(metric));
  const inside = matchers(labels);
  return inside === '' ? metric : `${metric}{${inside}}`;
}

/** A selector of a metric of one source, which is named once. */
export type SelectorOf = (metric: string, matchers?: Matchers) => string;

/**
 * Selectors of what one job shows.
 *
 * @example
 * const of = shownBy('loki');
 * of('loki_request_duration_seconds_count', { route: 'ready' });
 * // loki_request_duration_seconds_count{job="loki",route="ready"}
 */
export const shownBy =
  (job: string): SelectorOf =>
  (metric, matchers = {}) =>
    selector(metric, { job, ...matchers });

/**
 * What a share of observations stays below, one number for each value of some labels.
 *
 * @param buckets what the buckets of a histogram grow by
 * @example
 * quantile(0.99, 'cluster', 'rate(x_bucket[5m])');
 * // histogram_quantile(0.99, sum by (cluster, le) (rate(x_bucket[5m])))
 */
export const quantile = (share: number, by: string, buckets: string): string =>
  `histogram_quantile(${share}, sum by (${by}, le) (${buckets}))`;
