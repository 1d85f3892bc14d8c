import { type Matcher, type Matchers, matchers } from './promql.js';

/** Whether this matcher can only match a label that is there: what Loki needs one of, for its index. */
function needsAValue(matcher: Matcher): boolean {
  if (typeof matcher === 'string') return matcher !== '';
  if ('re' in matcher) return !matchesNothing(matcher.re);
  return false;
}

/** Whether an expression also matches the empty text: `.*`, `a?`, `|b`. */
function matchesNothing(pattern: string): boolean {
  // Enough of RE2 for this question: flags and Go's group names mean nothing to an empty text.
  const javascript = pattern.replace(/\(\?P?<\w+>/g, '(').replace(/\(\?[imsU-]+(:?)/g, '(?:');
  return new RegExp(`^(?:${javascript})$`).test('');
}

/**
 * A LogQL stream selector: the log streams whose labels match.
 *
 * @throws when no matcher asks for a value (Loki would read every stream there is, and refuses),
 *   when a name is no label name, or an expression is not RE2
 * @see https://grafana.com/docs/loki/latest/query/log_queries/#log-stream-selector
 * @example
 * streamSelector({ namespace: 'shop', app: { re: 'cart|till' } }); // {app=~"cart|till",namespace="shop"}
 */
export function streamSelector(labels: Matchers): string {
  const text = `{${matchers(labels)}}`;
  if (!Object.values(labels).some(needsAValue)) {
    throw new Error(
      `stream selector: "${text}" matches streams without any of its labels, which Loki refuses; ` +
        'add a label that must have a value',
    );
  }
  return text;
}
