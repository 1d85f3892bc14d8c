// A panel of lines over time: drawn by ECharts, with a legend of our own below.
import * as echarts from 'echarts';
import { axis } from './axis.mjs';
import { colorOf, faint, grid, ink, link, palette } from './colors.mjs';
import { fieldOf, shown } from './fields.mjs';
import { linesOf } from './series.mjs';
import { element, group, rect, text } from './svg.mjs';

const rowHeight = 17;

/** Lines with the config and the colour of each, the highest of their last values first where it is wanted. */
function coloredLines(panel, answers) {
  const lines = linesOf(answers).map((line, index) => {
    const field = fieldOf(panel, line.name);
    const fixed = field.color?.mode === 'fixed' ? colorOf(field.color.fixedColor) : undefined;
    return { ...line, field, color: fixed ?? palette[index % palette.length] };
  });
  const { sortBy, sortDesc } = panel.options?.legend ?? {};
  if (!sortBy) return lines;
  return lines.toSorted(
    (a, b) => ((b.last ?? -Infinity) - (a.last ?? -Infinity)) * (sortDesc ? 1 : -1),
  );
}

/** A number of an axis: without zeros at the end. */
const label = (field, now) => (value) =>
  shown({ ...field, mappings: [] }, Number(value.toPrecision(10)), now)
    .text.replace(/(\.\d*?)0+(?=\D|$)/, '$1')
    .replace(/\.(?=\D|$)/, '');

/** What lies on what: the numbers that the axis must hold. */
function reached(lines, times, stacked) {
  if (!stacked) return lines.flatMap(({ points }) => points.map(([, value]) => value));
  const sums = new Map(times.map((time) => [time, 0]));
  for (const { points } of lines)
    for (const [time, value] of points) if (value > 0) sums.set(time, sums.get(time) + value);
  return [0, ...sums.values()];
}

const dashed = ({ thresholds }) =>
  (thresholds?.steps ?? [])
    .filter(({ value }) => value !== null)
    .map(({ value, color }) => ({ yAxis: value, lineStyle: { color: colorOf(color) } }));

const pointOf = ([time, value]) => [time * 1000, Number.isFinite(value) ? value : null];

/** What lies on others needs a point wherever they have one. */
function atAll(points, times) {
  const at = new Map(points);
  return times.map((time) => pointOf([time, at.get(time) ?? Number.NaN]));
}

/** The lines as ECharts wants them. */
function series(lines, times, { custom = {}, thresholds }) {
  const stacked = custom.stacking?.mode === 'normal';
  const limits = custom.thresholdsStyle?.mode === 'dashed' ? dashed({ thresholds }) : [];
  return lines.map(({ points, color }, index) => {
    const alone = points.length === 1;
    return {
      type: 'line',
      silent: true,
      data: stacked ? atAll(points, times) : points.map(pointOf),
      showSymbol: alone,
      symbol: 'circle',
      symbolSize: 5,
      stack: stacked ? 'all' : undefined,
      lineStyle: { width: 1.3, color },
      itemStyle: { color },
      // Under many lines areas say nothing, and weigh as much as the lines.
      areaStyle: stacked || lines.length < 4 ? { opacity: stacked ? 0.25 : 0.1, color } : undefined,
      markLine:
        index === 0 && limits.length > 0
          ? { silent: true, symbol: 'none', label: { show: false }, data: limits }
          : undefined,
    };
  });
}

/** The ECharts picture without what only a pointer or another page needs. */
const bare = (svg, id) =>
  svg
    .replace(/^<svg[^>]*>\s*<rect[^>]*><\/rect>/, '')
    .replace(/<style[^>]*>.*?<\/style>/s, '')
    .replace(/<\/svg>\s*$/, '')
    .replace(/ (class|pointer-events|xml:space)="[^"]*"/g, '')
    // Not every program that draws SVG knows the word.
    .replace(/ dominant-baseline="central"/g, ' dy="0.35em"')
    .replace(/font-family:sans-serif;?/g, '')
    .replace(/font: normal normal (\d+)px sans-serif/g, 'font-size:$1px')
    .replace(/zr\d+-/g, `p${id}-`)
    .replace(/ (d|transform|x|y)="[^"]*"/g, (place) =>
      place.replace(/-?\d+\.\d{2,}/g, (number) => `${Math.round(Number(number) * 10) / 10}`),
    )
    .replace(/\s*\n\s*/g, '');

