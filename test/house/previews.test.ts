import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { everyBoard, type FoundBoard } from '../../scripts/preview/boards.mjs';
import { contents } from '../../scripts/preview/contents.mjs';
import { markOf } from '../../scripts/preview/picture.mjs';
import { objectsOf, systemNames } from './house.js';

const folder = 'docs/dashboards';
const boards = everyBoard(Object.fromEntries(systemNames.map((name) => [name, objectsOf(name)])));
const pictures = readdirSync(folder).filter((file) => file.endsWith('.svg'));
const remedy = 'npm run synth && npm run preview';

/** Pictures that are missing, of a former state, or of nothing; each of a readable size. */
function pictureFaults(found: readonly FoundBoard[]): string[] {
  const wanted = found.map(({ board }) => `${board.uid}.svg`);
  return [
    ...pictures
      .filter((file) => !wanted.includes(file))
      .map((file) => `${file} is of no dashboard`),
    ...found.flatMap(({ board }) => {
      const file = `${board.uid}.svg`;
      if (!pictures.includes(file)) return [`${file} is missing; ${remedy}`];
      const svg = readFileSync(join(folder, file), 'utf8');
      return [
        ...(svg.includes(`data-dashboard="${markOf(board)}"`)
          ? []
          : [`${file} is of another state of "${board.title}"; ${remedy}`]),
        ...(svg.length > 300_000 ? [`${file} is of ${svg.length} bytes`] : []),
      ];
    }),
  ];
}

describe('docs/dashboards', () => {
  it('shows every dashboard as it is written', () => {
    expect(boards.length).toBeGreaterThanOrEqual(12);
    expect(pictureFaults(boards)).toEqual([]);
  });

  it('is listed as it is', () => {
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe(contents(boards));
  });

  it('would be missed, and found out of date', () => {
    const [{ board, system } = expect.fail('no dashboard'), ...others] = boards;
    const changed = { ...board, panels: board.panels.slice(1) };
    expect(pictureFaults([{ board: changed, system }, ...others])).toEqual([
      `${board.uid}.svg is of another state of "${board.title}"; ${remedy}`,
    ]);
    expect(pictureFaults(others)).toEqual([`${board.uid}.svg is of no dashboard`]);
    const unseen = { ...board, uid: 'unseen' };
    expect(pictureFaults([{ board: unseen, system }, ...boards])).toEqual([
      `unseen.svg is missing; ${remedy}`,
    ]);
  });
});
