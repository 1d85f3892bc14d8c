import { Duration } from 'cdk8s';
import type { IRuleSource } from '../../lib/core/index.js';
import type { AlertRule, Rule, RuleGroup } from '../../lib/model/rule.js';
import { atSynth, loki, prometheus, untyped } from './row.js';

/** A sound alert. */
export const alert: AlertRule = {
  alert: 'ShopDown',
  expr: 'up{job="shop"} == 0',
  for: Duration.minutes(5),
  severity: 'critical',
  summary: 'The shop is down',
  description: 'No scrape has succeeded for 5 minutes.',
};
/** What brings these rules. */
export const group = (
  rules: readonly Rule[],
  language: RuleGroup['language'] = 'promql',
): IRuleSource => ({
  rules: () => [{ name: 'shop', language, rules }],
});

/** A Prometheus that evaluates these rules. */
export const judged =
  (...rules: readonly unknown[]) =>
  () => {
    const evaluator = prometheus();
    evaluator.addRules(group(rules.map((rule) => untyped(rule))));
    return evaluator;
  };
/** The same of the sound alert, with some of it changed. */
export const changed = (changes: object) => judged({ ...alert, ...changes });
/** What is said at synth of the one rule. */
export const fault = (message: string, title = 'alert "ShopDown"') =>
  atSynth(`rule group "shop": ${title}: ${message}`);

/** The same of a Loki. */
export const lines = (expr: string) => () => {
  const evaluator = loki();
  evaluator.addRules(group([{ ...alert, expr }], 'logql'));
  return evaluator;
};
