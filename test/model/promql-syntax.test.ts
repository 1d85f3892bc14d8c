import { describe, expect, test } from 'vitest';
import {
  metricsOf,
  promqlError,
  rateWindows,
  refuseShortWindows,
} from '../../lib/model/promql-syntax.js';

describe('the syntax of PromQL', () => {
  test.each([
    'up == 0',
    'sum by (job) (rate(http_requests_total{code=~"5.."}[5m])) / 2',
    'max_over_time(rate(x_total[5m])[1h:1m])',
    'rate((x_total offset 1h)[5m:])',
    'rate(x_total[5m] offset 1h)',
    'predict_linear(node_filesystem_avail_bytes[6h], 4 * 3600) < 0',
    'absent_over_time(up[5m])',
    '{__name__=~"go_.*", job="x"}',
    '{"a.b", "c.d"="e"}',
    'up{job=~"$job", ns=~"${ns:regex}"}',
    'rate(x_total[$__rate_interval])',
    'rate(x_total[${__interval}]) / $__interval_ms',
    'increase(x_total[$__range:$__interval]) / $__range_s',
    "up{a='it\\'s'} # and a comment",
    'up{a=`C:\\x`}',
  ])('%s is read', (expr) => {
    expect(promqlError(expr)).toBeUndefined();
  });

  test.each([
    ['sum(rate(x[5m])', 'unexpected end at column 16; correct it there'],
    ['', 'unexpected end at column 1; correct it there'],
    ['sum(up', 'unexpected end at column 7; correct it there'],
    ['sum(up))', 'unexpected ")" at column 8; correct it there'],
    ['up == "a" b', 'unexpected "b" at column 11; correct it there'],
    ['frobnicate(up)', 'unexpected "(" at column 11; correct it there'],
    ['up\n  and (\n  x y)', 'unexpected "y" at line 3, column 5; correct it there'],
    ['rate(x[$__rate_interval]', 'unexpected end at column 25; correct it there'],
    ['rate(x[$window])', 'unexpected "$" at column 8; correct it there'],
    ['up{job="x}', 'unclosed string at column 8; close it with "'],
    ["up{job='x}", "unclosed string at column 8; close it with '"],
    ['up{job="x\\"}', 'unclosed string at column 8; close it with "'],
    ['up{job=~"\\d+"}', 'unknown escape "\\d" in a string at column 9; write "\\\\d"'],
    [
      'up{job=~"a(?!b)"}',
      'regex "a(?!b)" at column 9 has the look-around "(?!", which RE2 does not have; ' +
        'match what may be there, or use a second condition',
    ],
    ['up{job!~"(a"}', 'regex "(a" at column 9 has an unclosed "("; close it, or write "\\("'],
    ['1 + rate(x_total)', 'rate() without a range at column 5; add one, such as [5m]'],
    ['avg_over_time(x)', 'avg_over_time() without a range at column 1; add one, such as [5m]'],
    ['sum(x_total[5m])', 'sum() over a range at column 1; remove the range'],
    ['abs((x[5m] offset 1m))', 'abs() over a range at column 1; remove the range'],
    [
      'rate(sum(x)[5m])',
      'range after something that is not a selector at column 6; use a subquery, such as [5m:1m]',
    ],
  ])('%s is refused', (expr, error) => {
    expect(promqlError(expr)).toBe(error);
  });
});

describe('what an expression reads', () => {
  test('is every selector, with the labels that have one value', () => {
    expect(
      metricsOf('a{job="x",b=~"c"} + on(job) group_left sum({__name__="d", "e.f"=\'g\'}) / {"h"}'),
    ).toEqual([
      { metric: 'a', matchers: { job: 'x' } },
      { metric: 'd', matchers: { 'e.f': 'g' } },
      { metric: 'h', matchers: {} },
    ]);
  });

  test('has no metric name where only an expression is given for it', () => {
    expect(metricsOf('{__name__=~"go_.*",job="x"}')).toEqual([
      { metric: undefined, matchers: { job: 'x' } },
    ]);
  });

  test('has its strings without quotes and escapes', () => {
    expect(metricsOf('up{a="\\"\\\\\\n",b=`\\d`,cluster="$__interval"}')).toEqual([
      { metric: 'up', matchers: { a: '"\\\n', b: '\\d', cluster: '$__interval' } },
    ]);
  });

  test('is nothing for a number', () => {
    expect(metricsOf('vector(1)')).toEqual([]);
  });
});

describe('rate windows', () => {
  test.each(['rate', 'irate', 'increase', 'delta', 'idelta', 'deriv', 'changes', 'resets'])(
    'of %s are found',
    (fn) => {
      expect(rateWindows(`sum(${fn}(x{job="a"}[5m])) > 0`)).toEqual([
        { fn, metric: 'x', matchers: { job: 'a' }, windowMs: 300_000, text: '5m' },
      ]);
    },
  );

  test.each([
    ['predict_linear(x[6h], 3600)', 21_600_000, '6h'],
    ['double_exponential_smoothing(x[1h30m], 0.5, 0.5)', 5_400_000, '1h30m'],
    ['rate(x[300])', 300_000, '300'],
    ['rate(x[1.5e1])', 15_000, '1.5e1'],
    ['rate((x[5m] offset 1h))', 300_000, '5m'],
    ['rate(x[5m] @ end())', 300_000, '5m'],
    ['rate(x[$__rate_interval])', undefined, '$__rate_interval'],
    ['rate(x[${__interval}])', undefined, '${__interval}'],
    ['rate(x[1m + 1m])', undefined, '1m + 1m'],
    ['max_over_time(rate(x[5m])[1h:1m])', 300_000, '5m'],
  ])('of %s last %s ms', (expr, windowMs, text) => {
    expect(rateWindows(expr)).toMatchObject([{ metric: 'x', windowMs, text }]);
  });

  test('are not those of functions that are content with one sample', () => {
    expect(rateWindows('avg_over_time(x[1m]) + last_over_time(x[1m])')).toEqual([]);
  });

  test('are not those of a subquery, whose samples come at its own step', () => {
    expect(rateWindows('deriv(x[5m:1m])')).toEqual([]);
  });
});

describe('a window shorter than four scrape intervals', () => {
  const intervals: Readonly<Record<string, number>> = { 'node-exporter': 30_000, slow: 300_000 };
  const refusals = (expr: string) =>
    refuseShortWindows('prometheus: rule "X"', expr, (job) => intervals[job]);

  test('is refused, with the shortest that will do', () => {
    expect(
      refusals('rate(a{job="node-exporter"}[1m]) + increase(b{job="slow"}[19m59s]) + c'),
    ).toEqual([
      'prometheus: rule "X": rate window "1m" over job "node-exporter" is shorter than ' +
        '4 scrape intervals of "30s"; use 2m or more',
      'prometheus: rule "X": rate window "19m59s" over job "slow" is shorter than ' +
        '4 scrape intervals of "5m"; use 20m or more',
    ]);
  });

  test.each([
    ['exactly four intervals', 'rate(a{job="node-exporter"}[2m])'],
    ['a job nobody knows', 'rate(a{job="other"}[1s])'],
    ['no job', 'rate(a[1s])'],
    ['a variable window', 'rate(a{job="slow"}[$__rate_interval])'],
    ['a function content with one sample', 'max_over_time(a{job="slow"}[1m])'],
  ])('does not concern %s', (_, expr) => {
    expect(refusals(expr)).toEqual([]);
  });
});
