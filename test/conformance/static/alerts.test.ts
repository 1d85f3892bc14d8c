import { expect, it } from 'vitest';
import { cases, ruleOf } from '../../alerts/cases.js';
import { isOfOneProgram } from '../../alerts/catalogues.js';
import { alertsOf, everyGroup } from '../../alerts/every-rule.js';
import type { AlertCase } from '../../alerts/expect-alert.js';
import { type Mutant, mutantsOf, type WrittenAlert } from '../../alerts/mutants.js';
import { type RuleTest, ruleTest } from '../../alerts/promtool-files.js';
import { explaining, survivorsOf } from '../../alerts/survivors.js';
import { tell } from '../flow/parts/tell.js';
import { describeWith } from '../programs.js';
import { promtoolFaults } from './promtool.js';

const groups = everyGroup().prometheus;
const alerts = alertsOf(groups);

/** What is expected of each rule. */
const expected = new Map<WrittenAlert, AlertCase[]>();
for (const one of cases) {
  const rule = ruleOf(one, alerts);
  if (rule) expected.set(rule, [...(expected.get(rule) ?? []), one]);
}

const title = ({ alert, labels }: WrittenAlert): string => `${alert} (${labels.severity})`;

describeWith('every alert in promtool', ['promtool'], () => {
  it('fires when and as it should, and is silent else', async () => {
    const tests = new Map(
      [...expected].map(([rule, own]): [string, RuleTest] => [
        title(rule),
        ruleTest(groups, rule, own),
      ]),
    );
    const faults = [...(await promtoolFaults(tests)).values()].flat();
    expect(faults).toEqual([]);
    expect(tests.size).toBeGreaterThanOrEqual(150);
  }, 300_000);

  it('has tests that find every mutant of it, but those that are known and explained', async () => {
    const mutants = [...expected].flatMap(([original, own]) =>
      mutantsOf(original, 'promql').map((mutant, i) => ({
        ...{ original, mutant, key: `${title(original)}: ${mutant.says} #${i}` },
        test: ruleTest(groups, original, own, mutant.rule),
      })),
    );
    const faults = await promtoolFaults(new Map(mutants.map(({ key, test }) => [key, test])));
    const unread = [...faults].filter(([, all]) => all.some((text) => /parse/.test(text)));
    expect(unread).toEqual([]);
    const alive = mutants.filter(({ key }) => faults.get(key)?.length === 0);
    const explained = alive.map((one) => ({ key: one.key, because: reasonFor(one) }));
    tell(
      `${mutants.length} mutants of ${expected.size} alerts, ${mutants.length - alive.length} found`,
      ...explained.map(({ key, because }) => `${key}: ${because ?? 'SURVIVED'}`),
    );
    expect(explained.filter(({ because }) => because === undefined)).toEqual([]);
    const used = new Set(
      alive.flatMap(({ mutant, original }) => explaining(original.alert, mutant)),
    );
    expect(
      [...expected.keys()]
        .flatMap(({ alert }) => survivorsOf(alert))
        .filter((one) => !used.has(one)),
    ).toEqual([]);
  }, 1_200_000);
});

/** Why a mutant may live: somebody says so, or nothing but one program shows what it reads. */
function reasonFor(one: { readonly original: WrittenAlert; readonly mutant: Mutant }) {
  const { original, mutant } = one;
  const [known] = explaining(original.alert, mutant);
  if (known) return known[1];
  const at = /^without job=.* at (\d+)$/.exec(mutant.says)?.[1];
  const metric = /([\w:]+)\{[^{}]*$/.exec(original.expr.slice(0, Number(at)))?.[1];
  return at !== undefined && metric !== undefined && isOfOneProgram(metric)
    ? `only one program shows ${metric}`
    : undefined;
}
