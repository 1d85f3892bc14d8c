// Draws every dashboard that was synthesized into docs/dashboards/<uid>.svg, and writes the table beside them:
//   npm run preview
// The numbers are what Prometheus and Loki answered when `npm run conformance` asked them on this machine. Where
// nothing is stored of a dashboard, a picture of its present state is left as it is; else its layout is drawn.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answersOf, haveData, storedAnswers } from './preview/answers.mjs';
import { panelsOf, synthesizedBoards } from './preview/boards.mjs';
import { contents } from './preview/contents.mjs';
import { markOf, picture } from './preview/picture.mjs';

const folder = join('docs', 'dashboards');
const say = (words) => process.stderr.write(`${words}\n`);

const isCurrent = (file, board) =>
  existsSync(file) && readFileSync(file, 'utf8').slice(0, 1000).includes(markOf(board));

mkdirSync(folder, { recursive: true });
const boards = synthesizedBoards();
for (const file of readdirSync(folder))
  if (file.endsWith('.svg') && !boards.some(({ board }) => `${board.uid}.svg` === file))
    rmSync(join(folder, file));

const total = { panels: 0, asked: 0, data: 0 };
for (const { board, system } of boards) {
  const stored = storedAnswers(system, board.uid);
  const panels = panelsOf(board);
  const answers = panels.map((panel) => answersOf(stored, panel));
  const asked = answers.filter((one) => one !== undefined).length;
  const data = answers.filter(haveData).length;
  total.panels += panels.length;
  total.asked += asked;
  total.data += data;
  const file = join(folder, `${board.uid}.svg`);
  if (!stored && isCurrent(file, board)) {
    say(`${board.uid}: no answers are stored; its picture is of its present state, and stays`);
    continue;
  }
  writeFileSync(file, picture(board, stored));
  say(`${board.uid}: ${panels.length} panels, answers for ${asked}, data for ${data}`);
}
writeFileSync(join(folder, 'README.md'), contents(boards));
say(
  `${boards.length} dashboards, ${total.panels} panels, answers for ${total.asked}, data for ${total.data}`,
);
if (total.asked < total.panels)
  say('answers come from the flow tier: npm run conformance -- --project flow');
