import { describe, expect, it } from 'vitest';
import { timeInterval } from '../lib/alertmanager/index.js';
import { untyped } from './alertmanager-parts.js';

const times = (from: string, to: string) => () => timeInterval('t', { times: [{ from, to }] });
const noTime = "which is not a time of day; give { from: '09:00', to: '17:30' }, up to 24:00";

describe('refuses time intervals', () => {
  it.each([
    [
      'past the end of the day',
      times('09:00', '25:00'),
      `time interval "t": times [{"from":"09:00","to":"25:00"}] has {"from":"09:00","to":"25:00"}, ${noTime}`,
    ],
    [
      'of one digit',
      times('9:00', '17:00'),
      `time interval "t": times [{"from":"9:00","to":"17:00"}] has {"from":"9:00","to":"17:00"}, ${noTime}`,
    ],
    [
      'over midnight',
      times('22:00', '06:00'),
      'time interval "t": times [{"from":"22:00","to":"06:00"}] has {"from":"22:00","to":"06:00"}, which ends before it begins; a span cannot go over midnight: give two',
    ],
    [
      'on a day that there is not',
      () => timeInterval('t', { days: [untyped('mondy')] }),
      'time interval "t": days ["mondy"] has "mondy", which is not a day of the week; did you mean "monday"?',
    ],
    [
      'over the end of the week',
      () => timeInterval('t', { days: [{ from: 'friday', to: 'sunday' }] }),
      'time interval "t": days [{"from":"friday","to":"sunday"}] has {"from":"friday","to":"sunday"}, which ends before it begins; a span cannot go past saturday: give two',
    ],
    [
      'in a month that there is not',
      () => timeInterval('t', { months: [untyped(13)] }),
      'time interval "t": months [13] has 13, which is not a month; known: april, august, december, february, january, july, june, march, may, november, october, september',
    ],
    [
      'over the end of the year',
      () => timeInterval('t', { months: [{ from: 'december', to: 'january' }] }),
      'time interval "t": months [{"from":"december","to":"january"}] has {"from":"december","to":"january"}, which ends before it begins; a span cannot go past december: give two',
    ],
    [
      'on a day of the month that there is not',
      () => timeInterval('t', { daysOfMonth: [32] }),
      'time interval "t": daysOfMonth [32] has 32, which is not a day of the month; give 1 to 31, or -1 to -31 from its end',
    ],
    [
      'from the last days into the first',
      () => timeInterval('t', { daysOfMonth: [{ from: -3, to: 2 }] }),
      'time interval "t": daysOfMonth [{"from":-3,"to":2}] has {"from":-3,"to":2}, which begins from the end of the month and ends from its start; count both from one end, or give two spans',
    ],
    [
      'over the end of a month',
      () => timeInterval('t', { daysOfMonth: [{ from: 28, to: -1 }] }),
      'time interval "t": daysOfMonth [{"from":28,"to":-1}] has {"from":28,"to":-1}, which ends before it begins; a span cannot go past the last day: give two',
    ],
    [
      'at a place that there is not',
      () => timeInterval('t', { days: ['monday'], location: 'Berlin' }),
      'time interval "t": location "Berlin" is not a time zone; give its IANA name, as \'Europe/Berlin\'',
    ],
    [
      'that always hold',
      () => timeInterval('t', { location: 'UTC' }),
      'time interval "t": has a period that always holds; give days, daysOfMonth, times or months',
    ],
    [
      'that never hold',
      () => timeInterval('t'),
      'time interval "t": has no period; give at least one',
    ],
    [
      'without a name',
      () => timeInterval('', { days: ['monday'] }),
      'time interval "": has no name; say when it is, as "office hours"',
    ],
    [
      'with years, as nobody would look at them again',
      () => timeInterval('t', untyped({ years: ['2030'] })),
      'time interval "t": "years" is not a known property; known: days, daysOfMonth, location, months, times',
    ],
  ] as const)('%s', (_, attempt, message) => {
    expect(attempt).toThrow(new Error(message));
  });

  it.each([
    ['of a whole day', times('00:00', '24:00')],
    ['of a minute', times('23:58', '23:59')],
    ['of one day in a span', () => timeInterval('t', { days: [{ from: 'friday', to: 'friday' }] })],
    [
      'of the last days of a month',
      () => timeInterval('t', { daysOfMonth: [-1, { from: -7, to: -5 }, { from: 20, to: -1 }] }),
    ],
    [
      'at a place far away',
      () => timeInterval('t', { months: ['may'], location: 'Asia/Kathmandu' }),
    ],
  ] as const)('but not those %s', (_, attempt) => {
    expect(attempt).not.toThrow();
  });
});
