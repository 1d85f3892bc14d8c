import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-30';
import { describe, expect, it } from 'vitest';
import {
  type Checks,
  checkProps,
  closest,
  didYouMean,
  isDuration,
  isSize,
  required,
  shown,
} from '../../lib/core/index.js';
import { testChart } from '../support.js';

describe('props', () => {
  interface Props {
    readonly retention?: Duration;
    readonly size: Size;
  }
  const checks: Checks<Props> = { retention: isDuration(), size: required(isSize()) };
  // As from JavaScript, where no compiler looks.
  const check = (json: string) => () => checkProps('chart/loki', JSON.parse(json), checks);

  it.each([
    ['{"retntion":1}', '"retntion" is not a known property; did you mean "retention"?'],
    ['{"colour":1}', '"colour" is not a known property; known: retention, size'],
    ['{"x":1}', '"x" is not a known property; known: retention, size'],
    ['{"constructor":1}', '"constructor" is not a known property; known: retention, size'],
    ['{}', 'size is missing; it has no default'],
    ['{"size":null}', "size null is not a Size; give Size.gibibytes(50), from 'cdk8s'"],
  ])('%s', (json, message) => {
    expect(check(json)).toThrow(new Error(`chart/loki: ${message}`));
  });

  it('may be left out, or be undefined, where they are not required', () => {
    const size = Size.gibibytes(1);
    for (const props of [{ size }, { size, retention: undefined }])
      expect(() => checkProps('chart/loki', props, checks)).not.toThrow();
  });
});

describe('a value in a message', () => {
  it.each([
    ['a', '"a"'],
    [undefined, 'undefined'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [() => 1, 'a function'],
    [Duration.minutes(90), '"1 hour 30 minutes"'],
    [Cpu.millis(5), 'an instance of Cpu'],
    [new Map(), 'an instance of Map'],
    [{ a: [Size.mebibytes(5), Cpu.units(1)] }, '{"a":["5Mi","an instance of Cpu"]}'],
  ])('%#', (value, text) => {
    expect(shown(value)).toBe(text);
  });

  it('is a name where it is a construct, which leads in circles', () => {
    expect(shown(testChart())).toBe('an instance of Chart');
    expect(shown({ chart: testChart() })).toBe('{"chart":"an instance of Chart"}');
  });
});

describe('a mistyped word', () => {
  const known = ['replicas', 'retention', 'id'];
  it.each([
    ['Replica', 'replicas'],
    ['retension', 'retention'],
    ['retntin', 'retention'],
    ['ids', 'id'],
    ['at', undefined],
    ['x', undefined],
    ['', undefined],
    ['resources', undefined],
  ])('%s', (word, near) => {
    expect(closest(word, known)).toBe(near);
    expect(didYouMean(word, known)).toBe(
      near ? `did you mean "${near}"?` : 'known: id, replicas, retention',
    );
  });
});
