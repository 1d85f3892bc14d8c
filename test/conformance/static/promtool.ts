import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { toYaml } from '../../../lib/model/yaml.js';
import type { RuleTest } from '../../alerts/promtool-files.js';
import { program } from '../programs.js';

const entities: Readonly<Record<string, string>> = {
  '&#34;': '"',
  '&#39;': "'",
  '&#xA;': '\n',
  '&#x9;': '\t',
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
};

const unescaped = (text: string): string =>
  text.replace(/&(?:#\w+|lt|gt|amp);/g, (entity) => entities[entity] ?? entity);

/** Ends when promtool does; what it found is in its file. */
const ended = (folder: string, files: readonly string[], found: string): Promise<void> =>
  new Promise((resolve, reject) => {
    spawn(program('promtool') ?? '', ['test', 'rules', `--junit=${found}`, ...files], {
      cwd: folder,
      stdio: 'ignore',
    })
      .on('error', reject)
      .on('exit', () => resolve());
  });

/** What stands in promtool's file, a list for each file of tests. */
const faultsIn = (file: string): readonly (readonly string[])[] =>
  readFileSync(file, 'utf8')
    .split('<testsuite ')
    .slice(1)
    .map((suite) =>
      [...suite.matchAll(/<testcase name="([^"]*)"><failure>([^<]*)/g)].map(
        ([, name = '', text = '']) => `${unescaped(name)}: ${unescaped(text).trim()}`,
      ),
    );

/**
 * What `promtool test rules` finds wrong, by the name of each test: nothing where all is as expected. One process
 * for each core, as each works on one test after the other.
 *
 * @throws when promtool tells of another number of tests than it was given
 */
export async function promtoolFaults(
  tests: ReadonlyMap<string, RuleTest>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-rules-'));
  try {
    const all = [...tests].map(([name, { rules, tests: own }], i) => {
      const test = { rule_files: [`rules-${i}.yml`], evaluation_interval: '1m', tests: own };
      writeFileSync(join(folder, `rules-${i}.yml`), toYaml(rules));
      writeFileSync(join(folder, `test-${i}.yml`), toYaml(test));
      return { name, file: `test-${i}.yml` };
    });
    const processes = availableParallelism();
    const shares = Array.from({ length: processes }, (_, core) =>
      all.filter((_one, i) => i % processes === core),
    ).filter((share) => share.length > 0);
    const found = await Promise.all(
      shares.map(async (share, core) => {
        const files = share.map(({ file }) => file);
        await ended(folder, files, `found-${core}.xml`);
        const faults = faultsIn(join(folder, `found-${core}.xml`));
        if (faults.length !== share.length)
          throw new Error(`promtool judged ${faults.length} of ${share.length} tests`);
        return share.map(({ name }, i): [string, readonly string[]] => [name, faults[i] ?? []]);
      }),
    );
    return new Map(found.flat());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
