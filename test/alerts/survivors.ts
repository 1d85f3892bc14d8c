import type { AlertName } from '../../lib/core/index.js';

/**
 * Mutants that no test of an alert can find, and why: what they change makes no difference that anyone would see.
 * Each is named by the alert and a pattern of what the mutant says.
 */
export const survivors: Readonly<
  Partial<Record<AlertName, readonly (readonly [mutant: RegExp, because: string])[]>>
> = {
  KubeClientErrors: [
    [
      /^without job=~/,
      'both sides are sums by job: a job that one side does not have finds no partner in the other',
    ],
  ],
};
