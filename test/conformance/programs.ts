import { spawnSync } from 'node:child_process';
import { describe, it } from 'vitest';
import { type Found, find, programs } from '../../scripts/tools/programs.mjs';

const found = new Map<string, Found>();

function search(name: string): Found {
  const known = programs.find((p) => p.name === name);
  if (!known) throw new Error(`programs: "${name}" is not in scripts/tools/programs.mjs; add it`);
  const result = found.get(name) ?? find(known);
  found.set(name, result);
  return result;
}

/**
 * Where a real program is: built by `npm run tools`, or on the PATH in the version that tools/ pins.
 *
 * @throws on a name that no folder of tools/ stands behind
 */
export const program = (name: string): string | undefined => search(name).path;

/**
 * Whether a process may have mounts of its own, which every pod's view needs: as root it may, else where the
 * system lets users have namespaces.
 */
export const mayUnshare = (): boolean =>
  spawnSync('unshare', ['--map-root-user', '--mount', 'true']).status === 0;

/** Every program known, found or not. */
export const versions = (): readonly Found[] => programs.map(({ name }) => search(name));

/**
 * Whether a run without this program is a failure. Locally it never is; in CI all but Alloy must be there, which
 * takes as long to build as all others; `CONFORMANCE_STRICT=true` demands it too.
 */
export const isMust = (name: string): boolean =>
  process.env.CONFORMANCE_STRICT === 'true' || (process.env.CI === 'true' && name !== 'alloy');

/**
 * Tests that need real programs. Where one is missing they are skipped, under a title that says so and how to get
 * it; where it is a must, they fail.
 */
export function describeWith(title: string, names: readonly string[], tests: () => void): void {
  const missing = names.filter((name) => program(name) === undefined);
  if (missing.length === 0 && mayUnshare()) {
    describe(title, tests);
    return;
  }
  const remedy =
    missing.length === 0
      ? 'no mounts of its own are allowed to it; run it as root, or allow user namespaces'
      : `${missing.join(' and ')} missing; run npm run tools ${missing.join(' ')}`;
  if (missing.length === 0 ? isMust('unshare') : missing.some(isMust))
    describe(title, () => {
      it('has its programs', () => {
        throw new Error(`${title}: ${remedy}`);
      });
    });
  else describe.skip(`${title} (SKIPPED: ${remedy})`, tests);
}
