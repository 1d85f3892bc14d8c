import { describe, expect, it } from 'vitest';
import { type AlertName, alertNames, alerts } from '../lib/core/index.js';
import { parseDuration } from '../lib/model/units-parse.js';
import { cases, isAbout } from './alerts/cases.js';
import { labelsOf } from './alerts/catalogues.js';
import { alertsOf, everyGroup } from './alerts/every-rule.js';
import { hasBound } from './alerts/mutants.js';

const groups = everyGroup();
const promql = alertsOf(groups.prometheus);
const written = [...promql, ...alertsOf(groups.loki)];

/** They fire always, so that somebody notices when they stop. */
const never: readonly AlertName[] = ['Watchdog'];

describe('the list of alerts', () => {
  it('has every alert that some system of ours can have, and no other', () => {
    const names = [...new Set(written.map(({ alert }) => alert))].sort();
    expect(Object.keys(alertNames).sort()).toEqual(names);
  });

  it('says which have a bound', () => {
    // The edge: keys are those that stand in the table.
    const names = Object.keys(alertNames) as readonly AlertName[];
    const bound = names.filter((name) => alertNames[name].threshold !== undefined);
    const tuning = bound.map((name) =>
      // The edge: their type says that they have one, which the compiler cannot see of a list.
      alerts[name as 'TargetDown'].tune({ threshold: 0.0123 }),
    );
    const tuned = everyGroup(tuning);
    const moved = [...alertsOf(tuned.prometheus), ...alertsOf(tuned.loki)]
      .filter(({ expr }, index) => expr !== written[index]?.expr)
      .map(({ alert }) => alert);
    expect([...new Set(moved)].sort()).toEqual([...bound].sort());
  });
});

describe('what is expected of alerts', () => {
  it('is said of every one, of each severity that it has', () => {
    const untold = written.filter((rule) => !cases.some((one) => isAbout(one, rule)));
    expect([...new Set(untold.map(({ alert, labels }) => `${alert} ${labels.severity}`))]).toEqual(
      [],
    );
  });

  it('has a world in which each is silent, and one just below a bound that it has', () => {
    const faults = cases.flatMap((one) => {
      const has = (kind: string) => one.tries.some((t) => t.kind === kind);
      const rule = promql.find((r) => isAbout(one, r));
      return [
        ...(has('silent') || has('boundary') || never.includes(one.alert)
          ? []
          : [`${one.alert} is never silent`]),
        ...(rule && hasBound(rule, 'promql') && !has('boundary')
          ? [`${one.alert} is not tried just below its bound`]
          : []),
      ];
    });
    expect(faults).toEqual([]);
  });

  it('waits as long as the alert does', () => {
    const faults = cases.flatMap((one) =>
      written
        .filter((rule) => isAbout(one, rule))
        .filter(
          ({ for: wait }) =>
            wait !== undefined &&
            parseDuration('for', wait).toMilliseconds() / 60_000 > one.minutes,
        )
        .map(
          ({ alert, for: wait }) => `${alert} fires after ${one.minutes} minutes and waits ${wait}`,
        ),
    );
    expect(faults).toEqual([]);
  });

  it('is said of series that something shows, with labels that they can have', () => {
    const inputs = cases.flatMap(({ alert, tries }) =>
      tries.flatMap((one) => one.inputs.map((input) => ({ alert, input }))),
    );
    const faults = inputs.flatMap(({ alert, input }) => {
      if (input.kind === 'lines') return [];
      const labels = labelsOf(input.metric);
      if (!labels) return [`${alert}: ${input.metric} is shown by nothing`];
      return Object.keys(input.labels)
        .filter((label) => !labels.has(label) && !ofTargets.has(label))
        .map((label) => `${alert}: ${input.metric} has no label ${label}`);
    });
    expect([...new Set(faults)]).toEqual([]);
  });
});

/** Labels that discovery puts on every target. */
const ofTargets: ReadonlySet<string> = new Set([
  ...['cluster', 'job', 'instance', 'namespace', 'service', 'pod', 'container', 'node'],
]);
