import { isMetricQuery, logqlError } from './logql-syntax.js';
import { labelNameError, metricNameError } from './promql.js';
import type { PromqlType } from './promql-signatures.js';
import { promqlError, promqlType } from './promql-syntax.js';
import { grafanaVariable } from './query-tree.js';
import {
  type AlertRule,
  annotationsOf,
  isAlert,
  labelsOf,
  type Rule,
  type RuleGroup,
  type RuleLanguage,
  severities,
} from './rule.js';
import { templateError } from './rule-template.js';

/** Also for callers from JavaScript, who can leave out what the types ask for. */
const isBlank = (text: string | undefined): boolean => (text ?? '').trim() === '';

/** What an expression may yield, and no rule can be made of. */
const unusable: Readonly<Partial<Record<PromqlType, string>>> = {
  matrix:
    'expr yields a range, which no rule can be made of; remove it, or sum it up: max_over_time(…)',
  string: 'expr yields a string, which no rule can be made of; give series or a number',
};

/** What is wrong with an expression as the expression of a rule. */
function exprError(language: RuleLanguage, expr: string): string | undefined {
  if (isBlank(expr)) return 'expr "" is empty; give an expression';
  const variable = grafanaVariable(expr);
  if (variable !== undefined) {
    return `expr has "${variable}", which only Grafana fills in; write a duration, such as 5m`;
  }
  const error = language === 'promql' ? promqlError(expr) : logqlError(expr);
  if (error !== undefined) return `expr is not ${language}: ${error}`;
  if (language === 'promql') return unusable[promqlType(expr) ?? 'vector'];
  return isMetricQuery(expr)
    ? undefined
    : 'expr yields log lines, which no rule can be made of; ' +
        'count them, such as in sum(rate({…}[5m])) > 0';
}

/** Labels that a rule may not set, because something else of the rule does. */
const taken: ReadonlyMap<string, string> = new Map([
  ['__name__', 'is the name of the series; leave it out'],
  ['alertname', 'is the name of the alert; leave it out'],
  ['severity', 'is the severity of the alert; set severity instead'],
]);

const labelErrors = (rule: Rule): (string | undefined)[] =>
  Object.keys(rule.labels ?? {}).map((name) => {
    const reserved = isAlert(rule) || name === '__name__' ? taken.get(name) : undefined;
    return reserved === undefined ? labelNameError(name) : `label "${name}" ${reserved}`;
  });

const templateErrors = (kind: string, texts: Readonly<Record<string, string>>) =>
  Object.entries(texts).map(([name, text]) => {
    const error = isBlank(text) ? undefined : templateError(text);
    return error && `${kind} ${name} "${text}" ${error}`;
  });

const alertErrors = (rule: AlertRule): (string | undefined)[] => [
  isBlank(rule.alert) || rule.alert.trim() !== rule.alert
    ? `alert name "${rule.alert}" is empty or has a space at an end; name it as in "DiskFull"`
    : undefined,
  severities.includes(rule.severity)
    ? undefined
    : `severity "${rule.severity}" is unknown; use critical, warning, info or none`,
  isBlank(rule.summary) ? 'summary "" is empty; say in one line what is wrong' : undefined,
  isBlank(rule.description)
    ? 'description "" is empty; say what it means and what to look at first'
    : undefined,
  /^https?:\/\/\S/.test(rule.runbookUrl ?? 'https://x')
    ? undefined
    : `runbookUrl "${rule.runbookUrl}" is no address of a web page; begin it with https://`,
  ...templateErrors('label', rule.labels ?? {}),
  ...templateErrors('annotation', annotationsOf(rule)),
];

const titleOf = (rule: Rule): string =>
  isAlert(rule) ? `alert "${rule.alert}"` : `record "${rule.record}"`;

/** Two rules are one to those who read them when name and labels are the same. */
const identityOf = (rule: Rule): string =>
  JSON.stringify([titleOf(rule), Object.entries(labelsOf(rule)).sort()]);

/**
 * Everything that Prometheus or Loki would refuse or misread in a group of rules; empty when it is
 * sound. Apart from `rule.ts`, as it loads the grammars of both languages.
 *
 * @example
 * ruleErrors({ name: 'loki', language: 'promql', rules: [{ record: 'a-b', expr: 'sum(' }] });
 * // rule group "loki": record "a-b": metric name "a-b" has other characters than … ; rename …
 * // rule group "loki": record "a-b": expr is not promql: unexpected end at column 5; correct …
 */
export function ruleErrors(group: RuleGroup): string[] {
  const where = `rule group "${group.name}"`;
  const identities = group.rules.map(identityOf);
  const errors = group.rules.flatMap((rule, index) =>
    [
      ...(isAlert(rule) ? alertErrors(rule) : [metricNameError(rule.record)]),
      exprError(group.language, rule.expr),
      ...labelErrors(rule),
      identities.indexOf(identityOf(rule)) === index
        ? undefined
        : 'is there twice with the same labels; remove one, or tell them apart by a label',
    ].flatMap((error) => (error === undefined ? [] : [`${where}: ${titleOf(rule)}: ${error}`])),
  );
  return isBlank(group.name) ? [`${where}: name is empty; give it one`, ...errors] : errors;
}
