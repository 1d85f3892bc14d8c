// The dashboards as they are written: out of the manifests of each system.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';

/** The stack, and each example that is a whole system: the folder of its manifests, by its name. */
export const systems = () => ({
  stack: 'dist',
  ...Object.fromEntries(
    readdirSync('examples')
      .map((name) => [name, join('examples', name, 'dist')])
      .filter(([, dist]) => existsSync(dist)),
  ),
});

const isBoard = (object) =>
  object?.kind === 'ConfigMap' && object.metadata.name.startsWith('grafana-dashboard-');

/** The dashboards among the objects of a system. */
export const boardsIn = (objects) =>
  objects
    .filter(isBoard)
    .flatMap(({ data }) => Object.values(data).map((written) => JSON.parse(written)));

const manifests = (dist) =>
  readdirSync(dist)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) => loadAll(readFileSync(join(dist, file), 'utf8')));

/** Every dashboard with the system it is of, one for each uid: the first system that has it. */
export function everyBoard(bySystem) {
  const found = new Map();
  for (const [system, objects] of Object.entries(bySystem))
    for (const board of boardsIn(objects))
      if (!found.has(board.uid)) found.set(board.uid, { system, board });
  return [...found.values()].sort((a, b) => (a.board.uid < b.board.uid ? -1 : 1));
}

/** Every dashboard of what was synthesized. */
export const synthesizedBoards = () =>
  everyBoard(
    Object.fromEntries(Object.entries(systems()).map(([name, dist]) => [name, manifests(dist)])),
  );

/** The panels of a dashboard, those in folded rows too. */
export const panelsOf = ({ panels }) =>
  panels.flatMap((one) => (one.type === 'row' ? (one.panels ?? []) : [one]));

/** The queries that a dashboard asks when it is opened, and all of them, with what is folded. */
export function queriesOf(board) {
  const count = (panels) => panels.reduce((sum, { targets = [] }) => sum + targets.length, 0);
  return { opened: count(board.panels), all: count(panelsOf(board)) };
}
