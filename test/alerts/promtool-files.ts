import { metricsOf } from '../../lib/model/promql-syntax.js';
import type { RuleFileRule } from '../../lib/model/rule.js';
import type { WrittenGroup } from '../../scripts/closure/rules.js';
import type { AlertCase } from './expect-alert.js';
import type { WrittenAlert } from './mutants.js';
import { promtoolTests } from './promtool.js';

/** What `promtool test rules` is given: a file of rules, and one of tests of them. */
export interface RuleTest {
  readonly rules: { readonly groups: readonly WrittenGroup[] };
  readonly tests: ReturnType<typeof promtoolTests>;
}

/** The rules that others count on: what they read and is recorded, and so on. */
function recorded(groups: readonly WrittenGroup[], expr: string): ReadonlySet<string> {
  const recordings = new Map(
    groups.flatMap(({ rules }) =>
      rules.flatMap((rule) => ('record' in rule ? [[rule.record, rule.expr] as const] : [])),
    ),
  );
  const all = new Set<string>();
  const follow = (text: string): void => {
    for (const { metric = '' } of metricsOf(text)) {
      const source = recordings.get(metric);
      if (source === undefined || all.has(metric)) continue;
      all.add(metric);
      follow(source);
    }
  };
  follow(expr);
  return all;
}

/**
 * A test of one alert, in its own group, with the recordings that it counts on.
 *
 * @param rule what stands in the place of `original`
 */
export function ruleTest(
  groups: readonly WrittenGroup[],
  original: WrittenAlert,
  cases: readonly AlertCase[],
  rule: WrittenAlert = original,
): RuleTest {
  const needed = recorded(groups, rule.expr);
  const kept = (one: RuleFileRule): readonly RuleFileRule[] => {
    if (one === original) return [rule];
    return 'record' in one && needed.has(one.record) ? [one] : [];
  };
  return {
    rules: {
      groups: groups
        .map(({ name, rules }) => ({ name, rules: rules.flatMap(kept) }))
        .filter(({ rules }) => rules.length > 0),
    },
    tests: cases.flatMap(promtoolTests),
  };
}
