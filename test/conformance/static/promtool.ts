import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
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

/**
 * What `promtool test rules` finds wrong, by the name of each test: nothing where all is as expected.
 *
 * @throws when promtool tells of another number of tests than it was given
 */
export function promtoolFaults(
  tests: ReadonlyMap<string, RuleTest>,
): ReadonlyMap<string, readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-rules-'));
  try {
    const names = [...tests.keys()];
    for (const [i, { rules, tests: own }] of [...tests.values()].entries()) {
      const test = { rule_files: [`rules-${i}.yml`], evaluation_interval: '1m', tests: own };
      writeFileSync(join(folder, `rules-${i}.yml`), toYaml(rules));
      writeFileSync(join(folder, `test-${i}.yml`), toYaml(test));
    }
    const files = names.map((_, i) => `test-${i}.yml`);
    spawnSync(program('promtool') ?? '', ['test', 'rules', '--junit=found.xml', ...files], {
      cwd: folder,
      stdio: 'ignore',
    });
    const suites = readFileSync(join(folder, 'found.xml'), 'utf8').split('<testsuite ').slice(1);
    if (suites.length !== names.length)
      throw new Error(`promtool judged ${suites.length} of ${names.length} tests`);
    return new Map(
      suites.map((suite, i) => [
        names[i] ?? '',
        [...suite.matchAll(/<testcase name="([^"]*)"><failure>([^<]*)/g)].map(
          ([, name = '', text = '']) => `${unescaped(name)}: ${unescaped(text).trim()}`,
        ),
      ]),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
