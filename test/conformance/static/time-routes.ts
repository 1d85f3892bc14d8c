import { existsSync } from 'node:fs';
import {
  type AlertLabels,
  type Month,
  type Period,
  type RootRoute,
  route,
  timeInterval,
  type Weekday,
} from '../../../lib/alertmanager/index.js';
import { monthNames, weekdayNames } from '../../../lib/alertmanager/time-interval.js';
import { team } from '../../alertmanager-parts.js';

/** Zones at both ends of the world, and between whole hours. Go looks for them in this folder of the machine. */
const zones = ['UTC', 'Asia/Kathmandu', 'America/Los_Angeles', 'Pacific/Kiritimati'].filter(
  (zone) => zone === 'UTC' || existsSync(`/usr/share/zoneinfo/${zone}`),
);

// The edge: both lists hold exactly the names of the type.
const days = weekdayNames as readonly Weekday[];
const months = monthNames as readonly Month[];
const hours = Array.from({ length: 12 }, (_, i) => ({
  from: `${i * 2}`.padStart(2, '0').concat(':00'),
  to: `${i * 2 + 2}`.padStart(2, '0').concat(':00'),
}));
const dates = Array.from({ length: 31 }, (_, i) => i + 1);

/** Whatever day it is today, some of these hold and some do not. */
const periods: readonly Period[] = [
  ...zones.flatMap((location) => [
    ...days.map((day) => ({ days: [day], location })),
    ...hours.map((span) => ({ times: [span], location })),
  ]),
  ...months.map((month) => ({ months: [month] })),
  ...dates.flatMap((date) => [{ daysOfMonth: [date] }, { daysOfMonth: [-date] }]),
  ...dates.slice(0, 27).map((date) => ({ daysOfMonth: [{ from: date, to: -1 }] })),
  ...days.map((day) => ({
    days: [{ from: day, to: 'saturday' as const }],
    times: hours.slice(0, 7),
  })),
  ...months.map((month) => ({ months: [{ from: month, to: 'december' as const }], days })),
];

const intervals = periods.map((period, i) => timeInterval(`interval ${i}`, period));
const weekend = timeInterval('weekend', { days: ['sunday', 'saturday'] });
const workdays = timeInterval('workdays', { days: [{ from: 'monday', to: 'friday' }] });

/** Two routes for each interval: one that it mutes, and one that speaks only then. */
export const timeRoutes: RootRoute = {
  receiver: team,
  groupBy: ['...'],
  routes: intervals.flatMap((interval, i) => [
    route({ match: { probe: `mute-${i}` }, muteDuring: [interval, weekend] }),
    route({ match: { probe: `active-${i}` }, activeDuring: [interval], muteDuring: [workdays] }),
  ]),
};

/** An alert for each of these routes, and each of the given alerts at least once. */
export const timeProbes = (alerts: readonly AlertLabels[]): readonly AlertLabels[] =>
  Array.from({ length: Math.max(intervals.length, alerts.length) }, (_, i) => ({
    ...alerts[i % alerts.length],
    namespace: 'times',
    pod: `${i}`,
  })).flatMap((labels, i) => [
    { ...labels, probe: `mute-${i % intervals.length}` },
    { ...labels, probe: `active-${i % intervals.length}` },
  ]);
