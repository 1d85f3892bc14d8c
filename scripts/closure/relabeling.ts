import { remembering } from '../../lib/model/remembering.js';
import type { Step } from './jobs.js';

/** A label or a series that a step takes away, by name, with the step as people find it. */
export type Lost = ReadonlyMap<string, string>;

/** What a step does to a series: all of it, none, or some by labels whose values are not known. */
export type Verdict = 'all' | 'some' | 'none';

/** RE2 as Prometheus applies it: to the whole. Ours have nothing that JavaScript reads otherwise. */
export const whole = remembering((regex) => new RegExp(`^(?:${regex})$`, 's'));

/** A step as people find it in a configuration. */
export const stepText = ({
  action = 'replace',
  source_labels,
  regex,
  target_label,
}: Step): string =>
  [
    action,
    ...(source_labels ? [`[${source_labels.join(', ')}]`] : []),
    ...(regex === undefined ? [] : [`=~ "${regex}"`]),
    ...(target_label === undefined ? [] : [`to ${target_label}`]),
  ].join(' ');

/** Whether the expression of a step matches a series, as far as its labels tell. */
export function matches(step: Step, name: string, labels: ReadonlySet<string>): Verdict {
  const { source_labels: sources = [], separator = ';', regex = '(.*)' } = step;
  const values = sources.map((label) =>
    label === '__name__' ? name : labels.has(label) ? undefined : '',
  );
  if (values.every((value) => value !== undefined))
    return whole(regex).test(values.join(separator)) ? 'all' : 'none';
  const pieces = piecesOf(regex, separator);
  const possible =
    pieces.length !== values.length ||
    values.every((value, i) => value === undefined || whole(pieces[i] ?? '').test(value));
  return possible ? 'some' : 'none';
}

/** An expression cut where its separators stand outside of any parentheses; whole where it offers a choice there. */
function piecesOf(regex: string, separator: string): readonly string[] {
  let depth = 0;
  const pieces = [''];
  for (const [token] of regex.matchAll(/\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|./gs)) {
    depth += token === '(' ? 1 : token === ')' ? -1 : 0;
    if (depth === 0 && token === '|') return [regex];
    if (depth === 0 && token === separator) pieces.push('');
    else pieces.push(`${pieces.pop()}${token}`);
  }
  return pieces;
}

/** The labels of series, and which steps took others away. */
export interface LabelsAfter {
  /** Undefined where a step makes labels of names that nobody knows here. */
  readonly labels: ReadonlySet<string> | undefined;
  readonly lost: Lost;
}

/** What one step leaves of labels. */
export function afterStep({ labels, lost }: LabelsAfter, step: Step): LabelsAfter {
  if (labels === undefined || step.action === 'labelmap') return { labels: undefined, lost };
  if (step.action === 'labeldrop' || step.action === 'labelkeep') {
    const keeps = step.action === 'labelkeep';
    const gone = [...labels].filter((label) => whole(step.regex ?? '(.*)').test(label) !== keeps);
    return {
      labels: new Set([...labels].filter((label) => !gone.includes(label))),
      lost: new Map([...lost, ...gone.map((label) => [label, stepText(step)] as const)]),
    };
  }
  return step.target_label === undefined
    ? { labels, lost }
    : { labels: new Set([...labels, step.target_label]), lost };
}
