import { expect, it } from 'vitest';
import { cases, ruleOf } from '../../alerts/cases.js';
import { alertsOf, everyGroup } from '../../alerts/every-rule.js';
import type { AlertCase } from '../../alerts/expect-alert.js';
import { absent, type Course, first, type Input, type Series } from '../../alerts/inputs.js';
import type { WrittenAlert } from '../../alerts/mutants.js';
import { ruleTest } from '../../alerts/promtool-files.js';
import { mutation } from '../mutations.js';
import { describeWith } from '../programs.js';
import { promtoolFaults } from './promtool.js';

const groups = everyGroup().prometheus;
const alerts = alertsOf(groups);

/** What an exporter shows of others: of objects, and of the node it stands on. */
const ofOthers = /^(kube_(?!state_metrics_)|node_(?!scrape_|textfile_))/;
const isOfOther = (input: Input): input is Series =>
  input.kind === 'series' && ofOthers.test(input.metric);

/** Cases of alerts on objects and nodes, in the worlds in which they fire. */
const onOthers = cases
  .filter(({ tries }) => tries.some(({ inputs }) => inputs.some(isOfOther)))
  .map((one) => ({ ...one, foreign: false, tries: one.tries.filter((t) => t.kind === 'fires') }));

type Change = (input: Series) => readonly Series[];

const from = (input: Series, instance: string, course: Course = input.course): Series => ({
  ...input,
  labels: { ...input.labels, instance },
  course,
});

/** The exporter is there twice, as while it is replaced. */
const twice: Change = (input) => [from(input, '10.0.0.1:8080'), from(input, '10.0.0.2:8080')];

/** It is replaced after some minutes, and has another address from then on. */
const replaced =
  (minutes: number): Change =>
  (input) => [
    from(input, '10.0.0.1:8080', until(input.course, minutes)),
    from(input, '10.0.0.2:8080', first(absent, minutes, after(input.course, minutes))),
  ];

const until = ([part, ...rest]: Course, left: number): Course => {
  if (!part || left <= 0) return absent;
  const minutes = Math.min(part.minutes ?? left, left);
  return [{ ...part, minutes }, ...until(rest, left - minutes)];
};

const after = ([part, ...rest]: Course, gone: number): Course => {
  if (!part || gone <= 0) return part ? [part, ...rest] : absent;
  const { minutes, value, perMinute } = part;
  if (minutes !== undefined && minutes <= gone) return after(rest, gone - minutes);
  const now = value === undefined ? value : value + perMinute * gone;
  return [
    { ...part, value: now, ...(minutes !== undefined && { minutes: minutes - gone }) },
    ...rest,
  ];
};

const changed = (one: AlertCase, change: Change): AlertCase => ({
  ...one,
  tries: one.tries.map((t) => ({
    ...t,
    inputs: t.inputs.flatMap((input): readonly Input[] =>
      isOfOther(input) ? change(input) : [input],
    ),
  })),
});

/** What promtool finds wrong where the exporter is changed so. */
async function faultsWith(change: Change, all: readonly AlertCase[], rule?: WrittenAlert) {
  const tests = all.map((one, i) => {
    const original = ruleOf(one, alerts);
    if (!original) throw new Error(`${one.alert} is not there`);
    return [`${one.alert} ${i}`, ruleTest(groups, original, [changed(one, change)], rule)] as const;
  });
  return [...(await promtoolFaults(new Map(tests))).values()].flat();
}

/** Counts changes of what one exporter shows: after it was replaced, it begins anew. */
const counts = (one: AlertCase): boolean =>
  /changes\(|(rate|increase)\(node_/.test(ruleOf(one, alerts)?.expr ?? '');

describeWith('every alert on objects and nodes', ['promtool'], () => {
  it('fires once where two show them', async () => {
    expect(await faultsWith(twice, onOthers)).toEqual([]);
    expect(onOthers.length).toBeGreaterThanOrEqual(60);
  });

  it('fires in time where who shows them was replaced meanwhile', async () => {
    const steady = onOthers.filter((one) => !counts(one));
    expect(await faultsWith(replaced(4), steady)).toEqual([]);
  });

  mutation('an alert that counts on one exporter of objects', 'promtool test rules', async () => {
    const one = onOthers.filter(({ alert }) => alert === 'KubePdbNotEnoughHealthyPods');
    const [rule] = alerts.filter(({ alert }) => alert === 'KubePdbNotEnoughHealthyPods');
    if (!rule) throw new Error('the alert is not there');
    const alone = {
      ...rule,
      expr: rule.expr.replaceAll('max by (cluster, namespace, poddisruptionbudget) ', ''),
    };
    expect((await faultsWith(twice, one, alone)).join()).toMatch(/fires: .*15m.*got: .*2E\+00/s);
    expect((await faultsWith(replaced(4), one, alone)).join()).toMatch(/fires: .*15m.*got: nil/s);
  });
});
