import type { Duration } from 'cdk8s';
import { refuse } from '../model/refusal.js';
import { type AlertRule, isAlert, type Rule, type Severity, severities } from '../model/rule.js';
import { type AlertName, alertNames, type Bound, isAlertName } from './alert-names.js';
import { type Check, type Checks, checkProps, didYouMean, isText, oneOf } from './check.js';
import { isTime } from './check-nested.js';

/** What of an alert a site may set. */
interface Settings {
  /** How long it must hold before anyone is told. */
  readonly for?: Duration;
  /** How soon someone must act. */
  readonly severity?: Severity;
}

/** The same of an alert that compares with a bound. */
interface BoundSettings extends Settings {
  /** The bound; of an alert that is there with several severities, for each. Shares are between 0 and 1. */
  readonly threshold?: number | Readonly<Partial<Record<Severity, number>>>;
}

type SettingsOf<Name extends AlertName> = (typeof alertNames)[Name]['threshold'] extends undefined
  ? Settings
  : BoundSettings;

/** What a site changes of an alert. Made by `alerts`. */
export class AlertTuning {
  /** @internal */
  constructor(
    readonly alert: AlertName,
    /** Undefined when it is off. */
    readonly settings: BoundSettings | undefined,
    /** Why it is off. */
    readonly reason?: string,
  ) {}

  /** The rule as the site wants it; none when it is off. @internal */
  apply(rule: AlertRule): readonly AlertRule[] {
    if (this.settings === undefined) return [];
    const { threshold, ...settings } = this.settings;
    const bound = typeof threshold === 'object' ? threshold[rule.severity] : threshold;
    return [{ ...(bound === undefined ? rule : (rule.at?.(bound) ?? rule)), ...settings }];
  }
}

/** An alert, to be changed for a site. */
interface Tunable<Name extends AlertName> {
  /**
   * Sets when it fires, and how urgent it is.
   *
   * @throws on settings that are unknown or malformed, or when there are none
   */
  readonly tune: (settings: SettingsOf<Name>) => AlertTuning;
  /**
   * Leaves it out. The summary of a synth says so, with the reason.
   *
   * @throws without a reason
   */
  readonly off: (reason: string) => AlertTuning;
}

const isNot: Readonly<Record<Bound, string>> = {
  share: 'is not a share',
  seconds: 'is not a number of seconds',
  bytes: 'is not a number of bytes',
  count: 'is not a count',
  'per second': 'is not a number per second',
};

const isBound =
  (name: AlertName): Check =>
  (value) => {
    const unit = alertNames[name].threshold;
    if (unit === undefined)
      return { rule: 'is none that this alert has', remedy: 'leave it out, or give for' };
    const bySeverity: object = typeof value === 'object' && value !== null ? value : {};
    const odd = Object.keys(bySeverity).find((key) => !severities.some((known) => known === key));
    if (odd !== undefined)
      return { rule: `has "${odd}", which is not a severity`, remedy: didYouMean(odd, severities) };
    const bounds = typeof value === 'object' ? Object.values(bySeverity) : [value];
    const most = unit === 'share' ? 1 : Number.MAX_VALUE;
    return bounds.length > 0 && bounds.every((b) => typeof b === 'number' && b >= 0 && b <= most)
      ? undefined
      : {
          rule: isNot[unit],
          remedy: unit === 'share' ? 'give 0 to 1' : 'give 0 or more',
        };
  };

const checks = (name: AlertName): Checks<BoundSettings> => ({
  for: isTime,
  severity: oneOf(...severities),
  threshold: isBound(name),
});

const tunable = (name: AlertName): Tunable<AlertName> => ({
  tune: (settings) => {
    const where = `alerts.${name}.tune`;
    checkProps(where, settings, checks(name));
    if (Object.keys(settings).length === 0)
      refuse(where, 'nothing is set', 'give for, severity or threshold');
    return new AlertTuning(name, settings);
  },
  off: (reason) => {
    if (isText(reason) !== undefined || reason.trim() === '')
      refuse(`alerts.${name}.off`, `reason "${reason}" is empty`, 'say why nobody needs it');
    return new AlertTuning(name, undefined, reason);
  },
});

/**
 * Every alert that our components bring, by name, to be changed for a site.
 *
 * @throws on a name that is none of ours
 * @example
 * site({
 *   cluster: 'prod-1',
 *   tuning: [
 *     alerts.TargetDown.tune({ for: Duration.minutes(30) }),
 *     alerts.KubeletProbesDown.off('nobody reads why pods restart'),
 *   ],
 * })
 */
export const alerts: { readonly [Name in AlertName]: Tunable<Name> } = new Proxy(
  // The edge: the proxy answers for every name there is.
  {} as { readonly [Name in AlertName]: Tunable<Name> },
  {
    get: (_, name) =>
      typeof name === 'string' && isAlertName(name)
        ? tunable(name)
        : refuse(
            'alerts',
            `"${String(name)}" is not one of ours`,
            didYouMean(String(name), Object.keys(alertNames)),
          ),
  },
);

/** Why alerts are off, a line each. */
export const whatIsOff = (tuning: readonly AlertTuning[]): readonly string[] =>
  tuning.flatMap(({ alert, reason }) =>
    reason === undefined ? [] : [`alert ${alert} is off: ${reason}`],
  );

/**
 * Rules as a site wants them.
 *
 * @throws when an alert is tuned twice
 */
export function tuned(
  where: string,
  rules: readonly Rule[],
  tuning: readonly AlertTuning[],
): readonly Rule[] {
  const changes = new Map(tuning.map((change) => [change.alert, change]));
  const [twice] = tuning.filter((change) => changes.get(change.alert) !== change);
  if (twice) refuse(where, `alert "${twice.alert}" is tuned twice`, 'tell all of it at once');
  return rules.flatMap((rule): readonly Rule[] => {
    const change = isAlert(rule) && isAlertName(rule.alert) ? changes.get(rule.alert) : undefined;
    return isAlert(rule) && change ? change.apply(rule) : [rule];
  });
}
