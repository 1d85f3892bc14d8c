import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dashboards } from '../../scripts/closure/boards.js';
import { stack } from '../house/house.js';

const script = resolve('scripts/preview.mjs');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'preview-'));
  for (const name of ['dist', 'examples']) symlinkSync(resolve(name), join(folder, name));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The query of the first panel of Loki's dashboard. */
const up = dashboards(stack()).find(({ board }) => board.uid === 'loki')?.board.panels[0]
  ?.targets?.[0]?.expr;

/** The lines that the command says. */
function preview(): readonly string[] {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect([status, stdout]).toEqual([0, '']);
  return stderr.trim().split('\n');
}

const written = (file: string) => readFileSync(join(folder, 'docs/dashboards', file), 'utf8');

describe('npm run preview', () => {
  it('draws every layout where nothing was answered, and says so', () => {
    const said = preview();
    expect(said.find((line) => line.startsWith('loki: '))).toBe(
      'loki: 14 panels, answers for 0, data for 0',
    );
    const [, dashboards, panels] =
      /^(\d+) dashboards, (\d+) panels, answers for 0, data for 0$/.exec(said.at(-2) ?? '') ?? [];
    expect(Number(dashboards)).toBe(readdirSync(join(folder, 'docs/dashboards')).length - 1);
    expect(Number(panels)).toBeGreaterThanOrEqual(170);
    expect(said.at(-1)).toBe(
      'answers come from the flow tier: npm run conformance -- --project flow',
    );
    expect(written('README.md')).toBe(readFileSync('docs/dashboards/README.md', 'utf8'));
  });

  it('draws what was answered, leaves a picture that could only lose, and removes one of nothing', () => {
    mkdirSync(join(folder, '.answers/stack'), { recursive: true });
    writeFileSync(
      join(folder, '.answers/stack/loki.json'),
      JSON.stringify({
        at: 1_763_738_000,
        choices: {},
        answers: [
          {
            answerer: 'prometheus',
            expr: up,
            instant: true,
            total: 1,
            series: [{ metric: {}, value: [1_763_738_000, '7'] }],
          },
        ],
      }),
    );
    writeFileSync(join(folder, 'docs/dashboards/gone.svg'), '<svg/>');
    const said = preview();
    expect(said).toContain('loki: 14 panels, answers for 1, data for 1');
    expect(said).toContain(
      'grafana: no answers are stored; its picture is of its present state, and stays',
    );
    expect(written('loki.svg')).toMatch(/>7<\/text>/);
    expect(readdirSync(join(folder, 'docs/dashboards'))).not.toContain('gone.svg');
  });
});
