import type { Manifest } from '../../../lib/core/index.js';
import type { Kubectl } from './kubectl.js';
import { named } from './stack.js';

/** Objects of the API server that carry our labels and were not made for another one of ours. */
export async function orphans(
  kubectl: Kubectl,
  written: readonly Manifest[],
  selector: string,
): Promise<readonly string[]> {
  const kinds = await kubectl.ok(['api-resources', '--verbs=list,delete', '--output=name']);
  // The same objects once more under an older name, or ones that only tell of others.
  const skipped = ['endpoints', 'events', 'events.events.k8s.io'];
  const names = kinds
    .trim()
    .split('\n')
    .filter((kind) => !skipped.includes(kind));
  const live = await kubectl.list(names.join(','), { selector });
  const known = new Set(written.map(named));
  return live
    .filter((o) => !o.metadata.ownerReferences && !known.has(named(o)))
    .map(named)
    .sort();
}
