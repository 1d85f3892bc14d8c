import { Duration } from 'cdk8s';
import { refuse } from '../model/refusal.js';
import {
  type AlertRule,
  isAlert,
  type RecordingRule,
  type Rule,
  type RuleGroup,
} from '../model/rule.js';
import { ruleErrors } from '../model/rule-check.js';
import {
  anything,
  type Check,
  type Checks,
  checkProps,
  isDuration,
  isObject,
  isText,
  listOf,
  oneOf,
  required,
} from './check.js';
import type { IRuleSource, RuleContext } from './contracts.js';

/** Zero is one: at once. */
const isTime: Check = (value) => (value instanceof Duration ? undefined : isDuration()(value));
const groupChecks: Checks<RuleGroup> = {
  name: required(isText),
  language: required(oneOf('promql', 'logql')),
  interval: isDuration(),
  rules: required(listOf(isObject)),
};
// What is in the texts, `ruleErrors` judges.
const alertChecks: Checks<AlertRule> = {
  alert: anything,
  expr: anything,
  for: isTime,
  keepFiringFor: isTime,
  severity: anything,
  labels: isObject,
  summary: anything,
  description: anything,
  runbookUrl: isText,
};
const recordingChecks: Checks<RecordingRule> = {
  record: required(isText),
  expr: anything,
  labels: isObject,
};

/** Refuses what a caller without types may bring: a misspelled word would count for nothing. */
function checkGroup(where: string, group: RuleGroup): void {
  const at = `${where}: rule group "${group.name}"`;
  checkProps(at, group, groupChecks);
  for (const rule of group.rules) checkRule(at, rule);
}

function checkRule(at: string, rule: Rule): void {
  if (isAlert(rule)) checkProps(`${at}: alert "${rule.alert}"`, rule, alertChecks);
  else checkProps(`${at}: record "${rule.record}"`, rule, recordingChecks);
}

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
  const all = [...sources].flatMap((source) => source.rules(context));
  for (const group of all) checkGroup(where, group);
  const groups = all
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
