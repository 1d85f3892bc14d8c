import { describe, expect, test } from 'vitest';
import { isMetricQuery, logqlError } from '../../lib/model/logql-syntax.js';

describe('the syntax of LogQL', () => {
  test.each([
    '{app="x"}',
    '{app=~"x|y", pod!=""} |= "error" != `debug` |~ "a.+b" | json | status >= 500',
    '{app="x"} | logfmt | line_format "{{.msg}}" | level=~"warn|error"',
    'sum by (app) (rate({app="x"} |= "error" [5m])) > 0',
    'sum(count_over_time({app="x"}[$__auto]))',
    'quantile_over_time(0.9, {app="x"} | json | unwrap duration(took) [5m]) by (pod)',
    'absent_over_time({app="x"}[15m])',
    '{app="x"} | regexp "(?P<code>\\\\d+)"',
    'sum(rate({app=~"$app"}[$__interval]))',
  ])('%s is read', (expr) => {
    expect(logqlError(expr)).toBeUndefined();
  });

  test.each([
    ['{app="x"} |= ', 'unexpected end at column 14; correct it there'],
    ['', 'unexpected end at column 1; correct it there'],
    ['{app="x"', 'unexpected end at column 9; correct it there'],
    ['{app="x"}[5m]', 'unexpected "[" at column 10; correct it there'],
    ['rate({app="x"})', 'unexpected ")" at column 15; correct it there'],
    ['{}', 'unexpected "}" at column 2; correct it there'],
    ['sum(\n  rate({app="x"}[5m])', 'unexpected end at line 2, column 22; correct it there'],
    [
      '{app!="x"}',
      'selector without a label that must have a value at column 1; ' +
        'add one, such as {namespace="x"}',
    ],
    [
      'sum(rate({app=~".*"}[5m])) + sum(rate({app="x"}[5m]))',
      'selector without a label that must have a value at column 10; ' +
        'add one, such as {namespace="x"}',
    ],
    [
      '{app="x"} |~ "a(?=b)"',
      'regex "a(?=b)" at column 14 has the look-around "(?=", which RE2 does not have; ' +
        'match what may be there, or use a second condition',
    ],
    [
      '{app=~"*"}',
      'regex "*" at column 7 has nothing to repeat before "*"; write ".*" for any text, or "\\*"',
    ],
    ['{app=~"\\d"}', 'unknown escape "\\d" in a string at column 7; write "\\\\d"'],
  ])('%s is refused', (expr, error) => {
    expect(logqlError(expr)).toBe(error);
  });
});

describe('a metric query', () => {
  test.each([
    ['sum(rate({app="x"}[5m]))', true],
    ['(count_over_time({app="x"} |= "a" [5m]) > 10)', true],
    ['label_replace(rate({app="x"}[5m]), "a", "b", "c", "d")', true],
    ['vector(1)', true],
    ['{app="x"} |= "error"', false],
    ['{app="x"} > 1', false],
    ['', false],
  ])('is %s: %s', (expr, metric) => {
    expect(isMetricQuery(expr)).toBe(metric);
  });
});
