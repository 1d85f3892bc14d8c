import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { init, parse } from 'es-module-lexer';
import { beforeAll, describe, expect, it } from 'vitest';

/** Who may import whom, by the first folders of a path; a room is `lib/<room>` and may import itself. */
const floors: Readonly<Record<string, readonly string[]>> = {
  'main.ts': ['charts', 'lib/index.ts', 'sites'],
  examples: ['charts', 'lib/index.ts', 'sites'],
  sites: ['charts', 'lib/index.ts'],
  charts: ['charts', 'lib/core', 'room'],
  'lib/index.ts': ['lib/core', 'lib/model', 'room'],
  room: ['lib/core', 'lib/model', 'imports'],
  'lib/core': ['lib/core', 'lib/model', 'imports'],
  'lib/model': ['lib/model'],
};

/** The pure floor knows neither constructs nor cdk8s. */
const impure = ['cdk8s', 'cdk8s-plus-30', 'constructs'];

const floorOf = (file: string): string => {
  if (file.startsWith('lib/core/') || file.startsWith('lib/model/'))
    return file.slice(0, file.indexOf('/', 4));
  if (file.startsWith('lib/') && file.split('/').length > 2) return 'room';
  return file.startsWith('lib/') || !file.includes('/') ? file : (file.split('/')[0] ?? file);
};

const sources = (dir: string): string[] =>
  readdirSync(dir, { recursive: true })
    .map((f) => join(dir, String(f)))
    .filter((f) => f.endsWith('.ts') && !f.includes('/dist/'));

/** Everything a file imports, types too. */
const importsOf = (code: string): string[] =>
  parse(code)[0].flatMap((i) => (i.specifier ? [i.specifier] : []));

function faults(file: string, code: string): string[] {
  const floor = floorOf(file);
  return importsOf(code).flatMap((name) => {
    if (!name.startsWith('.'))
      return floor === 'lib/model' && impure.includes(name) ? [`${file} imports ${name}`] : [];
    const target = normalize(join(dirname(file), name)).replace(/\.js$/, '.ts');
    const to = floorOf(target);
    // A room, or an example of several files.
    const whole = floor === to && ['room', 'examples'].includes(floor);
    const sameRoom = whole && target.split('/')[1] === file.split('/')[1];
    return sameRoom || floors[floor]?.includes(to) ? [] : [`${file} imports ${target}`];
  });
}

describe('floors', () => {
  beforeAll(() => init);

  it('import only from below, and rooms never each other', () => {
    const files = ['main.ts', ...['sites', 'charts', 'examples', 'lib'].flatMap(sources)];
    expect(files.length).toBeGreaterThanOrEqual(100);
    expect(files.flatMap((f) => faults(f, readFileSync(f, 'utf8')))).toEqual([]);
  });

  it.each([
    ['lib/loki/loki.ts', "import { Alloy } from '../alloy/index.js';\nnew Alloy();"],
    ['lib/loki/loki.ts', "import type { Alloy } from '../alloy/index.js';"],
    ['lib/core/pod.ts', "import { x } from '../loki/config.js';\nx();"],
    ['lib/model/units.ts', "import type { Duration } from 'cdk8s';"],
    ['charts/index.ts', "import { y } from '../main.js';\ny();"],
  ])('finds %s with %s', (file, code) => {
    expect(faults(file, code)).toHaveLength(1);
  });

  it('keep every file short enough to be read', () => {
    const long = [
      ...['sites', 'charts', 'examples', 'lib', 'test', 'scripts', 'bench'].flatMap(sources),
    ]
      .filter((f) => !f.endsWith('/metrics.ts'))
      .filter((f) => readFileSync(f, 'utf8').trimEnd().split('\n').length > 250);
    expect(long).toEqual([]);
  });
});
