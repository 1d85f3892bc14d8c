import { describe, expect, it } from 'vitest';
import type { Unit } from '../../lib/model/dashboard/index.js';
import { axis } from '../../scripts/preview/axis.mjs';
import { units, written } from '../../scripts/preview/units.mjs';

/** Every unit of the house, with a number in it: a new one does not compile until it stands here. */
const examples: Readonly<Record<Unit, readonly [number, string]>> = {
  none: [2.71239, '2.71'],
  string: [7, '7'],
  short: [29_312, '29.3 K'],
  percentunit: [0.807, '80.7%'],
  bytes: [1536, '1.50 KiB'],
  decbytes: [2_500_000, '2.50 MB'],
  binBps: [1024 ** 3, '1 GiB/s'],
  Bps: [86_400, '86.4 kB/s'],
  reqps: [1234, '1.23K req/s'],
  ops: [0, '0 ops/s'],
  iops: [12, '12 io/s'],
  pps: [0.5, '500 mp/s'],
  cps: [0.04444, '0.0444 c/s'],
  s: [0.0048, '4.80 ms'],
  ms: [1500, '1.50 s'],
  dtdurations: [90_061, '1 day'],
  dateTimeFromNow: [(1000 - 7300) * 1000, '2 hours ago'],
  dateTimeAsIso: [86_400_000, '1970-01-02 00:00:00'],
  bool: [1, 'True'],
  bool_yes_no: [0, 'No'],
  celsius: [41.5, '41.5 °C'],
};

describe('a number', () => {
  it.each(Object.entries(examples))('in %s is written as Grafana does', (unit, [value, text]) => {
    expect(units).toContain(unit);
    expect(written(value, unit, undefined, 1000)).toBe(text);
  });

  it.each([
    ['with the decimals it is given', 80.66, 'percent', 1, '80.7%'],
    ['whole, with the decimals it is given', 3, 'short', 2, '3.00'],
    ['that is a thousand', 1000, 'short', undefined, '1 K'],
    ['that is negative', -2048, 'bytes', undefined, '-2 KiB'],
    ['of a week and more', 1_209_600, 's', undefined, '2 week'],
    ['of two words', 90_061, 'dtdurations', 1, '1 day, 1 hour'],
    ['that has no end', Number.POSITIVE_INFINITY, 's', undefined, '∞'],
    ['in a unit that nobody knows', 5, 'furlongs', undefined, '5 furlongs'],
  ])('%s', (_, value, unit, decimals, text) => {
    expect(written(value, unit, decimals)).toBe(text);
  });

  it('of a time to come is told from now', () => {
    expect(written(61_000, 'dateTimeFromNow', undefined, 0)).toBe('in 1 minute');
  });
});

describe('an axis', () => {
  it.each([
    ['begins at 0 where a value cannot be less', [3, 7], { min: 0 }, [0, 7.5, 2.5]],
    ['ends where it is told', [0.2], { unit: 'percentunit', min: 0, max: 1 }, [0, 1, 0.5]],
    ['counts bytes by powers of 1024', [3 * 1024 ** 3], { unit: 'bytes', min: 0 }, [0, 3, 1]],
    ['counts minutes by sixty', [290], { unit: 's', min: 0 }, [0, 300, 120]],
    ['of nothing goes to 1', [], { min: 0 }, [0, 1, 0.5]],
    ['of one number has room', [5, 5], {}, [4, 10, 2]],
    ['gives way below a soft end', [-4, 1], { custom: { axisSoftMin: 0 } }, [-4, 2, 2]],
  ])('%s', (_, numbers, field, [min = 0, max = 0, interval = 0]) => {
    const size = 'unit' in field && field.unit === 'bytes' ? 1024 ** 3 : 1;
    const found = axis(numbers, field, 3);
    expect([found.min / size, found.interval / size]).toEqual([min, interval]);
    expect(found.max / size).toBeGreaterThanOrEqual(Math.max(...numbers.map((n) => n / size), max));
  });
});
