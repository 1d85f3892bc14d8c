import type { Verdict } from '../../cluster/checks.js';

/**
 * Judges again and again until nothing is wrong, for what takes a while to come about. What is wrong in the end
 * is the verdict.
 *
 * @param seconds how long to look at most
 */
export async function settled<V extends Verdict>(
  seconds: number,
  judge: () => Promise<V>,
): Promise<V> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const verdict = await judge();
    if (verdict.faults.length === 0 || Date.now() > end) return verdict;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
