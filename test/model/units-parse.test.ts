import { describe, expect, test } from 'vitest';
import { bytes } from '../../lib/model/units.js';
import { parseDuration, parseSize } from '../../lib/model/units-parse.js';

const units = 'write whole numbers with y, w, d, h, m, s or ms, the largest first, as in "1h30m"';
const quantities =
  'write a number with Ki, Mi, Gi, Ti, Pi (powers of 1024) or k, M, G, T, P (of 1000), as in "50Gi"';

describe('a duration', () => {
  test.each([
    ['15d', 1_296_000_000],
    ['1h30m', 5_400_000],
    ['90m', 5_400_000],
    ['168h', 604_800_000],
    ['500ms', 500],
    ['1m500ms', 60_500],
    ['2w', 1_209_600_000],
    ['1y', 31_536_000_000],
    ['1y2w3d4h5m6s7ms', 33_019_506_007],
    ['0s', 0],
  ])('%s is read', (text, ms) => {
    expect(parseDuration('site.retention', text).toMilliseconds()).toBe(ms);
  });

  test.each([
    ['15 days', 'is not a duration; use "15d"'],
    ['15D', 'is not a duration; use "15d"'],
    [' 15d', 'is not a duration; use "15d"'],
    ['1 hour, 30 min', 'is not a duration; use "1h30m"'],
    ['1h30', `has a number without a unit; ${units}`],
    ['15', `has a number without a unit; ${units}`],
    ['0', `has a number without a unit; ${units}`],
    ['1.5h', 'has a fraction, which Prometheus refuses; use "1h30m"'],
    ['-1d', 'is negative; use "1d"'],
    ['', `is empty; ${units}`],
    ['  ', `is empty; ${units}`],
    ['30m1h', 'has its units out of order; use "1h30m"'],
    ['1h1h', 'has its units out of order; use "2h"'],
    ['3M', `is not a duration; ${units}`],
    ['1 month', `is not a duration; ${units}`],
    ['PT1H', `is not a duration; ${units}`],
    ['0.0001s', `has a fraction, which Prometheus refuses; ${units}`],
    ['400y', 'is longer than 292 years; give less'],
    ['400 years', `is not a duration; ${units}`],
  ])('"%s" is refused', (text, rest) => {
    expect(() => parseDuration('site.retention', text)).toThrow(
      new Error(`site.retention: duration "${text}" ${rest}`),
    );
  });
});

describe('a size', () => {
  test.each([
    ['50Gi', 53_687_091_200],
    ['512Mi', 536_870_912],
    ['1.5Gi', 1_610_612_736],
    ['50G', 50_000_000_000],
    ['1.1G', 1_100_000_000],
    ['100k', 100_000],
    ['2Ti', 2_199_023_255_552],
    ['1Pi', 1_125_899_906_842_624],
    ['1P', 1_000_000_000_000_000],
    ['1048576', 1_048_576],
    ['53687091200', 53_687_091_200],
  ])('%s is read', (text, count) => {
    expect(bytes(parseSize('site.storage', text))).toBe(count);
  });

  test.each([
    ['50 GB', 'is not a Kubernetes quantity; use "50Gi" (2^30) or "50G" (10^9)'],
    ['50GB', 'is not a Kubernetes quantity; use "50Gi" (2^30) or "50G" (10^9)'],
    ['50gb', 'is not a Kubernetes quantity; use "50Gi" (2^30) or "50G" (10^9)'],
    ['50 G', 'is not a Kubernetes quantity; use "50Gi" (2^30) or "50G" (10^9)'],
    ['512K', 'is not a Kubernetes quantity; use "512Ki" (2^10) or "512k" (10^3)'],
    ['50GiB', 'is not a Kubernetes quantity; use "50Gi"'],
    ['50 Gi', 'is not a Kubernetes quantity; use "50Gi"'],
    ['50gi', 'is not a Kubernetes quantity; use "50Gi"'],
    ['512', 'is below 1 MiB, so its unit is missing; use "512Mi" or "512Gi"'],
    ['1048575', 'is below 1 MiB, so its unit is missing; use "1048575Mi" or "1048575Gi"'],
    ['512m', 'is in thousandths of a byte; use "512Mi"'],
    ['', `is empty; ${quantities}`],
    ['-5Gi', `is negative; ${quantities}`],
    ['0', 'is zero; give more than 0, or leave the setting out'],
    ['0Gi', 'is zero; give more than 0, or leave the setting out'],
    ['big', `is not a size; ${quantities}`],
    ['1e9', `is not a size; ${quantities}`],
    ['5Xi', `is not a size; ${quantities}`],
    ['0.1Gi', 'is not a whole number of bytes up to 8Pi; give a whole number of a smaller unit'],
    ['9Pi', 'is not a whole number of bytes up to 8Pi; give a whole number of a smaller unit'],
  ])('"%s" is refused', (text, rest) => {
    expect(() => parseSize('site.storage', text)).toThrow(
      new Error(`site.storage: size "${text}" ${rest}`),
    );
  });
});
