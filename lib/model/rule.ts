import { type DurationLike, prometheusDuration } from './units.js';

/** The language a rule is written in, and with it who evaluates it: Prometheus or Loki's ruler. */
export type RuleLanguage = 'promql' | 'logql';

/** Every severity, the most urgent first. */
export const severities = ['critical', 'warning', 'info', 'none'] as const;

/**
 * How soon someone must act: now, within days, when convenient; `none` for what is no trouble at all,
 * such as the ever-firing Watchdog.
 */
export type Severity = (typeof severities)[number];

/**
 * An alert: fires for every series that the expression yields.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/
 */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  /** How long the expression must hold before anyone is told. @default at once */
  readonly for?: DurationLike;
  /** How long it stays firing after the expression held last; steadies a flapping alert. @default 0 */
  readonly keepFiringFor?: DurationLike;
  readonly severity: Severity;
  /** Further labels, for routing. Values may be templates. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** One line: what is wrong, and where. May be a template: `{{ $labels.pod }}`. */
  readonly summary: string;
  /** What it means and what to look at first. May be a template. */
  readonly description: string;
  /** Where to read what to do. @default none */
  readonly runbookUrl?: string;
  /** The bound that its expression compares with. @default - it has none that can be moved */
  readonly threshold?: number;
  /** The same alert with another bound. @default - its bound cannot be moved */
  readonly at?: (threshold: number) => AlertRule;
}

/**
 * An alert whose bound can be moved, in its expression and in what it says.
 *
 * @example
 * bounded(0.9, (share) => ({ alert: 'DiskFull', expr: `used / size > ${share}`, … }))
 */
export const bounded = (
  threshold: number,
  alert: (threshold: number) => Omit<AlertRule, 'threshold' | 'at'>,
): AlertRule => ({
  ...alert(threshold),
  threshold,
  at: (other) => bounded(other, alert),
});

/**
 * A recording: a new series, computed in advance from others.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/
 */
export interface RecordingRule {
  /** The name of the new series, by custom `level:metric:operations`. */
  readonly record: string;
  readonly expr: string;
  /** @default none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Anything that is evaluated again and again. */
export type Rule = AlertRule | RecordingRule;

/** Rules that are evaluated one after the other, so that one may read what another before it recorded. */
export interface RuleGroup {
  /** Unique in a file. */
  readonly name: string;
  readonly language: RuleLanguage;
  /** @default the evaluation interval of whoever evaluates it */
  readonly interval?: DurationLike;
  readonly rules: readonly Rule[];
}

/** Whether a rule is an alert; else it is a recording. */
export const isAlert = (rule: Rule): rule is AlertRule => 'alert' in rule;

/** A rule in the notation of rule files. */
export type RuleFileRule =
  | {
      readonly alert: string;
      readonly expr: string;
      readonly for?: string;
      readonly keep_firing_for?: string;
      readonly labels: Readonly<Record<string, string>>;
      readonly annotations: Readonly<Record<string, string>>;
    }
  | {
      readonly record: string;
      readonly expr: string;
      readonly labels?: Readonly<Record<string, string>>;
    };

/** A rule file, as Prometheus and Loki's ruler both read it. */
export interface RuleFile {
  readonly groups: readonly {
    readonly name: string;
    readonly interval?: string;
    readonly rules: readonly RuleFileRule[];
  }[];
}

/** The labels a rule puts on what it makes, severity among them. */
export const labelsOf = (rule: Rule): Readonly<Record<string, string>> =>
  isAlert(rule) ? { severity: rule.severity, ...rule.labels } : { ...rule.labels };

/** What people read of an alert, by annotation name. */
export const annotationsOf = (rule: AlertRule): Readonly<Record<string, string>> => ({
  summary: rule.summary,
  description: rule.description,
  ...(rule.runbookUrl !== undefined && { runbook_url: rule.runbookUrl }),
});

function fileRule(rule: Rule): RuleFileRule {
  const expr = rule.expr.trim();
  const labels = labelsOf(rule);
  if (!isAlert(rule)) {
    return { record: rule.record, expr, ...(Object.keys(labels).length > 0 && { labels }) };
  }
  return {
    alert: rule.alert,
    expr,
    ...(rule.for && { for: prometheusDuration(rule.for) }),
    ...(rule.keepFiringFor && { keep_firing_for: prometheusDuration(rule.keepFiringFor) }),
    labels,
    annotations: annotationsOf(rule),
  };
}

function refuseFile(groups: readonly RuleGroup[]): void {
  const [first] = groups;
  const odd = groups.find((group) => group.language !== first?.language);
  if (first !== undefined && odd !== undefined) {
    throw new Error(
      `rule file: group "${odd.name}" is ${odd.language}, but group "${first.name}" is ` +
        `${first.language}; make a file for each language`,
    );
  }
  const names = groups.map((group) => group.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new Error(`rule file: group "${twice}" is there twice; rename one`);
  }
}

/**
 * The object that both Prometheus and Loki's ruler read from a rule file.
 *
 * Groups are sorted by name; within a group the order is kept, as it is the order of evaluation.
 * Whether the expressions can be read is not looked at: that is `ruleErrors`, which loads the
 * grammars.
 *
 * @throws when two groups have one name, or the languages are mixed
 */
export function ruleFile(groups: readonly RuleGroup[]): RuleFile {
  const sorted = [...groups].sort((a, b) => (a.name < b.name ? -1 : 1));
  refuseFile(sorted);
  return {
    groups: sorted.map(({ name, interval, rules }) => ({
      name,
      ...(interval && { interval: prometheusDuration(interval) }),
      rules: rules.map(fileRule),
    })),
  };
}
