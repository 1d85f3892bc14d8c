import type { Matcher, Matchers } from '../model/promql.js';

/** The labels of one alert, by name. */
export type AlertLabels = Readonly<Record<string, string>>;

/**
 * Whether the labels of an alert are what matchers ask for. A label that is absent counts as empty.
 *
 * Expressions are read as JavaScript's; where RE2 has notations of its own, those are not understood.
 *
 * @see https://prometheus.io/docs/alerting/latest/configuration/#matcher
 */
export const matchesAll = (match: Matchers, labels: AlertLabels): boolean =>
  Object.entries(match).every(([label, matcher]) => matches(matcher, labels[label] ?? ''));

function matches(matcher: Matcher, value: string): boolean {
  if (typeof matcher === 'string') return value === matcher;
  if ('not' in matcher) return value !== matcher.not;
  const [, flags = '', pattern = ''] =
    /^(?:\(\?([ims]+)\))?(.*)$/s.exec('re' in matcher ? matcher.re : matcher.notRe) ?? [];
  const found = new RegExp(`^(?:${pattern.replaceAll('(?P<', '(?<')})$`, flags).test(value);
  return 're' in matcher ? found : !found;
}
