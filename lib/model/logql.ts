import { type Matcher, type Matchers, matchers } from './promql.js';

/** Whether an RE2 expression matches the empty text, as `.*`, `a?` and `|b` do. */
function matchesEmpty(pattern: string): boolean {
  // JavaScript's dialect answers this one question alike once names and flags of groups are gone.
  const plain = pattern
    .replace(/\\Q.+?\\E/gs, 'x')
    .replace(/\(\?P?<\w+>/g, '(')
    .replace(/\(\?[imsU-]+:?/g, '(?:');
  try {
    return new RegExp(`^(?:${plain})$`).test('');
  } catch {
    // A few odd expressions are RE2's only (`^*`), and others nobody's: not for this check to judge.
    return false;
  }
}

/**
 * Whether a stream without this label would pass. Loki refuses a selector of nothing but such matchers,
 * as it would have to read every stream there is.
 */
export function passesWithoutLabel(matcher: Matcher): boolean {
  if (typeof matcher === 'string') return matcher === '';
  if ('re' in matcher) return matchesEmpty(matcher.re);
  if ('not' in matcher) return matcher.not !== '';
  return !matchesEmpty(matcher.notRe);
}

/**
 * A LogQL stream selector: the log streams whose labels match.
 *
 * @throws when no label must have a value (Loki would have to read every stream, and refuses), when
 *   a name is no label name, or an expression is not RE2
 * @see https://grafana.com/docs/loki/latest/query/log_queries/#log-stream-selector
 * @example
 * streamSelector({ namespace: 'shop', app: { re: 'cart|till' } }); // {app=~"cart|till",namespace="shop"}
 */
export function streamSelector(labels: Matchers): string {
  const text = `{${matchers(labels)}}`;
  if (Object.values(labels).every(passesWithoutLabel)) {
    throw new Error(
      `stream selector: "${text}" lets every stream pass that lacks its labels, which Loki refuses; ` +
        'add a label that must have a value',
    );
  }
  return text;
}
