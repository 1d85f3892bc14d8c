import { refuse } from '../model/refusal.js';
import {
  type AlertRule,
  isAlert,
  type RecordingRule,
  type Rule,
  type RuleGroup,
} from '../model/rule.js';
import { ruleErrors } from '../model/rule-check.js';
import { isAlertName } from './alert-names.js';
import {
  anything,
  type Checks,
  checkProps,
  isDuration,
  isObject,
  isText,
  listOf,
  oneOf,
  required,
} from './check.js';
import { isTime } from './check-nested.js';
import type { IRuleSource, RuleContext } from './contracts.js';
import type { Site } from './site.js';
import { tuned } from './tuning.js';

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
  threshold: anything,
  at: anything,
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

/** A rule as people of a site get it: tuned, and with the address of its runbook. */
const forSite = (
  where: string,
  rules: readonly Rule[],
  { tuning, runbooks }: Site,
): readonly Rule[] =>
  tuned(where, rules, tuning).map((rule) =>
    runbooks !== undefined && isAlert(rule) && isAlertName(rule.alert)
      ? { runbookUrl: `${runbooks}/${rule.alert}.md`, ...rule }
      : rule,
  );

/**
 * The rule groups of one language that sources bring to an evaluator, sorted by name, as its site wants them.
 *
 * @throws when a group is malformed, or two groups have one name
 */
export function rulesOf(
  { where, site }: { readonly where: string; readonly site: Site },
  sources: Iterable<IRuleSource>,
  language: RuleGroup['language'],
  context: RuleContext,
): readonly RuleGroup[] {
  const all = [...sources].flatMap((source) => source.rules(context));
  for (const group of all) checkGroup(where, group);
  const groups = all
    .map((group) => ({ ...group, rules: forSite(where, group.rules, site) }))
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
