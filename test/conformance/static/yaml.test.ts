import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CORE_SCHEMA, load, loadAll, YAML11_SCHEMA } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../../lib/core/index.js';
import { toYaml, toYamlStream } from '../../../lib/model/yaml.js';
import { named } from '../../house/house.js';
import { mutation } from '../mutations.js';
import { describeWith, program } from '../programs.js';
import { objectsOf, systems } from './systems.js';

const root = join(import.meta.dirname, '../../..');

/** Folders with a dist/ that is committed. */
const committedIn = ['.', 'examples/severed-blog'];

interface File {
  readonly name: string;
  readonly text: string;
}

/** What is committed, and what every system writes. */
const files: readonly File[] = [
  ...committedIn.flatMap((folder) =>
    readdirSync(join(root, folder, 'dist')).map((name) => ({
      name: join(folder, 'dist', name),
      text: readFileSync(join(root, folder, 'dist', name), 'utf8'),
    })),
  ),
  ...systems.flatMap(([system, rendered]) =>
    rendered.map(({ file, objects }) => ({
      name: `${system}: ${file}`,
      text: toYamlStream(objects.map((o) => o.manifest)),
    })),
  ),
];

/** YAML files inside of ConfigMaps: their programs read them as kubectl reads ours. */
const inside = (text: string, name: string): readonly File[] =>
  // The edge: what is read is what we wrote.
  (loadAll(text) as Manifest[])
    .filter((o) => o.kind === 'ConfigMap')
    .flatMap((o) => Object.entries((o.data ?? {}) as Readonly<Record<string, string>>))
    .filter(([key]) => /\.ya?ml$/.test(key))
    .map(([key, yaml]) => ({ name: `${name}: ${key}`, text: yaml }));

/** What is wrong with a text as YAML: a key that stands twice, a word that only some readers take for a word. */
function faults(text: string): readonly string[] {
  try {
    const [now, then] = [CORE_SCHEMA, YAML11_SCHEMA].map((schema) => loadAll(text, { schema }));
    return JSON.stringify(now) === JSON.stringify(then) ? [] : ['YAML 1.1 reads it otherwise'];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

describe('YAML is read alike by all, with no key twice', () => {
  const all = [...files, ...files.flatMap(({ name, text }) => inside(text, name))];
  it('in all of many files', () => {
    expect(all.length).toBeGreaterThanOrEqual(40);
  });
  it.each(all)('in $name', ({ text }) => {
    expect(faults(text)).toEqual([]);
  });
  const mutations: readonly (readonly [name: string, text: string, message: string])[] = [
    ['a key that stands twice', 'a: 1\nb: 2\na: 3\n', 'duplicated mapping key (3:1)'],
    ['a key that stands twice below', 'x:\n  - a: 1\n    a: 1\n', 'duplicated mapping key (3:5)'],
    ...['y', 'n', 'yes', 'no', 'on', 'off', 'Yes', 'OFF', '010', '1:30', '2026-01-01'].map(
      (word) => [`an unquoted ${word}`, `a: ${word}\n`, 'YAML 1.1 reads it otherwise'] as const,
    ),
  ];
  for (const [name, text, message] of mutations)
    mutation(name, 'YAML 1.2 and 1.1', () => {
      expect(faults(text).join()).toContain(message);
    });
});

/** What `kubectl kustomize` makes of a folder, or its complaint. */
function kustomized(dir: string): readonly Manifest[] | string {
  const { status, stdout, stderr } = spawnSync(program('kubectl') ?? '', ['kustomize', dir], {
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  // The edge: the shape is asserted by comparing it.
  return status === 0 ? (loadAll(stdout) as Manifest[]) : stderr;
}

/** A folder with one file of manifests, as kustomize takes it. */
function kustomizedText(text: string): readonly Manifest[] | string {
  const dir = mkdtempSync(join(tmpdir(), 'conformance-'));
  try {
    writeFileSync(join(dir, 'all.yaml'), text);
    writeFileSync(join(dir, 'kustomization.yaml'), toYaml({ resources: ['all.yaml'] }));
    return kustomized(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const inOrder = (objects: readonly Manifest[] | string) =>
  typeof objects === 'string'
    ? objects
    : objects.toSorted((a, b) => (named(a) < named(b) ? -1 : 1));

describeWith('kubectl kustomize changes nothing', ['kubectl'], () => {
  it.each(committedIn)('of what is committed in %s', (folder) => {
    const dir = join(root, folder);
    const { resources } = load(readFileSync(join(dir, 'kustomization.yaml'), 'utf8')) as {
      resources: readonly string[];
    };
    const committed = resources.flatMap(
      (file) => loadAll(readFileSync(join(dir, file), 'utf8')) as Manifest[],
    );
    expect(inOrder(kustomized(dir))).toEqual(inOrder(committed));
  });
  it.each(systems)('of %s', (_, rendered) => {
    const objects = objectsOf(rendered);
    expect(inOrder(kustomizedText(toYamlStream(objects)))).toEqual(inOrder(objects));
  });

  const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n';
  const mutations: readonly (readonly [name: string, text: string, words: RegExp])[] = [
    [
      'an object that is there twice',
      `${map}---\n${map}`,
      /may not add resource with an already registered id/,
    ],
    [
      'a key that stands twice',
      `${map}data:\n  a: '1'\n  a: '2'\n`,
      /mapping key "a" already defined/,
    ],
    ['an object without a name', 'apiVersion: v1\nkind: ConfigMap\n', /missing metadata.name/],
  ];
  for (const [name, text, words] of mutations)
    mutation(name, 'kubectl kustomize', () => {
      expect(kustomizedText(text)).toMatch(words);
    });
});
