import { gridColumns } from '../../lib/model/dashboard/index.js';
import {
  dashboards,
  type WrittenDashboard,
  type WrittenPanel,
} from '../../scripts/closure/boards.js';
import { units } from '../../scripts/preview/units.mjs';
import { houseRule, type Objects } from './house.js';

/** Cells of the grid, each with the panels that lie on it. */
function cells(panels: readonly WrittenPanel[]): ReadonlyMap<string, readonly string[]> {
  const taken = new Map<string, string[]>();
  for (const { title, gridPos } of panels)
    for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++)
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        const cell = `${x},${y}`;
        taken.set(cell, [...(taken.get(cell) ?? []), title]);
      }
  return taken;
}

/** What lies on one another, beside the grid, or leaves a corner empty between the first line and the last. */
function layoutFaults(panels: readonly WrittenPanel[], top: number): string[] {
  const taken = cells(panels);
  const overlaps = [...taken.values()]
    .filter((titles) => titles.length > 1)
    .map((titles) => `${titles.map((title) => `"${title}"`).join(' and ')} overlap`);
  const outside = panels
    .filter(({ gridPos: { x, w } }) => x < 0 || x + w > gridColumns)
    .map(({ title }) => `"${title}" is wider than the grid`);
  const bottom = Math.max(...panels.map(({ gridPos: { y, h } }) => y + h));
  const empty: string[] = [];
  for (let y = top; y < bottom; y++) {
    const free = Array.from({ length: gridColumns }, (_, x) => x).filter(
      (x) => !taken.has(`${x},${y}`),
    );
    if (free.length > 0) empty.push(`row ${y} is empty from column ${free[0]} on`);
  }
  return [...new Set([...overlaps, ...outside, ...empty])];
}

/** Columns of a table that nobody says how to write, or all of a panel's numbers. */
function unitFaults({ title, type, fieldConfig }: WrittenPanel): string[] {
  if (type === 'row' || type === 'logs') return [];
  const columns = fieldConfig?.overrides.map(({ matcher, properties }) => ({
    what: `column "${matcher.options}" of "${title}"`,
    unit: properties.find(({ id }) => id === 'unit')?.value,
  }));
  const all =
    type === 'table' ? (columns ?? []) : [{ what: `"${title}"`, unit: fieldConfig?.defaults.unit }];
  if (all.length === 0) return [`"${title}" has no columns`];
  return all
    .filter(({ unit }) => typeof unit !== 'string' || !units.includes(unit))
    .map(
      ({ what, unit }) => `${what} has ${unit === undefined ? 'no unit' : `the unit "${unit}"`}`,
    );
}

const wordFaults = ({ title, type, description }: WrittenPanel): string[] =>
  type === 'row' || description?.trim() ? [] : [`"${title}" does not say how to read it`];

function boardFaults({ description, templating, panels }: WrittenDashboard): string[] {
  const [first] = templating?.list ?? [];
  const folded = panels.filter(({ collapsed }) => collapsed);
  const all = panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]);
  return [
    ...(description?.trim() ? [] : ['it does not say whom it helps']),
    ...(first?.name === 'cluster'
      ? []
      : [`its first variable is "${first?.name}" instead of "cluster"`]),
    ...layoutFaults(panels, 0),
    // Grafana gives what is folded its place below the heading when somebody opens it.
    ...folded.flatMap(({ title, gridPos, panels: inside = [] }) =>
      layoutFaults(inside, gridPos.y + 1).map((fault) => `in "${title}": ${fault}`),
    ),
    ...all.flatMap((panel) => [...unitFaults(panel), ...wordFaults(panel)]),
  ];
}

/** Whatever is written. */
// biome-ignore lint/suspicious/noExplicitAny: mutations reach into dashboards and panels of every kind
type Written = any;

/** Changes one dashboard of the stack. */
const changed =
  (uid: string, change: (board: Written, panel: (title: string) => Written) => void) =>
  (objects: Objects): void => {
    const { data } = objects.get('ConfigMap', `grafana-dashboard-${uid}`);
    for (const file of Object.keys(data)) {
      const board = JSON.parse(data[file]);
      change(board, (title) => board.panels.find((p: WrittenPanel) => p.title === title));
      data[file] = JSON.stringify(board);
    }
  };

houseRule('dashboards are drawn without overlaps and gaps, with units, words and clusters', {
  judge: (objects) => {
    const boards = dashboards(objects);
    return {
      saw: boards.reduce((sum, { board }) => sum + cells(board.panels).size, 0),
      faults: boards.flatMap(({ where, board }) =>
        boardFaults(board).map((fault) => `${where}: ${fault}`),
      ),
    };
  },
  // Cells of the grid: some twenty lines of each dashboard.
  atLeast: 10_000,
  mutations: {
    'a panel that lies on another': changed('loki', (_, panel) => {
      panel('Up').gridPos.w += 1;
    }),
    'an empty corner': changed('loki', (_, panel) => {
      panel('Up').gridPos.w -= 1;
    }),
    'a panel that is lower than its neighbours': changed('loki', (_, panel) => {
      panel('Lines received').gridPos.h -= 1;
    }),
    'a line that nothing stands on': changed('loki', (board) => {
      for (const { gridPos } of board.panels.slice(5)) gridPos.y += 1;
    }),
    'a panel beside the grid': changed('loki', (board) => {
      board.panels.at(-1).gridPos.x += 4;
    }),
    'a gap in what is folded': changed('loki', (board) => {
      const row = board.panels.findLast(({ type }: WrittenPanel) => type === 'row');
      row.collapsed = true;
      row.panels = board.panels.splice(board.panels.indexOf(row) + 1);
      row.panels[0].gridPos.w -= 1;
    }),
    'a number without a unit': changed('loki', (_, panel) => {
      delete panel('Lines received').fieldConfig.defaults.unit;
    }),
    'a unit that Grafana does not know': changed('loki', (_, panel) => {
      panel('Lines received').fieldConfig.defaults.unit = 'lines';
    }),
    'a column without a unit': changed('prometheus', (_, panel) => {
      const [column] = panel('Targets that are down').fieldConfig.overrides;
      column.properties = column.properties.filter(({ id }: { id: string }) => id !== 'unit');
    }),
    'a panel that nobody explains': changed('loki', (_, panel) => {
      panel('Up').description = ' ';
    }),
    'a dashboard that nobody explains': changed('loki', (board) => {
      delete board.description;
    }),
    'another variable before the cluster': changed('cluster-namespace', (board) => {
      board.templating.list.reverse();
    }),
  },
});
