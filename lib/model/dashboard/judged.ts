import type { Thresholds } from './fields.js';

/**
 * From where on something is bad, whichever dashboard shows it: a volume that is orange on one must not be
 * green on another.
 *
 * @example
 * stat({ title: 'Fullest volume', unit: 'percentunit', thresholds: judged.space, … })
 */
export const judged = {
  /** Used share of what has to be cleaned up or made larger: volumes, file systems, their inodes. */
  space: { above: { warning: 0.8, critical: 0.9 } },
  /** Used share of what comes free by itself: cores, memory, the time of a disk, what a limit allows. */
  use: { above: { warning: 0.8, critical: 0.95 } },
  /** Promised share of what there is to promise: requests, places for pods. */
  promised: { above: { warning: 0.9, critical: 1 } },
  /** Share of questions, requests or messages that failed. */
  failed: { above: { warning: 0.01, critical: 0.05 } },
  /** What never happens while all is well, a second. */
  never: { above: { warning: 0.001 } },
  /** Restarts and evictions in an hour: one is worth a look, ten are an illness. */
  hourly: { above: { warning: 1, critical: 10 } },
} as const satisfies Readonly<Record<string, Thresholds>>;
