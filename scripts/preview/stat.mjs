// A panel of large numbers.
import { faint, ink, palette, paper } from './colors.mjs';
import { fieldOf, shown } from './fields.mjs';
import { linesOf } from './series.mjs';
import { element, group, rect, text, widthOf } from './svg.mjs';
import { sparkline } from './timeseries.mjs';

/** Grafana shows no more. */
const most = 25;

const unjudgedLine = palette[2];

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

/** The line of the past, where the panel wants one: light on a coloured ground, blue for a number that nobody judges. */
function past({ graphMode }, { value, points }, ground, box) {
  if (graphMode !== 'area' || !points) return '';
  const unjudged = value.color === ink ? unjudgedLine : value.color;
  const height = box.height * 0.45;
  const line = sparkline(points, ground ? paper : unjudged, { ...box, height });
  return group(0, box.height - height, line);
}

/** One number, with its name where it is not alone. */
function tile(panel, one, alone, box) {
  const { name, value } = one;
  const { width, height } = box;
  const { colorMode, ...options } = panel.options ?? {};
  const ground = colorMode === 'background';
  const judged = colorMode === 'none' ? ink : value.color;
  const words = alone ? 0 : Math.max(9, Math.min(14, height * 0.22));
  const fitting = (width - 16) / widthOf(value.text, 1);
  const size = Math.max(9, Math.min(fitting, (height - words) * 0.5, 44));
  const line = past(options, one, ground, box);
  const base = height / 2 + size * 0.35 + words * 0.6 - (line ? height * 0.1 : 0);
  return [
    ground ? rect(1, 1, width - 2, height - 2, { fill: value.color, rx: 2 }) : '',
    line,
    alone
      ? ''
      : text(width / 2, base - size - 1, name, {
          anchor: 'middle',
          width: width - 12,
          size: words,
          fill: ground ? paper : faint,
        }),
    text(width / 2, base, value.text, {
      anchor: 'middle',
      size,
      weight: 600,
      fill: ground ? paper : judged,
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
