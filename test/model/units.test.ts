import { Duration, Size, SizeRoundingBehavior } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import {
  bytes,
  goDuration,
  lokiSize,
  prometheusDuration,
  prometheusSize,
  quantity,
} from '../../lib/model/units.js';

const kib = (amount: number) => ({ toKibibytes: () => amount });

describe('durations', () => {
  test.each([
    [Duration.days(15), '15d', '360h'],
    [Duration.days(7), '7d', '168h'],
    [Duration.days(365), '365d', '8760h'],
    [Duration.hours(36), '1d12h', '36h'],
    [Duration.minutes(90), '1h30m', '1h30m'],
    [Duration.seconds(90), '1m30s', '1m30s'],
    [Duration.seconds(1.5), '1s500ms', '1s500ms'],
    [Duration.millis(500), '500ms', '500ms'],
    [Duration.millis(0), '0s', '0s'],
  ])('print %j as %s for Prometheus and %s for Go', (duration, prometheus, go) => {
    expect(prometheusDuration(duration)).toBe(prometheus);
    expect(goDuration(duration)).toBe(go);
  });

  test.each([-1000, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 9_223_372_036_855])(
    'refuse %d milliseconds',
    (ms) => {
      const message =
        `duration: "${ms}ms" is not a whole number of milliseconds from 0 to 292 years; ` +
        'give whole milliseconds';
      expect(() => prometheusDuration({ toMilliseconds: () => ms })).toThrow(new Error(message));
      expect(() => goDuration({ toMilliseconds: () => ms })).toThrow(new Error(message));
    },
  );
});

describe('sizes', () => {
  test.each([
    [Size.gibibytes(40), '40Gi', '40GiB', '40GB', 42_949_672_960],
    [Size.gibibytes(1.5), '1536Mi', '1536MiB', '1536MB', 1_610_612_736],
    [Size.gibibytes(1024), '1Ti', '1TiB', '1TB', 1_099_511_627_776],
    [Size.mebibytes(512), '512Mi', '512MiB', '512MB', 536_870_912],
    [Size.pebibyte(1), '1Pi', '1PiB', '1PB', 1_125_899_906_842_624],
    [Size.kibibytes(0.5), '512', '512B', '512B', 512],
    [kib(1000 / 1024), '1k', '1000B', '1000B', 1000],
    [kib(50e9 / 1024), '50G', '48828125KiB', '48828125KB', 50e9],
  ])('print %j as the quantity %s, for Prometheus %s, for Loki %s', (size, k8s, prom, loki, n) => {
    expect(quantity(size)).toBe(k8s);
    expect(prometheusSize(size)).toBe(prom);
    expect(lokiSize(size)).toBe(loki);
    expect(bytes(size)).toBe(n);
  });

  test.each([quantity, prometheusSize, lokiSize])('$name refuses zero', (print) => {
    expect(() => print(Size.kibibytes(0))).toThrow(
      new Error('size: "0" is read as no limit at all; leave the setting out, or give more than 0'),
    );
  });

  test('zero is a number of bytes all the same', () => {
    expect(bytes(Size.kibibytes(0))).toBe(0);
  });

  test.each([
    [kib(0.3), '307.2'],
    [kib(-1), '-1024'],
    [kib(2 ** 43), '9007199254740992'],
    [kib(Number.NaN), 'NaN'],
  ])('refuse %# what is not whole bytes', (size, count) => {
    expect(() => bytes(size)).toThrow(
      new Error(
        `size: "${count}" is not a whole number of bytes from 0 to 8Pi; ` +
          'give a whole number of a smaller unit',
      ),
    );
  });

  test('the rounding asked of cdk8s is the one that never rounds', () => {
    let asked: number | undefined;
    bytes({
      toKibibytes: (options) => {
        asked = options?.rounding;
        return 1;
      },
    });
    expect(asked).toBe(SizeRoundingBehavior.NONE);
  });
});
