import { expect, it, vi } from 'vitest';
import { mutationTable, required, type Tried } from '../conformance/mutation-table.js';
import { Stopwatch } from '../conformance/stopwatch.js';

const tried = (name: string, caughtBy: string, tier: string, state: Tried['state']): Tried => ({
  ...{ name, caughtBy, tier, state },
});

const tiers = ['static', 'cluster', 'flow'];
const all = Object.keys(required).map((name) => tried(name, 'check', 'flow', 'passed'));
const but = (...names: readonly string[]) => all.filter(({ name }) => !names.includes(name));

it('the table says in order what caught a mutation, and in which tier', () => {
  const { lines, missed } = mutationTable(
    [
      tried('an unknown flag', 'loki -verify-config', 'static', 'passed'),
      tried('a budget that misses', 'budgetsCover', 'cluster', 'failed'),
      tried('an unknown flag', 'loki -verify-config', 'static', 'passed'),
      tried('an unknown attribute', 'alloy validate', 'static', 'skipped'),
    ],
    ['static'],
  );
  expect(missed).toEqual([
    'a rule file in the wrong tenant directory',
    'renamed label in a rule',
    'a route to nowhere',
  ]);
  expect(lines.join('\n')).toBe(
    `
mutation                                  | caught by                  | tier
a budget that misses                      | NOT CAUGHT by budgetsCover | cluster
a duplicate scrape                        | skipped                    | static, flow
a non-restricted pod                      | skipped                    | cluster
a path that is not writable               | skipped                    | flow
a route to nowhere                        | NOT CAUGHT                 | static
a rule file in the wrong tenant directory | NOT CAUGHT                 | static
an unknown attribute                      | skipped: alloy validate    | static
an unknown field                          | skipped                    | static, cluster
an unknown flag                           | loki -verify-config        | static
bad selector                              | skipped                    | cluster, flow
dropped policy edge                       | skipped                    | flow
missing RBAC rule                         | skipped                    | cluster, flow
renamed label in a rule                   | NOT CAUGHT                 | static
wrong Loki path                           | skipped                    | flow
wrong Secret key                          | skipped                    | flow
wrong probe path                          | skipped                    | flow
wrong target port                         | skipped                    | cluster, flow
`.trim(),
  );
});

it('a required mutation is missed where every tier that may catch it was run', () => {
  expect(mutationTable(all, tiers).missed).toEqual([]);
  expect(mutationTable(but('bad selector'), tiers).missed).toEqual(['bad selector']);
  expect(mutationTable(but('bad selector'), ['static', 'cluster']).missed).toEqual([]);
});

it('one that was skipped or failed is not missed: its test says so itself', () => {
  for (const state of ['skipped', 'failed'] as const) {
    const rest = [...but('bad selector'), tried('bad selector', 'check', 'flow', state)];
    expect(mutationTable(rest, tiers).missed).toEqual([]);
  }
});

it('the stopwatch counts what runs side by side once, and no pauses', () => {
  vi.useFakeTimers();
  try {
    const watch = new Stopwatch();
    const wait = (seconds: number) => vi.advanceTimersByTime(seconds * 1000);
    watch.start('cluster');
    wait(2);
    watch.start('cluster');
    wait(3);
    watch.stop('cluster');
    wait(1);
    watch.stop('cluster');
    wait(10);
    watch.start('flow');
    wait(1);
    watch.stop('flow');
    watch.start('cluster');
    wait(4);
    watch.stop('cluster');
    expect([...watch.seconds]).toEqual([
      ['cluster', 10],
      ['flow', 1],
    ]);
  } finally {
    vi.useRealTimers();
  }
});
