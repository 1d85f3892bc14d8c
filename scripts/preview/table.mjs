// A panel with a table: rows of all queries that have the same labels are one.
import { faint, grid, ink, link } from './colors.mjs';
import { fieldOf, shown } from './fields.mjs';
import { numberOf } from './series.mjs';
import { element, group, rect, text } from './svg.mjs';

const rowHeight = 27;

/** Labels that the answers to all queries have: by these Grafana finds rows that are one. */
function sharedLabels(answers) {
  const all = answers
    .filter(({ series }) => series.length > 0)
    .map(({ series }) => new Set(series.flatMap(({ metric }) => Object.keys(metric))));
  return [...(all[0] ?? [])].filter((label) => all.every((labels) => labels.has(label)));
}

/** Rows, each with a value for every query that has one. Of two that are one, neither contradicts the other. */
function merged(answers) {
  const rows = [];
  const shared = sharedLabels(answers);
  const alone = answers.length === 1 && answers[0].target.datasource.type === 'prometheus';
  for (const { target, series } of answers)
    for (const { metric, value, values } of series) {
      const [, number] = value ?? values.at(-1);
      const name = alone ? 'Value' : `Value #${target.refId}`;
      const more = { ...metric, [name]: numberOf(number) };
      const same = rows.find(
        (row) =>
          shared.every((label) => row[label] === more[label]) &&
          Object.keys(more).every((key) => row[key] === undefined || row[key] === more[key]),
      );
      if (same) Object.assign(same, more);
      else rows.push(more);
    }
  return rows;
}

/** The columns, from left to right: which field, its title, and how it is shown. */
function columnsOf(panel) {
  const { options } = (panel.transformations ?? []).find(({ id }) => id === 'organize') ?? {};
  const { includeByName = {}, indexByName = {}, renameByName = {} } = options ?? {};
  return Object.keys(includeByName)
    .toSorted((a, b) => indexByName[a] - indexByName[b])
    .map((name) => {
      const title = renameByName[name] ?? name;
      return { name, title, field: fieldOf(panel, title) };
    });
}

/** Columns with their place: those without a width share what is left. */
function placed(columns, width) {
  const given = columns.reduce((sum, { field }) => sum + (field.custom.width ?? 0), 0);
  const free = columns.filter(({ field }) => !field.custom.width).length;
  const share = free > 0 ? Math.max(60, (width - given) / free) : 0;
  const total = given + free * share;
  const scale = total > width || free === 0 ? width / total : 1;
  let x = 0;
  return columns.map((column) => {
    const own = (column.field.custom.width ?? share) * scale;
    x += own;
    return { ...column, x: x - own, width: own };
  });
}

function sorted(rows, panel, columns) {
  const [{ displayName, desc } = {}] = panel.options?.sortBy ?? [];
  const by = columns.find(({ title }) => title === displayName)?.name;
  if (by === undefined) return rows;
  const value = (row) => row[by] ?? (typeof row[by] === 'string' ? '' : -Infinity);
  return rows.toSorted(
    (a, b) => (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : 0) * (desc ? -1 : 1),
  );
}

function cell(row, { name, field, x, width }, now) {
  const value = row[name];
  if (value === undefined || value === '') return '';
  const { text: words, color } = shown(field, value, now);
  const colored = field.custom.cellOptions?.type === 'color-text';
  const number = typeof value === 'number';
  return text(number ? x + width - 10 : x + 10, 18, words, {
    anchor: number ? 'end' : undefined,
    width: width - 16,
    fill: colored ? color : field.links?.length > 0 ? link : ink,
    weight: colored ? 600 : undefined,
  });
}

const heads = (columns, rows, width) => [
  rect(0, 0, width, rowHeight, { fill: '#f7f8f9' }),
  columns.map(({ name, title, x, width: own }) => {
    const number = rows.some((row) => typeof row[name] === 'number');
    const at = number ? x + own - 10 : x + 10;
    return text(at, 18, title, {
      fill: link,
      width: own - 16,
      anchor: number ? 'end' : undefined,
      weight: 600,
    });
  }),
];

/** A panel with a table. */
export function table(panel, answers, { width, height, now }) {
  const columns = placed(columnsOf(panel), width);
  const rows = sorted(merged(answers), panel, columns);
  const room = Math.floor(height / rowHeight) - 1;
  const total = Math.max(rows.length, ...answers.map((one) => one.total));
  const fitting = total > room ? rows.slice(0, room - 1) : rows;
  return [
    heads(columns, rows, width),
    fitting.map((row, index) =>
      group(
        0,
        (index + 1) * rowHeight,
        element('path', { d: `M0 0H${Math.round(width)}`, stroke: grid }),
        columns.map((column) => cell(row, column, now)),
      ),
    ),
    total > fitting.length
      ? text(10, (fitting.length + 1) * rowHeight + 18, `and ${total - fitting.length} more rows`, {
          fill: faint,
        })
      : '',
  ];
}

/** The heads of a table without rows. */
export const emptyTable = (panel, { width }) => heads(placed(columnsOf(panel), width), [], width);
