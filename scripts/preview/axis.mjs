// Where an axis begins and ends, and its steps: numbers that people would choose in that unit.
import { isBinary } from './units.mjs';

const round = [1, 2, 2.5, 5, 10];
const seconds = [
  60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 172800, 604800,
];

/** The smallest round number that is at least as much. */
function step(least, unit) {
  if ((unit === 's' || unit === 'dtdurations') && least > 30)
    return seconds.find((one) => one >= least) ?? Math.ceil(least / 604800) * 604800;
  const base = isBinary(unit)
    ? 1024 ** Math.max(0, Math.floor(Math.log(least) / Math.log(1024)))
    : 1;
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
  const interval = step((top - bottom) / lines, unit);
  return {
    min: min ?? Math.floor(bottom / interval + 1e-9) * interval,
    max: max ?? Math.ceil(top / interval - 1e-9) * interval,
    interval,
  };
}
