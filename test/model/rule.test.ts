import { Duration } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { type AlertRule, type RuleGroup, ruleFile } from '../../lib/model/rule.js';

const down: AlertRule = {
  alert: 'LokiDown',
  expr: 'up{job="loki"} == 0',
  severity: 'critical',
  summary: 'Loki is down',
  description: 'No logs are taken in.',
};

const group = (name: string, rest: Partial<RuleGroup> = {}): RuleGroup => ({
  name,
  language: 'promql',
  rules: [down],
  ...rest,
});

describe('a rule file', () => {
  test('holds an alert with all it can have', () => {
    const rule: AlertRule = {
      ...down,
      expr: '\n    up{job="loki"}\n      == 0\n  ',
      for: Duration.minutes(5),
      keepFiringFor: Duration.minutes(90),
      labels: { team: 'logs' },
      runbookUrl: 'https://example.com/loki-down',
    };
    const file = ruleFile([group('loki', { interval: Duration.seconds(30), rules: [rule] })]);
    expect(file).toStrictEqual({
      groups: [
        {
          name: 'loki',
          interval: '30s',
          rules: [
            {
              alert: 'LokiDown',
              expr: 'up{job="loki"}\n      == 0',
              for: '5m',
              keep_firing_for: '1h30m',
              labels: { severity: 'critical', team: 'logs' },
              annotations: {
                summary: 'Loki is down',
                description: 'No logs are taken in.',
                runbook_url: 'https://example.com/loki-down',
              },
            },
          ],
        },
      ],
    });
  });

  test('leaves out what was not said', () => {
    const record = { record: 'job:up:sum', expr: 'sum by (job) (up)' };
    const labelled = { ...record, labels: { a: 'b' } };
    expect(ruleFile([group('x', { rules: [down, record, labelled] })])).toStrictEqual({
      groups: [
        {
          name: 'x',
          rules: [
            {
              alert: 'LokiDown',
              expr: 'up{job="loki"} == 0',
              labels: { severity: 'critical' },
              annotations: { summary: 'Loki is down', description: 'No logs are taken in.' },
            },
            { record: 'job:up:sum', expr: 'sum by (job) (up)' },
            { record: 'job:up:sum', expr: 'sum by (job) (up)', labels: { a: 'b' } },
          ],
        },
      ],
    });
  });

  test('is the same whatever the order of its groups', () => {
    const [a, b] = [group('a'), group('b')];
    expect(ruleFile([b, a])).toEqual(ruleFile([a, b]));
    expect(ruleFile([b, a]).groups.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  test('may be empty', () => {
    expect(ruleFile([])).toEqual({ groups: [] });
  });

  test('refuses two groups of one name', () => {
    expect(() => ruleFile([group('a'), group('b'), group('a')])).toThrow(
      new Error('rule file: group "a" is there twice; rename one'),
    );
  });

  test('refuses two languages', () => {
    expect(() => ruleFile([group('b', { language: 'logql' }), group('a')])).toThrow(
      new Error(
        'rule file: group "b" is logql, but group "a" is promql; make a file for each language',
      ),
    );
  });
});
