// Where an axis begins and ends, and its steps: numbers that people would choose in that unit.
import { isBinary } from './units.mjs';

const round = [1, 2, 2.5, 5, 10];
const seconds = [
  60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 172800, 604800,
];

/** What a number of that size is counted in: bytes by powers of 1024. */
const baseOf = (size, unit) =>
  isBinary(unit) && size >= 1 ? 1024 ** Math.floor(Math.log2(size) / 10 + 1e-9) : 1;

/** The smallest round number that is at least as much, in what the highest one is counted in. */
function step(least, highest, unit) {
  if ((unit === 's' || unit === 'dtdurations') && least > 30)
    return seconds.find((one) => one >= least) ?? Math.ceil(least / 604800) * 604800;
  const base = baseOf(highest, unit);
  const power = 10 ** Math.floor(Math.log10(least / base));
  return base * power * (round.find((one) => one * power * base >= least * (1 - 1e-9)) ?? 10);
}

/**
 * The ends of an axis and the distance of its lines.
 *
 * @param numbers what is drawn; an axis of nothing goes to 1
 * @param lines how many there is room for
 */
export function axis(numbers, { unit, min, max, custom = {} }, lines) {
  const finite = numbers.filter(Number.isFinite);
  const least = finite.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const most = finite.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const low = min ?? Math.min(custom.axisSoftMin ?? Number.POSITIVE_INFINITY, least);
  const high = max ?? Math.max(custom.axisSoftMax ?? Number.NEGATIVE_INFINITY, most);
  const bottom = Number.isFinite(low) ? low : 0;
  const top = Number.isFinite(high) && high > bottom ? high : bottom + (Math.abs(bottom) || 1);
  const interval = step((top - bottom) / lines, Math.max(Math.abs(bottom), Math.abs(top)), unit);
  return {
    min: min ?? Math.floor(bottom / interval + 1e-9) * interval,
    max: max ?? Math.ceil(top / interval - 1e-9) * interval,
    interval,
  };
}
