// A panel of large numbers.
import { faint, ink } from './colors.mjs';
import { fieldOf, shown } from './fields.mjs';
import { linesOf } from './series.mjs';
import { element, group, rect, text, widthOf } from './svg.mjs';
import { sparkline } from './timeseries.mjs';

const most = 12;

/** Columns and rows of tiles: as many columns as keep them wider than high. */
function tiles(count, { width, height }) {
  let columns = 1;
  while (
    columns < count &&
    width / (columns + 1) > (height / Math.ceil(count / (columns + 1))) * 0.9
  )
    columns += 1;
  const rows = Math.ceil(count / columns);
  return { columns, rows, width: width / columns, height: height / rows };
}

function tile(panel, { name, value, points }, alone, box) {
  const { width, height } = box;
  const { colorMode, graphMode } = panel.options ?? {};
  const ground = colorMode === 'background';
  const fill = ground ? '#ffffff' : colorMode === 'none' ? ink : value.color;
  const words = alone ? 0 : Math.min(14, height * 0.22);
  const fits = Math.min(width - 16, 1e9) / widthOf(value.text, 1);
  const size = Math.max(9, Math.min(fits, (height - words) * 0.5, 44));
  const middle = height / 2 + (alone ? size * 0.35 : size * 0.35 + words * 0.6);
  const line =
    graphMode === 'area' && points
      ? sparkline(points, ground ? '#ffffff' : value.color === ink ? '#3274d9' : value.color, {
          ...box,
          height: height * 0.45,
        })
      : '';
  return [
    ground ? rect(1, 1, width - 2, height - 2, { fill: value.color, rx: 2 }) : '',
    line && group(0, height * 0.55, line),
    alone
      ? ''
      : text(width / 2, middle - size - 1, name, {
          size: Math.max(9, words),
          anchor: 'middle',
          fill: ground ? '#ffffff' : faint,
          width: width - 12,
        }),
    text(width / 2, line ? middle - height * 0.1 : middle, value.text, {
      size,
      anchor: 'middle',
      weight: 600,
      fill,
    }),
  ];
}

/** A panel of one large number for each series. */
export function stat(panel, answers, box) {
  const lines = linesOf(answers);
  const values = lines.slice(0, most).map((line) => ({
    name: line.name,
    value: shown(fieldOf(panel, line.name), line.last ?? Number.NaN, box.now),
    points: line.points.length > 1 ? line : undefined,
  }));
  const grid = tiles(values.length, box);
  return element(
    'g',
    {},
    values.map((value, index) =>
      group(
        (index % grid.columns) * grid.width,
        Math.floor(index / grid.columns) * grid.height,
        tile(panel, value, values.length === 1, { ...box, ...grid }),
      ),
    ),
  );
}

/** The panel where there is nothing: its word for that, in the colour that it has for it. */
export function emptyStat(panel, box) {
  const field = fieldOf(panel);
  const { text: mapped, color } = shown(field, Number.NaN, box.now);
  const words = field.noValue ?? (mapped === 'NaN' ? 'No data' : mapped);
  return element('g', {}, tile(panel, { value: { text: words, color } }, true, box));
}
