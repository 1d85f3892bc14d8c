import { describe, expect, test } from 'vitest';
import { matchers, selector, shownBy, stringLiteral } from '../../lib/model/promql.js';

const notALabel =
  'has other characters than letters, digits and "_", or starts with a digit; rename the label';

describe('a selector', () => {
  test.each([
    ['up', {}, 'up'],
    ['up', { job: 'loki', cluster: 'x' }, 'up{cluster="x",job="loki"}'],
    ['node:cpu:sum', { mode: { not: 'idle' } }, 'node:cpu:sum{mode!="idle"}'],
    [
      'http_requests_total',
      { code: { re: '5..' }, path: { notRe: '/-/.*' }, pod: '' },
      'http_requests_total{code=~"5..",path!~"/-/.*",pod=""}',
    ],
  ])('of %s with %j is %s', (metric, labels, text) => {
    expect(selector(metric, labels)).toBe(text);
  });

  test('of what one job shows names the job', () => {
    const of = shownBy('loki');
    expect([of('up'), of('up', { pod: 'a' })]).toEqual([
      'up{job="loki"}',
      'up{job="loki",pod="a"}',
    ]);
  });

  test('is the same text however the labels were ordered', () => {
    expect(selector('x', { b: '2', B: '1', a: '3' })).toBe(
      selector('x', { a: '3', b: '2', B: '1' }),
    );
  });

  test.each([
    ['a"b', '"a\\"b"'],
    ['C:\\x', '"C:\\\\x"'],
    ['two\nlines', '"two\\nlines"'],
    ['größe', '"größe"'],
  ])('escapes %j', (value, literal) => {
    expect(stringLiteral(value)).toBe(literal);
    expect(matchers({ a: value })).toBe(`a=${literal}`);
  });

  test('escapes a regular expression once for the language, and not for itself', () => {
    expect(matchers({ pod: { re: 'a\\.b' } })).toBe('pod=~"a\\\\.b"');
  });

  test('matchers are the inside of the braces, and may name the metric', () => {
    expect(matchers({ __name__: { re: 'go_.*' }, job: 'x' })).toBe('__name__=~"go_.*",job="x"');
    expect(matchers({})).toBe('');
  });

  test.each(['node-cpu', '5xx', '', 'a b'])('refuses the metric name "%s"', (name) => {
    expect(() => selector(name)).toThrow(
      new Error(
        `selector: metric name "${name}" has other characters than letters, digits, "_" and ":", ` +
          'or starts with a digit; rename the metric',
      ),
    );
  });

  test.each(['app.kubernetes.io/name', '1st', 'a:b', ''])('refuses the label name "%s"', (name) => {
    expect(() => selector('up', { [name]: 'x' })).toThrow(
      new Error(`matcher: label name "${name}" ${notALabel}`),
    );
  });

  test.each([{ re: 'a(?=b)' }, { notRe: 'a(?=b)' }])('refuses %j, which is not RE2', (matcher) => {
    expect(() => selector('up', { job: matcher })).toThrow(
      new Error(
        'matcher job: regex "a(?=b)" has the look-around "(?=", which RE2 does not have; ' +
          'match what may be there, or use a second condition',
      ),
    );
  });
});