/** Only the chart, with its axes. */
function chart(panel, lines, { id, width, height, times: [from, to], now }) {
  const field = fieldOf(panel);
  const times = [...new Set(lines.flatMap(({ points }) => points.map(([time]) => time)))].sort();
  const stacked = field.custom.stacking?.mode === 'normal';
  const y = axis(reached(lines, times, stacked), field, Math.max(2, Math.round(height / 45)));
  const drawing = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  const axisLabel = { color: faint, fontSize: 10 };
  drawing.setOption({
    animation: false,
    useUTC: true,
    grid: { left: 66, right: 14, top: 8, bottom: 20, containLabel: false },
    xAxis: {
      type: 'time',
      min: from * 1000,
      max: to * 1000,
      splitNumber: Math.max(2, Math.round(width / 110)),
      axisLabel: { ...axisLabel, formatter: '{HH}:{mm}', hideOverlap: true },
      axisLine: { lineStyle: { color: grid } },
      axisTick: { show: false },
      splitLine: { show: true, lineStyle: { color: grid } },
    },
    yAxis: {
      type: 'value',
      ...y,
      axisLabel: { ...axisLabel, formatter: label(field, now) },
      splitLine: { lineStyle: { color: grid } },
    },
    series: series(lines, times, field),
  });
  const svg = bare(drawing.renderToSVGString(), id);
  drawing.dispose();
  return svg;
}

const calcs = { lastNotNull: ['Last', ({ last }) => last], max: ['Max', ({ max }) => max] };

/** Names of the lines, with the numbers that the panel wants beside them. */
function legend(panel, lines, total, { width, height, now }) {
  const columns = (panel.options?.legend?.calcs ?? []).flatMap((calc) =>
    calcs[calc] ? [calcs[calc]] : [],
  );
  const rows = Math.max(1, Math.floor(height / rowHeight) - (columns.length > 0 ? 1 : 0));
  const hidden = total - rows;
  const fitting = hidden > 0 ? lines.slice(0, rows - 1) : lines;
  const right = (index) => width - (columns.length - 1 - index) * 88;
  const top = columns.length > 0 ? rowHeight : 0;
  const room = width - columns.length * 88 - 24;
  return [
    ...columns.map(([name], i) =>
      text(right(i), 11, name, { size: 10, anchor: 'end', fill: link }),
    ),
    ...fitting.map((line, row) =>
      group(
        0,
        top + row * rowHeight,
        rect(0, 6, 12, 3, { fill: line.color, rx: 1 }),
        text(18, 11, line.name, { size: 11, width: room, fill: ink }),
        columns.map(([, value], i) =>
          text(right(i), 11, numberText(line, value(line), now), {
            size: 11,
            width: 84,
            anchor: 'end',
            fill: ink,
          }),
        ),
      ),
    ),
    hidden > 0
      ? text(18, top + fitting.length * rowHeight + 11, `and ${total - fitting.length} more`, {
          size: 11,
          fill: faint,
        })
      : '',
  ];
}

const numberText = ({ field }, value, now) =>
  value === undefined ? '-' : shown(field, value, now).text;

/** A panel of lines over time. */
export function timeseries(panel, answers, box) {
  const lines = coloredLines(panel, answers);
  const total = answers.reduce((sum, one) => sum + one.total, 0);
  const { displayMode, showLegend = true } = panel.options?.legend ?? {};
  const hidden = !showLegend || displayMode === 'hidden';
  const rows = Math.min(total + 1, Math.max(2, Math.floor((box.height * 0.38) / rowHeight)));
  const low = hidden ? 0 : rows * rowHeight;
  const height = box.height - low - (hidden ? 0 : 5);
  return [
    chart(panel, lines, { ...box, height }),
    hidden
      ? ''
      : group(
          10,
          height,
          legend(panel, lines, total, { ...box, width: box.width - 24, height: low }),
        ),
  ];
}

/** A line without axes, below a large number. */
export function sparkline({ points }, color, { width, height, times: [from, to] }) {
  const numbers = points.map(([, value]) => value).filter(Number.isFinite);
  if (numbers.length < 2) return '';
  const least = Math.min(...numbers, 0);
  const most = Math.max(...numbers, least + 1e-12);
  const x = (time) => Math.round(((time - from) / (to - from)) * width * 10) / 10;
  const y = (value) =>
    Math.round((1 - (value - least) / (most - least)) * (height - 2) * 10) / 10 + 1;
  const drawn = points.filter(([, value]) => Number.isFinite(value));
  const line = drawn.map(([time, value]) => `${x(time)} ${y(value)}`).join('L');
  const ends = `${x(drawn.at(-1)[0])} ${height}L${x(drawn[0][0])} ${height}`;
  return [
    element('path', { d: `M${line}L${ends}Z`, fill: color, 'fill-opacity': 0.2 }),
    element('path', { d: `M${line}`, fill: 'none', stroke: color, 'stroke-width': 1.3 }),
  ];
}
