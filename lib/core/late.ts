import { Lazy } from 'cdk8s';

/**
 * Defers a value to synth, after all wiring. For the objects that core makes, and for a room that makes
 * objects no workload has (a Gateway), nothing else. It may stand for a whole L1 `spec`, a
 * ConfigMap's `data`, RBAC `rules` or one metadata value, never for a metadata map (copied early by cdk8s,
 * it ends as rubbish).
 */
export const late = <T>(produce: () => T): T => Lazy.any({ produce });

/** As {@link late}, for one metadata value that may turn out to be absent: the key is then left out. */
export const lateOptional = <T>(produce: () => T | undefined): T => Lazy.any({ produce });

/**
 * What goes wrong when a late value is produced. For validations: there it is told with all other faults,
 * and in its own words, which cdk8s would wrap in some of its own.
 */
export function faultsOf(produce: () => unknown): string[] {
  try {
    produce();
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
