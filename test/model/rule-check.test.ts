import { describe, expect, test } from 'vitest';
import type { AlertRule, Rule, RuleGroup, Severity } from '../../lib/model/rule.js';
import { ruleErrors } from '../../lib/model/rule-check.js';

const down: AlertRule = {
  alert: 'Down',
  expr: 'up == 0',
  severity: 'critical',
  summary: '{{ $labels.job }} is down',
  description: 'Nothing of {{ $labels.job }} answers.',
  runbookUrl: 'https://example.com/{{ $labels.job }}',
};

const errorsOf = (rules: readonly Rule[], rest: Partial<RuleGroup> = {}) =>
  ruleErrors({ name: 'g', language: 'promql', rules, ...rest });

const alert = (changes: Partial<AlertRule>) => errorsOf([{ ...down, ...changes }]);

describe('a sound group', () => {
  test('has no errors', () => {
    expect(
      errorsOf([
        { record: 'job:up:sum', expr: 'sum by (job) (up)', labels: { severity: 'x' } },
        down,
        { ...down, severity: 'warning', labels: { team: '{{ $labels.team }}' } },
      ]),
    ).toEqual([]);
  });

  test('may be of LogQL', () => {
    const expr = 'sum by (app) (rate({app="x"} |= "panic" [5m])) > 0';
    const record = { record: 'app:panics:rate5m', expr };
    expect(errorsOf([{ ...down, expr }, record], { language: 'logql' })).toEqual([]);
  });
});

describe('refused is', () => {
  test.each<readonly [string, Partial<AlertRule>, string]>([
    [
      'an expression with an error',
      { expr: 'sum(up' },
      'expr is not promql: unexpected end at column 7; correct it there',
    ],
    [
      'a variable of Grafana',
      { expr: 'rate(x[$__rate_interval]) > 0' },
      'expr has "$__rate_interval", which only Grafana fills in; write a duration, such as 5m',
    ],
    [
      'a range',
      { expr: '(up[5m])' },
      'expr yields a range, which no rule can be made of; remove it, or sum it up: max_over_time(…)',
    ],
    [
      'a string',
      { expr: '"up"' },
      'expr yields a string, which no rule can be made of; give series or a number',
    ],
    ['no expression', { expr: ' \n' }, 'expr "" is empty; give an expression'],
    ['no summary', { summary: ' ' }, 'summary "" is empty; say in one line what is wrong'],
    [
      'no description',
      { description: '' },
      'description "" is empty; say what it means and what to look at first',
    ],
    [
      'a runbook that is no address',
      { runbookUrl: 'runbooks/down.md' },
      'runbookUrl "runbooks/down.md" is no address of a web page; begin it with https://',
    ],
    [
      'the name of the alert as a label',
      { labels: { alertname: 'x' } },
      'label "alertname" is the name of the alert; leave it out',
    ],
    [
      'the name of the series as a label',
      { labels: { __name__: 'x' } },
      'label "__name__" is the name of the series; leave it out',
    ],
    [
      'the severity as a label',
      { labels: { severity: 'page' } },
      'label "severity" is the severity of the alert; set severity instead',
    ],
    [
      'a bad label name',
      { labels: { 'a-b': 'x' } },
      'label name "a-b" has other characters than letters, digits and "_", or starts with a digit; rename the label',
    ],
    [
      'a bad template in the summary',
      { summary: '{{ $label.x }}' },
      'annotation summary "{{ $label.x }}" has the unknown variable "$label"; use $labels, $value, $externalLabels or $externalURL',
    ],
    [
      'a bad template in the description',
      { description: '{{ $value' },
      'annotation description "{{ $value" has unbalanced braces; close every "{{" with "}}"',
    ],
    [
      'a bad template in a label',
      { labels: { a: '{{ end }}' } },
      'label a "{{ end }}" has an "end" too many; remove it',
    ],
  ])('%s', (_, changes, error) => {
    expect(alert(changes)).toEqual([`rule group "g": alert "Down": ${error}`]);
  });

  test.each(['', ' Down', 'Down '])('the alert name "%s"', (name) => {
    expect(alert({ alert: name })).toEqual([
      `rule group "g": alert "${name}": alert name "${name}" is empty or has a space at an end; ` +
        'name it as in "DiskFull"',
    ]);
  });

  test.each(['job-up', 'job up', '1up'])('the name of a recording "%s"', (record) => {
    expect(errorsOf([{ record, expr: 'up' }])).toEqual([
      `rule group "g": record "${record}": metric name "${record}" has other characters than ` +
        'letters, digits, "_" and ":", or starts with a digit; rename the metric',
    ]);
  });

  test('a severity that no type would let pass', () => {
    // What a caller from JavaScript can write.
    const severity = 'page' as Severity;
    expect(alert({ severity })).toEqual([
      'rule group "g": alert "Down": severity "page" is unknown; use critical, warning, info or none',
    ]);
  });

  test('an alert without summary and description, as JavaScript can write it', () => {
    const { summary: _, description: __, ...rest } = down;
    // The types would not let this pass.
    expect(errorsOf([rest as AlertRule])).toEqual([
      'rule group "g": alert "Down": summary "" is empty; say in one line what is wrong',
      'rule group "g": alert "Down": description "" is empty; ' +
        'say what it means and what to look at first',
    ]);
  });

  test('a rule of log lines', () => {
    expect(errorsOf([{ ...down, expr: '{app="x"} |= "panic"' }], { language: 'logql' })).toEqual([
      'rule group "g": alert "Down": expr yields log lines, which no rule can be made of; ' +
        'count them, such as in sum(rate({…}[5m])) > 0',
    ]);
  });

  test('LogQL that cannot be read', () => {
    expect(errorsOf([{ ...down, expr: 'rate({app="x"})' }], { language: 'logql' })).toEqual([
      'rule group "g": alert "Down": expr is not logql: unexpected ")" at column 15; ' +
        'correct it there',
    ]);
  });

  test('a rule that is there twice, whatever the order of its labels', () => {
    const twice = [
      { ...down, labels: { a: '1', b: '2' } },
      { ...down, expr: 'up == 1', labels: { b: '2', a: '1' } },
    ];
    expect(errorsOf(twice)).toEqual([
      'rule group "g": alert "Down": is there twice with the same labels; ' +
        'remove one, or tell them apart by a label',
    ]);
  });

  test('a group without a name', () => {
    expect(errorsOf([down], { name: '' })).toEqual(['rule group "": name is empty; give it one']);
  });

  test('everything at once, in the order of the rules', () => {
    expect(
      errorsOf([
        { record: 'a-b', expr: 'sum(' },
        { ...down, summary: '' },
      ]),
    ).toEqual([
      'rule group "g": record "a-b": metric name "a-b" has other characters than ' +
        'letters, digits, "_" and ":", or starts with a digit; rename the metric',
      'rule group "g": record "a-b": expr is not promql: unexpected end at column 5; ' +
        'correct it there',
      'rule group "g": alert "Down": summary "" is empty; say in one line what is wrong',
    ]);
  });
});
