import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { type IRuleSource, rulesOf } from '../../lib/core/index.js';
import type { RuleGroup } from '../../lib/model/rule.js';

const context = { cluster: 'test', jobs: new Map([['loki', { interval: Duration.seconds(30) }]]) };
const group = (name: string, differences: Partial<RuleGroup> = {}): RuleGroup => ({
  name,
  language: 'promql',
  rules: [{ record: 'a:b', expr: 'up' }],
  ...differences,
});
const source = (...groups: RuleGroup[]): IRuleSource => ({ rules: () => groups });
const names = (...sources: IRuleSource[]) =>
  rulesOf('chart/prometheus', sources, 'promql', context).map(({ name }) => name);

describe('the rules an evaluator gets', () => {
  it('are sorted by name, whoever brings them', () => {
    const [a, b] = [source(group('c'), group('a')), source(group('b'))];
    expect(names(a, b)).toEqual(['a', 'b', 'c']);
    expect(names(b, a)).toEqual(['a', 'b', 'c']);
  });

  it('are of its language, and no empty groups', () => {
    const logs = group('logs', {
      language: 'logql',
      rules: [{ record: 'a:b', expr: 'sum(rate({a="b"}[5m]))' }],
    });
    const sources = [source(group('a'), logs, group('empty', { rules: [] }))];
    expect(names(...sources)).toEqual(['a']);
    expect(rulesOf('chart/loki', sources, 'logql', context)).toEqual([logs]);
  });

  it('may depend on the jobs that are scraped', () => {
    const asked: IRuleSource = {
      rules: ({ jobs }) => (jobs.has('loki') ? [group('loki')] : [group('other')]),
    };
    expect(names(asked)).toEqual(['loki']);
  });
});

describe('refused are', () => {
  it('two groups of one name', () => {
    expect(() => names(source(group('a'), group('b')), source(group('a')))).toThrow(
      new Error(
        'chart/prometheus: rule group "a" comes from two sources; give each group a name of its own',
      ),
    );
  });

  it('and not a group of the same name in the other language', () => {
    expect(names(source(group('a'), group('a', { language: 'logql' })))).toEqual(['a']);
  });

  it('a group that the evaluator would refuse', () => {
    const bad = group('a', { rules: [{ record: 'a-b', expr: 'up' }] });
    expect(() => names(source(bad))).toThrow(/^rule group "a": record "a-b": metric name "a-b" /);
  });
});
