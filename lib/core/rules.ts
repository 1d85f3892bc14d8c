import type { RuleGroup } from '../model/rule.js';
import { ruleErrors } from '../model/rule-check.js';
import type { IRuleSource, RuleContext } from './contracts.js';
import { refuse } from './refusal.js';

/**
 * The rule groups of one language that sources bring to an evaluator, sorted by name.
 *
 * @throws when a group is malformed, or two groups have one name
 */
export function rulesOf(
  where: string,
  sources: Iterable<IRuleSource>,
  language: RuleGroup['language'],
  context: RuleContext,
): readonly RuleGroup[] {
  const groups = [...sources]
    .flatMap((source) => source.rules(context))
    .filter((group) => group.language === language && group.rules.length > 0)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const [i, group] of groups.entries()) {
    if (groups[i - 1]?.name === group.name)
      refuse(
        where,
        `rule group "${group.name}" comes from two sources`,
        'give each group a name of its own',
      );
    const [fault] = ruleErrors(group);
    if (fault) throw new Error(fault);
  }
  return groups;
}
