import { describe, expect, it } from 'vitest';
import { type Period, Routing, route, timeInterval } from '../lib/alertmanager/index.js';
import { everything, made, team } from './alertmanager-parts.js';
import { fileOf } from './support.js';

/** Whether a route that is mute then says nothing. */
function holds(period: Period, at: string): boolean {
  const muteDuring = [timeInterval('then', period)];
  const routing = new Routing({ receiver: team, routes: [route({ match: {}, muteDuring })] });
  return routing.of({}, { at: new Date(at) }).told.length === 0;
}

const days = (from: number, to: number) => ({ from, to });
const summer = { from: 'july', to: 'august' } as const;
const zone = { location: 'Asia/Kathmandu' };
const far: Period = { times: [{ from: '09:05', to: '09:06' }], ...zone };
const berlin: Period = { times: [{ from: '09:00', to: '10:00' }], location: 'Europe/Berlin' };
const office: Period = {
  days: [{ from: 'monday', to: 'friday' }],
  times: [{ from: '09:00', to: '17:30' }],
};
const night: Period = {
  times: [
    { from: '18:00', to: '24:00' },
    { from: '00:00', to: '06:00' },
  ],
};

// In 2026, the first of March is a Sunday.
describe('a time interval', () => {
  const cases: readonly (readonly [string, Period, string, boolean])[] = [
    ['begins with its first minute', office, '2026-03-02T09:00:00Z', true],
    ['is not there a second before', office, '2026-03-02T08:59:59Z', false],
    ['lasts for the whole minute before its end', office, '2026-03-02T17:29:59Z', true],
    ['is over with its end', office, '2026-03-02T17:30:00Z', false],
    ['has the first day of a span', office, '2026-03-02T12:00:00Z', true],
    ['has the last day of a span', office, '2026-03-06T12:00:00Z', true],
    ['has no day after a span', office, '2026-03-07T12:00:00Z', false],
    ['has midnight at the start of a day', night, '2026-03-02T00:00:00Z', true],
    ['lasts to the end of a day', night, '2026-03-02T23:59:59Z', true],
    ['has one of several spans', night, '2026-03-02T12:00:00Z', false],
    ['has the months of a span', { months: [summer] }, '2026-08-31T23:59:59Z', true],
    ['has no month after a span', { months: [summer] }, '2026-09-01T00:00:00Z', false],
    ['needs all of its parts', { months: [summer], days: ['monday'] }, '2026-07-07T00:00Z', false],
    ['has a day of the month', { daysOfMonth: [15] }, '2026-03-15T00:00:00Z', true],
    ['has no other day of the month', { daysOfMonth: [15] }, '2026-03-14T23:59:59Z', false],
    ['has the last day', { daysOfMonth: [-1] }, '2026-03-31T12:00:00Z', true],
    ['has the last day of a short month', { daysOfMonth: [-1] }, '2026-02-28T12:00:00Z', true],
    ['has the leap day as the last', { daysOfMonth: [-1] }, '2028-02-28T12:00:00Z', false],
    ['has the days up to the last', { daysOfMonth: [days(-3, -1)] }, '2026-04-28T00:00:00Z', true],
    ['has no day before these', { daysOfMonth: [days(-3, -1)] }, '2026-04-27T23:59:59Z', false],
    ['counts from both ends', { daysOfMonth: [days(20, -5)] }, '2026-04-26T00:00:00Z', true],
    ['has no day 31 in April', { daysOfMonth: [31] }, '2026-04-30T12:00:00Z', false],
    [
      'ends with a month that is too short',
      { daysOfMonth: [days(27, 31)] },
      '2026-02-28T00:00Z',
      true,
    ],
    ['may begin before the month', { daysOfMonth: [days(-31, -28)] }, '2026-02-01T00:00Z', true],
    ['is told in its own zone', far, '2026-03-02T03:20:00Z', true],
    ['is not told in ours', far, '2026-03-02T09:05:00Z', false],
    ['has the day of its own zone', { days: ['monday'], ...zone }, '2026-03-01T20:00:00Z', true],
    ['has winter time', berlin, '2026-03-28T08:00:00Z', true],
    ['has no summer time in winter', berlin, '2026-03-28T07:59:59Z', false],
    ['has summer time', berlin, '2026-03-29T07:00:00Z', true],
  ];
  it.each(cases)('%s', (_, period, at, expected) => {
    expect(holds(period, at)).toBe(expected);
  });

  it('holds where one of its periods does', () => {
    const muteDuring = [timeInterval('two', { days: ['monday'] }, { days: ['tuesday'] })];
    const routing = new Routing({ receiver: team, routes: [route({ match: {}, muteDuring })] });
    const muted = (day: number) =>
      routing.of({}, { at: new Date(Date.UTC(2026, 2, day)) }).deliveries[0]?.mutedBy;
    expect([2, 3, 4].map(muted)).toEqual([['two'], ['two'], []]);
  });

  it('is written with its days of the month', () => {
    const interval = timeInterval('ends', { daysOfMonth: [1, days(-3, -1)] });
    const routes = [route({ match: { a: 'b' }, muteDuring: [interval] })];
    const { chart } = made({ routes: { ...everything(), routes } });
    expect(fileOf(chart, 'alertmanager-config', 'alertmanager.yml')).toContain(
      `    time_intervals:\n      - days_of_month:\n          - '1'\n          - -3:-1\n        location: UTC\n`,
    );
  });
});
