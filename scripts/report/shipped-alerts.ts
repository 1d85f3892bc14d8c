import type { AlertLabels } from '../../lib/alertmanager/index.js';
import { byKey, type Manifest } from '../../lib/core/index.js';
import { type Evaluator, rulesOf } from '../closure/rules.js';

/** An alert of a rule file, as Alertmanager first hears of it. */
export interface ShippedAlert {
  /** Who evaluates it. */
  readonly by: Evaluator;
  /** Its name, the labels of its rule, and the cluster that every sender adds; those of a series are not among them. */
  readonly labels: AlertLabels & { readonly alertname: string };
}

/** Labels that a template fills are known when it fires. */
const isKnown = ([, value]: readonly [string, string]): boolean => !value.includes('{{');

/** Every alert in the rule files of a system, by name; rules that make alerts of the same labels count once. */
export function shippedAlerts(objects: readonly Manifest[], cluster: string): ShippedAlert[] {
  const by = (evaluator: Evaluator) =>
    rulesOf(objects, evaluator).flatMap(({ rule }) => {
      if (!('alert' in rule)) return [];
      const labels = Object.fromEntries(Object.entries(rule.labels).filter(isKnown));
      return [{ by: evaluator, labels: { ...labels, cluster, alertname: rule.alert } }];
    });
  const key = ({ labels }: ShippedAlert) => `${labels.alertname} ${JSON.stringify(labels)}`;
  const all = new Map([...by('prometheus'), ...by('loki')].map((alert) => [key(alert), alert]));
  return byKey(all).map(([, alert]) => alert);
}
