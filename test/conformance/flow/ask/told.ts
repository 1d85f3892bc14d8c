import type { Verdict } from '../../cluster/checks.js';

/** A verdict, and what is worth telling of what was found right. */
export interface Told extends Verdict {
  readonly report: readonly string[];
}

/** Several verdicts as one. */
export const together = (told: readonly Told[]): Told => ({
  saw: told.reduce((sum, { saw }) => sum + saw, 0),
  faults: told.flatMap(({ faults }) => faults),
  report: told.flatMap(({ report }) => report),
});
