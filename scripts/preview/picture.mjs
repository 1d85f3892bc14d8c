// A whole dashboard as one SVG.
import { createHash } from 'node:crypto';
import { answersOf, haveData } from './answers.mjs';
import { faint, frame, ink, page, paper } from './colors.mjs';
import { fieldOf } from './fields.mjs';
import { head } from './head.mjs';
import { logs } from './logs.mjs';
import { cell, columns, places } from './place.mjs';
import { timesOf } from './series.mjs';
import { emptyStat, stat } from './stat.mjs';
import { element, escaped, group, rect, text } from './svg.mjs';
import { emptyTable, table } from './table.mjs';
import { timeseries } from './timeseries.mjs';

const margin = 16;
const bar = 30;
const kinds = { logs, stat, table, timeseries };
const emptyKinds = { stat: emptyStat, table: emptyTable };

/** Kinds of panels that can be drawn. */
export const panelTypes = Object.keys(kinds);

/** What a number would be counted in, where there is none. */
const unitOf = (panel) => {
  const { unit } = fieldOf(panel);
  return unit === undefined ? '' : ` (${unit})`;
};

const note = (words, { width, height }) =>
  text(width / 2, height / 2 + 5, words, {
    anchor: 'middle',
    fill: faint,
    size: 13,
    width: width - 8,
  });

function content(panel, answers, box) {
  const draw = kinds[panel.type];
  if (!draw) return note(`a ${panel.type} is not drawn here`, box);
  if (!answers) return note(`no data yet${unitOf(panel)}`, box);
  if (haveData(answers)) return draw(panel, answers, box);
  const { noValue = 'No data' } = fieldOf(panel);
  return [
    emptyKinds[panel.type]?.(panel, box) ?? '',
    panel.type === 'stat' ? '' : note(noValue, box),
  ];
}

function drawnPanel({ panel, box }, stored, times) {
  const { id, title, description, links = [] } = panel;
  const inner = { id, width: box.width, height: box.height - bar, now: stored?.at ?? 0, times };
  const more = links.length > 0 ? ' ↗' : '';
  return group(
    box.x,
    box.y,
    element('title', {}, escaped(description ?? '')),
    rect(0, 0, box.width, box.height, { fill: paper, stroke: frame, rx: 3 }),
    text(10, 20, `${title}${more}`, { size: 13, weight: 600, fill: ink, width: box.width - 40 }),
    description
      ? [
          element('circle', { cx: box.width - 15, cy: 15, r: 6.5, fill: 'none', stroke: faint }),
          text(box.width - 15, 18.5, 'i', { size: 10, anchor: 'middle', fill: faint }),
        ]
      : '',
    group(0, bar, content(panel, answersOf(stored, panel), inner)),
  );
}

const heading = ({ panel: { title, collapsed }, box }) =>
  group(
    box.x,
    box.y,
    text(2, 21, `${collapsed ? '▸' : '▾'} ${title}`, { size: 15, weight: 600, fill: ink }),
    collapsed
      ? text(box.width, 21, 'folded until it is opened', { anchor: 'end', fill: faint })
      : '',
  );

/** What a picture bears so that one can tell of which state of a dashboard it is. */
export const markOf = (board) =>
  createHash('sha256').update(JSON.stringify(board)).digest('hex').slice(0, 16);

/**
 * A dashboard as SVG.
 *
 * @param stored what its queries brought; without it only the layout is drawn
 */
export function picture(board, stored) {
  const top = head(board, stored);
  const all = places(board);
  const times = timesOf(stored) ?? [0, 3600];
  const bottom = Math.max(0, ...all.map(({ box }) => box.y + box.height));
  const width = columns * cell.width - cell.gap + 2 * margin;
  const height = Math.ceil(margin + top.height + bottom + margin);
  return `${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      'font-family': 'Inter, Helvetica Neue, Helvetica, Arial, sans-serif',
      'data-dashboard': markOf(board),
      'data-answers': stored ? 'some' : 'none',
    },
    element('title', {}, escaped(board.title)),
    rect(0, 0, width, height, { fill: page }),
    group(margin, margin, top.svg),
    group(
      margin,
      margin + top.height,
      all
        .map((one) => (one.panel.type === 'row' ? heading(one) : drawnPanel(one, stored, times)))
        .join('\n'),
    ),
  )}\n`;
}
