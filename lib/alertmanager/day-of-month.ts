import type { Check } from '../core/index.js';

/**
 * A day of the month, or a span of two: below zero they count from its end. What is in order in February, the
 * shortest month, is so in all.
 *
 * @see https://prometheus.io/docs/alerting/latest/configuration/#time_interval
 */
export const isDayOfMonth: Check = (value) => {
  const isSpan = typeof value === 'object' && value !== null;
  const [from, to] = isSpan
    ? [Reflect.get(value, 'from'), Reflect.get(value, 'to')]
    : [value, value];
  const isDay = (day: unknown): day is number =>
    Number.isInteger(day) && Number(day) !== 0 && Math.abs(Number(day)) <= 31;
  if (!isDay(from) || !isDay(to))
    return { rule: 'is not a day of the month', remedy: 'give 1 to 31, or -1 to -31 from its end' };
  if (from < 0 && to > 0)
    return {
      rule: 'begins from the end of the month and ends from its start',
      remedy: 'count both from one end, or give two spans',
    };
  const inShortest = (day: number) => (day < 0 ? 28 + day : day);
  return inShortest(from) <= inShortest(to)
    ? undefined
    : { rule: 'ends before it begins', remedy: 'a span cannot go past the last day: give two' };
};
