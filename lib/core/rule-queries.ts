import { annotationsOf, isAlert, labelsOf, type Rule, type RuleGroup } from '../model/rule.js';
import type { AskedQuery } from './metrics-read.js';

/** What rules ask: their expressions, and what the texts of alerts look up as they are written. */
export const ruleQueries = (groups: readonly RuleGroup[]): readonly AskedQuery[] =>
  groups.flatMap((group) =>
    group.rules.flatMap((rule) => {
      const where = `rule group "${group.name}": "${isAlert(rule) ? rule.alert : rule.record}"`;
      return [rule.expr, ...lookedUp(rule)].map((expr) => ({ where, expr }));
    }),
  );

/** @see https://prometheus.io/docs/prometheus/latest/configuration/template_reference/#queries */
const lookUp = /\bquery\s+(?:"((?:[^"\\]|\\.)*)"|`([^`]*)`)/g;

const lookedUp = (rule: Rule): readonly string[] =>
  isAlert(rule)
    ? Object.values({ ...labelsOf(rule), ...annotationsOf(rule) }).flatMap((text) =>
        [...text.matchAll(lookUp)].map(
          ([, quoted, raw = '']) => quoted?.replaceAll(/\\(.)/g, '$1') ?? raw,
        ),
      )
    : [];

/** Names that rules record. */
export const recordedBy = (groups: readonly RuleGroup[]): ReadonlySet<string> =>
  new Set(groups.flatMap(({ rules }) => rules.flatMap((r) => (isAlert(r) ? [] : [r.record]))));
