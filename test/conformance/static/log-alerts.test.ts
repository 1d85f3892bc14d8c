import { afterAll, beforeAll, expect, it } from 'vitest';
import { cases, isAbout } from '../../alerts/cases.js';
import { alertsOf, everyGroup } from '../../alerts/every-rule.js';
import type { AlertCase, Try } from '../../alerts/expect-alert.js';
import type { Lines } from '../../alerts/inputs.js';
import { mutantsOf, type WrittenAlert } from '../../alerts/mutants.js';
import { explaining, type Survivor, survivorsOf } from '../../alerts/survivors.js';
import { tell } from '../flow/parts/tell.js';
import { describeWith } from '../programs.js';
import { RealLoki, type Yield } from './real-loki.js';

const rules = alertsOf(everyGroup().loki);
/** Lines are written for so long before an alert is asked about. */
const minutes = 5;

interface Tried {
  readonly rule: WrittenAlert;
  readonly one: AlertCase;
  readonly its: Try;
  readonly tenant: string;
}

const tried: readonly Tried[] = rules
  .flatMap((rule) => cases.filter((one) => isAbout(one, rule)).map((one) => ({ rule, one })))
  .flatMap(({ rule, one }) => one.tries.map((its) => ({ rule, one, its })))
  .map((all, i) => ({ ...all, tenant: `case-${i}` }));

const linesOf = ({ inputs }: Try): readonly Lines[] =>
  inputs.flatMap((input) => (input.kind === 'lines' ? [input] : []));

/** Whether what an expression yields is what a case expects. */
function isExpected({ one: { labels, times }, its }: Tried, found: Yield): boolean {
  if (its.kind !== 'fires') return found.length === 0;
  const { severity: _, ...own } = labels;
  const fitting = found.filter((all) => Object.entries(own).every(([k, v]) => all[k] === v));
  return fitting.length === times && found.length === times;
}

describeWith('every log alert in Loki', ['loki'], () => {
  let loki: RealLoki | undefined;
  const now = new Date();
  const ask = async ({ tenant }: Tried, expr: string): Promise<Yield> =>
    (await loki?.query(tenant, expr, now)) ?? [];

  beforeAll(async () => {
    loki = await RealLoki.start(13_100);
    for (const { its, tenant } of tried) await loki.push(tenant, linesOf(its), minutes, now);
  });
  afterAll(() => loki?.close());

  it('is there where it should be, and not else', async () => {
    const faults: string[] = [];
    for (const one of tried) {
      const found = await ask(one, one.rule.expr);
      if (!isExpected(one, found))
        faults.push(
          `${one.rule.alert}: ${one.its.kind}: ${one.its.says}: ${JSON.stringify(found)}`,
        );
    }
    expect(faults).toEqual([]);
    expect(tried.length).toBeGreaterThanOrEqual(2 * new Set(rules.map(({ alert }) => alert)).size);
  });

  it('has tests that find every mutant of it, but those that are known and explained', async () => {
    const alive: string[] = [];
    const used = new Set<Survivor>();
    let all = 0;
    for (const rule of rules)
      for (const mutant of mutantsOf(rule, 'logql')) {
        // How long it must hold, the ruler judges as Prometheus does.
        if (mutant.says.startsWith('for ')) continue;
        all++;
        if (await isFound(rule, mutant.rule)) continue;
        const known = explaining(rule.alert, mutant);
        for (const one of known) used.add(one);
        alive.push(`${rule.alert}: ${mutant.says}: ${known[0]?.[1] ?? 'SURVIVED'}`);
      }
    tell(`${all} mutants of ${rules.length} log alerts, ${all - alive.length} found`, ...alive);
    expect(alive.filter((one) => one.endsWith(': SURVIVED'))).toEqual([]);
    const known = rules.flatMap(({ alert }) => survivorsOf(alert));
    expect(known.filter((one) => !used.has(one))).toEqual([]);
  });

  /** A mutant that Loki refuses would never be loaded: that is found as well. */
  async function isFound(rule: WrittenAlert, mutant: WrittenAlert): Promise<boolean> {
    for (const one of tried.filter((t) => t.rule === rule)) {
      const found = await ask(one, mutant.expr).catch(() => undefined);
      if (found === undefined || !isExpected(one, found)) return true;
    }
    return false;
  }
});
