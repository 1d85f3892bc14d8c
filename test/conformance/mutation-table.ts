/** The parts of a run, by what judges; each is a project of `vitest.conformance.config.ts`. */
export type Tier = 'static' | 'cluster' | 'flow';

/** Something wrong that a check must find. */
export interface Mutation {
  readonly name: string;
  /** The check. */
  readonly caughtBy: string;
}

/** A mutation that a test stands for, and what came of it. */
export interface Tried extends Mutation {
  readonly tier: string;
  readonly state: 'passed' | 'failed' | 'skipped' | 'pending';
}

/** Mutations without which a run proves too little, and the tiers that may catch them. */
export const required: Readonly<Record<string, readonly Tier[]>> = {
  'wrong target port': ['cluster', 'flow'],
  'missing RBAC rule': ['cluster', 'flow'],
  'dropped policy edge': ['flow'],
  'bad selector': ['cluster', 'flow'],
  'wrong Loki path': ['flow'],
  'wrong Secret key': ['flow'],
  'wrong probe path': ['flow'],
  'a path that is not writable': ['flow'],
  'a rule file in the wrong tenant directory': ['static'],
  'renamed label in a rule': ['static'],
  'a route to nowhere': ['static'],
  'an unknown field': ['static', 'cluster'],
  'a non-restricted pod': ['cluster'],
  'a duplicate scrape': ['static', 'flow'],
};

/** The table at the end of a run. */
export interface MutationTable {
  readonly lines: readonly string[];
  /** Required mutations that no test stands for, though all that could were run. */
  readonly missed: readonly string[];
}

type Row = readonly [mutation: string, caughtBy: string, tier: string];

const verdicts = {
  passed: (check: string) => check,
  failed: (check: string) => `NOT CAUGHT by ${check}`,
  skipped: (check: string) => `skipped: ${check}`,
  pending: (check: string) => `skipped: ${check}`,
} as const;

/** @param whole the tiers of which every test was run */
export function mutationTable(tried: readonly Tried[], whole: readonly string[]): MutationTable {
  const unclaimed = Object.entries(required).filter(
    ([name]) => !tried.some((one) => one.name === name),
  );
  const missed = unclaimed.filter(([, tiers]) => tiers.every((tier) => whole.includes(tier)));
  const rows: readonly Row[] = [
    ...tried.map(({ name, caughtBy, tier, state }): Row => [name, verdicts[state](caughtBy), tier]),
    ...unclaimed.map((one): Row => {
      const [name, tiers] = one;
      return [name, missed.includes(one) ? 'NOT CAUGHT' : 'skipped', tiers.join(', ')];
    }),
  ];
  const head: Row = ['mutation', 'caught by', 'tier'];
  const width = (column: 0 | 1) => Math.max(...[head, ...rows].map((row) => row[column].length));
  const line = ([name, check, tier]: Row) =>
    `${name.padEnd(width(0))} | ${check.padEnd(width(1))} | ${tier}`;
  return {
    lines: [line(head), ...new Set(rows.map(line).sort())],
    missed: missed.map(([name]) => name),
  };
}
