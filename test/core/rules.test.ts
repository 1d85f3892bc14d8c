import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { alerts, type IRuleSource, rulesOf, type SiteProps, site } from '../../lib/core/index.js';
import { type AlertRule, bounded, type RuleGroup } from '../../lib/model/rule.js';

const context = { cluster: 'test', jobs: new Map([['loki', { interval: Duration.seconds(30) }]]) };
const group = (name: string, differences: Partial<RuleGroup> = {}): RuleGroup => ({
  name,
  language: 'promql',
  rules: [{ record: 'a:b', expr: 'up' }],
  ...differences,
});
const source = (...groups: RuleGroup[]): IRuleSource => ({ rules: () => groups });
const evaluator = (facts: Partial<SiteProps> = {}) => ({
  where: 'chart/evaluator',
  site: site({ cluster: 'test', ...facts }),
});
const names = (...sources: IRuleSource[]) =>
  rulesOf(evaluator(), sources, 'promql', context).map(({ name }) => name);

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
    expect(rulesOf(evaluator(), sources, 'logql', context)).toEqual([logs]);
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
        'chart/evaluator: rule group "a" comes from two sources; give each group a name of its own',
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

const down = (severity: AlertRule['severity'] = 'warning'): AlertRule =>
  bounded(0.1, (share) => ({
    alert: 'TargetDown',
    expr: `up < ${share}`,
    for: Duration.minutes(10),
    severity,
    summary: 'down',
    description: `below ${share}`,
  }));

/** The alerts of one group as a site wants them. */
const ofSite = (facts: Partial<SiteProps>, ...rules: readonly AlertRule[]) =>
  rulesOf(evaluator(facts), [source(group('targets', { rules }))], 'promql', context).flatMap(
    (one) => one.rules,
  );

describe('a site', () => {
  it('sets when an alert fires and how urgent it is', () => {
    const settings = { for: Duration.minutes(30), severity: 'info', threshold: 0.5 } as const;
    expect(ofSite({ tuning: [alerts.TargetDown.tune(settings)] }, down())).toMatchObject([
      { expr: 'up < 0.5', description: 'below 0.5', for: Duration.minutes(30), severity: 'info' },
    ]);
  });

  it('sets a bound for each severity', () => {
    const tuning = [alerts.TargetDown.tune({ threshold: { critical: 0.9 } })];
    const exprs = ofSite({ tuning }, down(), down('critical')).map(({ expr }) => expr);
    expect(exprs).toEqual(['up < 0.1', 'up < 0.9']);
  });

  it('leaves an alert out', () => {
    expect(ofSite({ tuning: [alerts.TargetDown.off('we know')] }, down())).toEqual([]);
  });

  it('tells of an alert once', () => {
    const tuning = [alerts.TargetDown.tune({ severity: 'info' }), alerts.TargetDown.off('we know')];
    expect(() => ofSite({ tuning })).toThrow(
      new Error('chart/evaluator: alert "TargetDown" is tuned twice; tell all of it at once'),
    );
  });

  it('says where runbooks of our alerts are, and of no other', () => {
    const other = { ...down(), alert: 'ShopDown' };
    const known = { ...down('info'), runbookUrl: 'https://example.com/it' };
    const all = ofSite({ runbooks: 'https://example.com/runbooks' }, down(), known, other);
    expect(all.map((rule) => 'alert' in rule && rule.runbookUrl)).toEqual([
      'https://example.com/runbooks/TargetDown.md',
      'https://example.com/it',
      undefined,
    ]);
  });
});
