import {
  monthNames,
  type Period,
  type Span,
  type TimeInterval,
  weekdayNames,
} from './time-interval.js';

/** What a clock and a calendar on the wall of some place show. */
interface WallClock {
  /** Minutes since midnight, 0 to 1439. */
  readonly minute: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** 1 to 31. */
  readonly day: number;
  /** 0 is January. */
  readonly month: number;
  /** Of this month: 28 to 31. */
  readonly lastDay: number;
}

/**
 * Whether a time interval holds at a moment: one of its periods does, with all of its parts.
 *
 * @example
 * holdsAt(timeInterval('Christmas', { months: ['december'], daysOfMonth: [{ from: 24, to: 26 }] }), new Date())
 * @see https://prometheus.io/docs/alerting/latest/configuration/#time_interval
 */
export const holdsAt = ({ periods }: TimeInterval, at: Date): boolean =>
  periods.some((period) => periodHolds(period, wallClock(at, period.location ?? 'UTC')));

function periodHolds({ days, daysOfMonth, times, months }: Period, now: WallClock): boolean {
  const none = <T>(parts: readonly T[] | undefined, holds: (part: T) => boolean) =>
    parts !== undefined && !parts.some(holds);
  // The end of a span of times is no part of it; all other spans have both of their ends.
  if (none(times, ({ from, to }) => minutes(from) <= now.minute && now.minute < minutes(to)))
    return false;
  if (none(daysOfMonth, (part) => isDayWithin(part, now))) return false;
  if (none(months, (part) => isWithin(monthNames, part, now.month))) return false;
  return !none(days, (part) => isWithin(weekdayNames, part, now.weekday));
}

/** Days below zero count back from the end of the month; a span may begin before it, or end after it. */
function isDayWithin(part: number | Span<number>, { day, lastDay }: WallClock): boolean {
  const { from, to } = typeof part === 'number' ? { from: part, to: part } : part;
  const counted = (number: number) => (number < 0 ? lastDay + number + 1 : number);
  return counted(from) <= day && day <= counted(to);
}

function isWithin(names: readonly string[], part: string | Span<string>, now: number): boolean {
  const { from, to } = typeof part === 'string' ? { from: part, to: part } : part;
  return names.indexOf(from) <= now && now <= names.indexOf(to);
}

function minutes(timeOfDay: string): number {
  const [hour = 0, minute = 0] = timeOfDay.split(':').map(Number);
  return hour * 60 + minute;
}

function wallClock(at: Date, timeZone: string): WallClock {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', weekday: 'long' },
    ...{ hour: 'numeric', minute: 'numeric' },
  }).formatToParts(at);
  const read = (type: Intl.DateTimeFormatPartTypes) =>
    parts.find((part) => part.type === type)?.value ?? '';
  const month = Number(read('month')) - 1;
  return {
    minute: Number(read('hour')) * 60 + Number(read('minute')),
    weekday: weekdayNames.indexOf(read('weekday').toLowerCase()),
    day: Number(read('day')),
    month,
    lastDay: new Date(Date.UTC(Number(read('year')), month + 1, 0)).getUTCDate(),
  };
}
