import { labelNameError } from './promql.js';
import {
  checkLabels,
  checkRegex,
  checkReplacement,
  checkSources,
  WHERE,
} from './relabel-checks.js';

/**
 * One step of relabeling: what is done to the labels of a target, a series or a log line before it is
 * kept. Made by the functions of this file, in the order in which the steps are to happen.
 *
 * Free of any notation, so that the same steps serve Prometheus, Alloy, and an operator's resources.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config
 */
export type RelabelStep =
  | {
      readonly does: 'keep' | 'drop';
      readonly from: readonly string[];
      readonly separator: string;
      readonly matches: string;
    }
  | {
      readonly does: 'replace';
      readonly from: readonly string[];
      readonly separator: string;
      readonly matches: string;
      readonly to: string;
      readonly with: string;
    }
  | { readonly does: 'mapLabels'; readonly matches: string; readonly with: string }
  | { readonly does: 'dropLabels' | 'keepLabels'; readonly matches: string };

/** Which targets, series or lines a step is about. */
export interface Condition {
  /** The labels whose values are joined; one that is missing counts as empty. */
  readonly from: readonly string[];
  /** The RE2 expression that the joined values match, whole. */
  readonly matches: string;
  /** What stands between the values. @default ";" */
  readonly separator?: string;
}

/** How one label is computed from others. */
export interface Replacement {
  /** The labels whose values are joined; one that is missing counts as empty. */
  readonly from: readonly string[];
  /** The RE2 expression that the joined values match, whole; else nothing is done. @default "(.*)" */
  readonly matches?: string;
  /** The label that is set; an empty result removes it. */
  readonly to: string;
  /** The new value; `${1}` is the first group of `matches`, `$$` a dollar. @default "$1" */
  readonly with?: string;
  /** What stands between the values. @default ";" */
  readonly separator?: string;
}

/** What Prometheus and Alloy assume where a field is absent; both were looked up in their sources. */
const defaults = { separator: ';', matches: '(.*)', with: '$1' };

const select = (does: 'keep' | 'drop', condition: Condition): RelabelStep => {
  const { from, matches, separator = defaults.separator } = condition;
  checkSources(from, 'name the labels to look at');
  checkRegex(matches);
  return { does, from, separator, matches };
};

/**
 * Keeps only what matches; the rest is dropped.
 *
 * @throws when no label is named, a label name is not one, or the expression is not RE2
 * @example
 * keep({ from: ['__meta_kubernetes_pod_phase'], matches: 'Running' });
 */
export const keep = (condition: Condition): RelabelStep => select('keep', condition);

/**
 * Drops what matches.
 *
 * @throws when no label is named, a label name is not one, or the expression is not RE2
 * @example
 * drop({ from: ['__name__'], matches: 'go_gc_.*' });
 */
export const drop = (condition: Condition): RelabelStep => select('drop', condition);

/**
 * Gives a label a fixed value, taken literally: a dollar in it is a dollar.
 *
 * @throws when the name is no label name, or the value is empty, which would remove the label
 */
export function setLabel(name: string, value: string): RelabelStep {
  checkLabels([name]);
  if (value === '') {
    throw new Error(`${WHERE}: value "" removes label "${name}"; use dropLabels to say so`);
  }
  return { ...defaults, does: 'replace', from: [], to: name, with: value.replaceAll('$', '$$$$') };
}

/**
 * Computes a label from others.
 *
 * @throws when no label is named, a label name is not one, the expression is not RE2, or the new value
 *   refers to a group it does not have
 * @example
 * replaceLabel({ from: ['namespace', 'app'], separator: '/', to: 'job' });
 */
export function replaceLabel(replacement: Replacement): RelabelStep {
  const { from, to, matches = defaults.matches, separator = defaults.separator } = replacement;
  const { with: template = defaults.with } = replacement;
  checkSources(from, 'name the labels to read, or use setLabel');
  checkLabels([to]);
  checkReplacement(template, matches);
  return { does: 'replace', from, separator, matches, to, with: template };
}

/**
 * Copies a label under another name. Where the first is missing, the second is removed.
 *
 * @throws when a name is no label name
 */
export const copyLabel = (from: string, to: string): RelabelStep =>
  replaceLabel({ from: [from], to });

/**
 * Renames every label whose name matches, keeping the old ones.
 *
 * @param replacement the new name; `${1}` is the first group of `matches`. Default: `$1`
 * @throws when the expression is not RE2, or the new name could not be a label name
 * @example
 * mapLabels('__meta_kubernetes_node_label_(.+)', 'node_${1}');
 */
export function mapLabels(matches: string, replacement: string = defaults.with): RelabelStep {
  checkReplacement(replacement, matches);
  const sample = replacement.replace(/\$(?:\{\w+\}|\w+)/g, 'x');
  if (labelNameError(sample) !== undefined) {
    throw new Error(
      `${WHERE}: replacement "${replacement}" makes no label name; ` +
        'use letters, digits, "_" and groups',
    );
  }
  return { does: 'mapLabels', matches, with: replacement };
}

const prune = (does: 'dropLabels' | 'keepLabels', matches: string): RelabelStep => {
  checkRegex(matches);
  return { does, matches };
};

/**
 * Removes every label whose name matches. Series that differ in nothing else become duplicates.
 *
 * @throws when the expression is not RE2
 */
export const dropLabels = (matches: string): RelabelStep => prune('dropLabels', matches);

/**
 * Removes every label whose name does not match.
 *
 * @throws when the expression is not RE2
 */
export const keepLabels = (matches: string): RelabelStep => prune('keepLabels', matches);

/** A relabeling step in the words that Prometheus and Alloy share; a type, so that it is a record. */
export type RelabelConfig = {
  readonly action?: 'keep' | 'drop' | 'labelmap' | 'labeldrop' | 'labelkeep';
  readonly source_labels?: readonly string[];
  readonly separator?: string;
  readonly regex?: string;
  readonly target_label?: string;
  readonly replacement?: string;
};

const separatorOf = (separator: string): RelabelConfig =>
  separator === defaults.separator ? {} : { separator };

/**
 * A step as an entry of Prometheus' `relabel_configs` or `metric_relabel_configs`; defaults are left
 * out.
 */
export function prometheusRelabel(step: RelabelStep): RelabelConfig {
  switch (step.does) {
    case 'keep':
    case 'drop':
      return {
        action: step.does,
        source_labels: step.from,
        ...separatorOf(step.separator),
        regex: step.matches,
      };
    case 'replace':
      return {
        ...(step.from.length > 0 && { source_labels: step.from }),
        ...separatorOf(step.separator),
        ...(step.matches !== defaults.matches && { regex: step.matches }),
        target_label: step.to,
        ...(step.with !== defaults.with && { replacement: step.with }),
      };
    case 'mapLabels':
      return {
        action: 'labelmap',
        regex: step.matches,
        ...(step.with !== defaults.with && { replacement: step.with }),
      };
    case 'dropLabels':
      return { action: 'labeldrop', regex: step.matches };
    case 'keepLabels':
      return { action: 'labelkeep', regex: step.matches };
  }
}

/**
 * A step as the attributes of a `rule` block of Alloy's `discovery.relabel`, `prometheus.relabel` and
 * `loki.relabel`. Alloy took Prometheus' names, defaults and semantics over unchanged.
 *
 * @see https://grafana.com/docs/alloy/latest/reference/components/discovery/discovery.relabel/#rule
 */
export const alloyRelabel: (step: RelabelStep) => RelabelConfig = prometheusRelabel;
