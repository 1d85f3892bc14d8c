import { type Check, type Checks, checkProps, didYouMean, listOf, refuse } from '../core/index.js';
import { isDayOfMonth } from './day-of-month.js';

/** Days of the week. The order is Alertmanager's: a span from one to another must follow it. */
export const weekdayNames: readonly string[] =
  'sunday monday tuesday wednesday thursday friday saturday'.split(' ');
/** Months of the year, in the order that spans must follow. */
export const monthNames: readonly string[] =
  'january february march april may june july august september october november december'.split(
    ' ',
  );

/** A day of the week; weeks begin on Sunday. */
export type Weekday =
  | 'sunday'
  | 'monday'
  | 'tuesday'
  | 'wednesday'
  | 'thursday'
  | 'friday'
  | 'saturday';

/** A month of the year. */
export type Month =
  | 'january'
  | 'february'
  | 'march'
  | 'april'
  | 'may'
  | 'june'
  | 'july'
  | 'august'
  | 'september'
  | 'october'
  | 'november'
  | 'december';

/** From one to another. */
export interface Span<Of> {
  readonly from: Of;
  readonly to: Of;
}

/** A stretch of time that recurs: what all of its parts agree on. */
export interface Period {
  /** Days of the week, both ends of a span included. @default - every day */
  readonly days?: readonly (Weekday | Span<Weekday>)[];
  /** Days of the month, both ends of a span included; -1 is the last one. @default - every day */
  readonly daysOfMonth?: readonly (number | Span<number>)[];
  /** Times of day, `HH:MM`; `24:00` is the end of the day, and no span goes over midnight. @default - all day */
  readonly times?: readonly Span<string>[];
  /** Months, both ends of a span included. @default - every month */
  readonly months?: readonly (Month | Span<Month>)[];
  /** Time zone that it is told in, by its IANA name. @default 'UTC' */
  readonly location?: string;
}

/** When a route speaks, or must not. Made by {@link timeInterval}. */
export class TimeInterval {
  /** @internal */
  constructor(
    readonly name: string,
    readonly periods: readonly Period[],
  ) {}
}

/**
 * A named set of recurring times, for the `activeDuring` and `muteDuring` of a route. It holds when one of
 * its periods does.
 *
 * @throws on a day, time, month or zone that there is not, and on a period that always holds
 * @example
 * timeInterval('office hours', {
 *   days: [{ from: 'monday', to: 'friday' }],
 *   times: [{ from: '09:00', to: '17:30' }],
 *   location: 'Europe/Berlin',
 * })
 * @see https://prometheus.io/docs/alerting/latest/configuration/#time_interval
 */
export function timeInterval(name: string, ...periods: readonly Period[]): TimeInterval {
  const where = `time interval "${name}"`;
  if (name.trim() === '') refuse(where, 'has no name', 'say when it is, as "office hours"');
  if (periods.length === 0) refuse(where, 'has no period', 'give at least one');
  for (const period of periods) {
    checkProps(where, period, checks);
    if (!period.days && !period.daysOfMonth && !period.times && !period.months)
      refuse(where, 'has a period that always holds', 'give days, daysOfMonth, times or months');
  }
  return new TimeInterval(name, periods);
}

/** A word of an ordered list, or a span of two that are in order. */
const wordsOf =
  (known: readonly string[], what: string): Check =>
  (value) => {
    const { from, to } = spanOf(value);
    const odd = [from, to].find((word) => !known.includes(word));
    if (odd !== undefined) return { rule: `is not ${what}`, remedy: didYouMean(odd, known) };
    return known.indexOf(from) <= known.indexOf(to)
      ? undefined
      : {
          rule: 'ends before it begins',
          remedy: `a span cannot go past ${known.at(-1)}: give two`,
        };
  };

/** Alertmanager's own expression. */
const timeOfDay = /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;

const isTimes: Check = (value) => {
  const { from, to } = spanOf(value);
  if (!timeOfDay.test(from) || !timeOfDay.test(to))
    return {
      rule: 'is not a time of day',
      remedy: "give { from: '09:00', to: '17:30' }, up to 24:00",
    };
  return from < to
    ? undefined
    : { rule: 'ends before it begins', remedy: 'a span cannot go over midnight: give two' };
};

const isZone: Check = (value) => {
  const fault = { rule: 'is not a time zone', remedy: "give its IANA name, as 'Europe/Berlin'" };
  if (typeof value !== 'string') return fault;
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return undefined;
  } catch {
    return fault;
  }
};

const checks: Checks<Period> = {
  days: listOf(wordsOf(weekdayNames, 'a day of the week')),
  daysOfMonth: listOf(isDayOfMonth),
  times: listOf(isTimes),
  months: listOf(wordsOf(monthNames, 'a month')),
  location: isZone,
};

/** Both ends of a span, also of a single word, whatever a caller without types passed. */
function spanOf(value: unknown): Span<string> {
  if (typeof value !== 'object' || value === null) return { from: `${value}`, to: `${value}` };
  return { from: `${Reflect.get(value, 'from')}`, to: `${Reflect.get(value, 'to')}` };
}

/** A time interval in Alertmanager's words. */
export const timeIntervalConfig = ({ name, periods }: TimeInterval) => ({
  name,
  time_intervals: periods.map((period) => ({
    ...(period.days ? { weekdays: period.days.map(range) } : {}),
    ...(period.daysOfMonth ? { days_of_month: period.daysOfMonth.map(range) } : {}),
    ...(period.times
      ? { times: period.times.map(({ from, to }) => ({ start_time: from, end_time: to })) }
      : {}),
    ...(period.months ? { months: period.months.map(range) } : {}),
    location: period.location ?? 'UTC',
  })),
});

const range = (part: string | number | Span<string> | Span<number>): string =>
  typeof part === 'object' ? `${part.from}:${part.to}` : `${part}`;
