import type { Verdict } from '../../cluster/checks.js';
import { settled } from './settled.js';

/**
 * Judges again and again until nothing is wrong, of programs that may be on their way: one that does not answer is a
 * fault too, until it does.
 *
 * @param seconds how long to look at most
 */
export const patiently = (seconds: number, judge: () => Promise<Verdict>): Promise<Verdict> =>
  settled(seconds, async () => {
    try {
      return await judge();
    } catch (error) {
      return { saw: 0, faults: [error instanceof Error ? error.message : String(error)] };
    }
  });

/**
 * Waits until something is so.
 *
 * @param fault what is wrong until then
 * @returns how many seconds that took
 * @throws when it does not come about, with the fault, or with why nobody could tell
 */
export async function comesTrue(
  fault: string,
  seconds: number,
  isSo: () => Promise<boolean>,
): Promise<number> {
  const began = Date.now();
  const { faults } = await patiently(seconds, async () => ({
    saw: 1,
    faults: (await isSo()) ? [] : [fault],
  }));
  if (faults.length > 0) throw new Error(`after ${seconds} seconds: ${faults.join('; ')}`);
  return Math.round((Date.now() - began) / 1000);
}
