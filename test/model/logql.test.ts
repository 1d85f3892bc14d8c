import { describe, expect, test } from 'vitest';
import { streamSelector } from '../../lib/model/logql.js';

describe('a stream selector', () => {
  test.each([
    [{ namespace: 'shop', app: { re: 'cart|till' } }, '{app=~"cart|till",namespace="shop"}'],
    [{ app: { re: '.+' }, level: { not: 'debug' } }, '{app=~".+",level!="debug"}'],
    [{ app: { not: '' } }, '{app!=""}'],
    [{ app: { notRe: '' } }, '{app!~""}'],
    [{ app: { re: '(?i)(?P<x>web)' } }, '{app=~"(?i)(?P<x>web)"}'],
    [{ app: { re: '\\Qa(b\\E' } }, '{app=~"\\\\Qa(b\\\\E"}'],
    [{ app: { re: '^*a' } }, '{app=~"^*a"}'],
  ])('of %j is %s', (labels, text) => {
    expect(streamSelector(labels)).toBe(text);
  });

  test.each([
    [{}, '{}'],
    [{ app: '' }, '{app=""}'],
    [{ app: { re: '.*' } }, '{app=~".*"}'],
    [{ app: { re: '(?P<x>a)?' } }, '{app=~"(?P<x>a)?"}'],
    [{ app: { not: 'x' }, job: { notRe: 'a|b' } }, '{app!="x",job!~"a|b"}'],
  ])('refuses %j, which asks for no value', (labels, text) => {
    expect(() => streamSelector(labels)).toThrow(
      new Error(
        `stream selector: "${text}" lets every stream pass that lacks its labels, ` +
          'which Loki refuses; add a label that must have a value',
      ),
    );
  });

  test('refuses the same label names as PromQL', () => {
    expect(() => streamSelector({ 'a-b': 'x' })).toThrow(
      new Error(
        'matcher: label name "a-b" has other characters than letters, digits and "_", ' +
          'or starts with a digit; rename the label',
      ),
    );
  });
});
