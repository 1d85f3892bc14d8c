// A panel of log lines, the newest first.
import { faint, ink } from './colors.mjs';
import { group, rect, text } from './svg.mjs';

const rowHeight = 18;
const levels = [
  [/^(crit|emerg|fatal|panic|alert)/i, '#8f3bb8'],
  [/^err/i, '#d9293f'],
  [/^warn/i, '#e0b400'],
  [/^(info|notice)/i, '#56a64b'],
  [/^(debug|trace)/i, '#3274d9'],
];

const colorOf = ({ detected_level: detected, level }) =>
  levels.find(([word]) => word.test(detected ?? level ?? ''))?.[1] ?? '#b8bcc2';

/** `14:02:31.250`, of nanoseconds since 1970. */
const clock = (time) => new Date(Number(BigInt(time) / 1_000_000n)).toISOString().slice(11, 23);

/** A panel of log lines. */
export function logs(_panel, answers, { width, height }) {
  const lines = answers
    .flatMap(({ series }) => series)
    .flatMap(({ stream, values }) => values.map(([time, words]) => ({ stream, time, words })))
    .toSorted((a, b) => (BigInt(a.time) < BigInt(b.time) ? 1 : -1));
  return lines
    .slice(0, Math.floor((height - 6) / rowHeight))
    .map(({ stream, time, words }, row) =>
      group(
        10,
        row * rowHeight + 4,
        rect(0, 0, 3, 14, { fill: colorOf(stream), rx: 1 }),
        text(10, 11, clock(time), { size: 11, fill: faint }),
        text(96, 11, words.replaceAll(/\s+/g, ' '), { size: 11, fill: ink, width: width - 120 }),
      ),
    );
}
