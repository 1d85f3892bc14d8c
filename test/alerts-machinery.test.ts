import { describe, expect, it } from 'vitest';
import { expectAlert } from './alerts/expect-alert.js';
import { absent, first, notation, rising, series, steady } from './alerts/inputs.js';
import { hasBound, mutantsOf } from './alerts/mutants.js';
import { promtoolTests } from './alerts/promtool.js';
import { ruleTest } from './alerts/promtool-files.js';

const alert = (expr: string, wait?: string) => ({
  alert: 'TargetDown',
  expr,
  ...(wait && { for: wait }),
  labels: { severity: 'warning' },
  annotations: {},
});
const target = ({ up, job }: { up: number; job: string }) => [series('up', { job }, up)];
const down = expectAlert('TargetDown')
  .given(target, { up: 0, job: 'shop' })
  .firesAfter('5m')
  .with({ job: 'shop', severity: 'warning' });

describe('a course', () => {
  it.each([
    ['steady', steady(3), '3+0x5'],
    ['rising', rising(2, 1), '1+2x5'],
    ['falling', rising(-2, 10), '10-2x5'],
    ['absent', absent, '_x6'],
    ['one and then another', first(steady(1), 2, steady(0)), '1+0x1 0+0x3'],
    ['longer than the test', first(steady(1), 20, steady(0)), '1+0x5'],
  ])('that is %s is one of promtool', (_, course, text) => {
    expect(notation(course, 5)).toBe(text);
  });
});

describe('a case', () => {
  it('fires on the minute, not one earlier, and not for another job', () => {
    const [fires, elsewhere] = promtoolTests(down);
    expect(fires?.promql_expr_test).toEqual([
      {
        expr: 'count(ALERTS{alertname="TargetDown",alertstate="firing",severity="warning"})',
        eval_time: '4m',
        exp_samples: [],
      },
      {
        expr: 'count(ALERTS{alertname="TargetDown",alertstate="firing",job="shop",severity="warning"})',
        eval_time: '5m',
        exp_samples: [{ value: 1 }],
      },
    ]);
    expect(elsewhere).toMatchObject({
      name: 'TargetDown: silent: another job',
      input_series: [{ series: 'up{cluster="example",job="elsewhere"}' }],
      promql_expr_test: [{ exp_samples: [] }, { exp_samples: [] }],
    });
  });

  it('is silent with one input changed, and never with two', () => {
    expect(promtoolTests(down.silentWith({ up: 1 }).ofAnyJob())).toMatchObject([
      { name: 'TargetDown: fires: up 0, job "shop"' },
      { name: 'TargetDown: silent: up 1', input_series: [{ values: '1+0x15' }] },
    ]);
    const two = JSON.parse('{ "up": 1, "job": "other" }');
    expect(() => down.silentWith(two)).toThrow(
      new Error('TargetDown: up, job is changed; change one input'),
    );
  });
});

describe('mutants', () => {
  const says = (expr: string, wait?: string) =>
    mutantsOf(alert(expr, wait), 'promql').map((m) => [m.says, m.rule.expr, m.rule.for]);

  it('have a comparison turned round, a bound that is ten times off, or a matcher less', () => {
    expect(says('a{x="1", y!="2"} / (b > 0) > 0.5 * 2')).toEqual([
      ['< for > at 27', 'a{x="1", y!="2"} / (b > 0) < 0.5 * 2', undefined],
      ['< for > at 22', 'a{x="1", y!="2"} / (b < 0) > 0.5 * 2', undefined],
      ['0.5 times 10 at 29', 'a{x="1", y!="2"} / (b > 0) > 5 * 2', undefined],
      ['0.5 times 0.1 at 29', 'a{x="1", y!="2"} / (b > 0) > 0.05 * 2', undefined],
      ['without x="1" at 2', 'a{y!="2"} / (b > 0) > 0.5 * 2', undefined],
      ['without y!="2" at 9', 'a{x="1"} / (b > 0) > 0.5 * 2', undefined],
    ]);
  });

  it('do not wait, or wait too long', () => {
    expect(says('a', '10m')).toEqual([
      ['for 0', 'a', undefined],
      ['for four times as long', 'a', '2400s'],
    ]);
  });

  it('of log queries lack a step as well, and never all matchers', () => {
    const { expr } = alert('sum(count_over_time({a="b"} |= "x" | logfmt [5m])) > 10');
    expect(mutantsOf(alert(expr), 'logql').map(({ rule }) => rule.expr)).toEqual([
      'sum(count_over_time({a="b"} |= "x" | logfmt [5m])) < 10',
      'sum(count_over_time({a="b"} |= "x" | logfmt [5m])) > 100',
      'sum(count_over_time({a="b"} |= "x" | logfmt [5m])) > 1',
      'sum(count_over_time({a="b"}  | logfmt [5m])) > 10',
      'sum(count_over_time({a="b"} |= "x"  [5m])) > 10',
    ]);
    const two = mutantsOf(alert('count_over_time({a="b"} |= "x" != "y" [5m])'), 'logql');
    expect(two.map(({ rule }) => rule.expr)).toEqual([
      'count_over_time({a="b"}  != "y" [5m])',
      'count_over_time({a="b"} |= "x"  [5m])',
    ]);
  });

  it.each([
    ['a > 0.5', true],
    ['a == 1', false],
    ['a > 0', false],
    ['a > b', false],
    ['a / b < 2 * 3', true],
  ])('%s has a bound: %s', (expr, is) => {
    expect(hasBound(alert(expr), 'promql')).toBe(is);
  });
});

it('a rule is tried with the recordings that it counts on, and no others', () => {
  const own = alert('a:b > 1');
  const groups = [
    {
      name: 'one',
      rules: [
        { record: 'a:b', expr: 'c:d * 2' },
        { record: 'x:y', expr: 'up' },
      ],
    },
    { name: 'two', rules: [{ record: 'c:d', expr: 'e' }, own, alert('other')] },
  ];
  const { rules } = ruleTest(groups, own, [], { ...own, expr: 'a:b < 1' });
  expect(rules.groups).toEqual([
    { name: 'one', rules: [{ record: 'a:b', expr: 'c:d * 2' }] },
    {
      name: 'two',
      rules: [
        { record: 'c:d', expr: 'e' },
        { ...own, expr: 'a:b < 1' },
      ],
    },
  ]);
});
