import { atSynth, loki, type Row, untyped } from './row.js';
import { alert, changed, fault, group, lines } from './rule-parts.js';

export const expressions: readonly Row[] = [
  {
    row: 27,
    bad: [
      [
        'an expression cut short',
        changed({ expr: 'sum(rate(x_total[5m])' }),
        fault('expr is not promql: unexpected end at column 22; correct it there'),
      ],
      [
        'a function that is none',
        changed({ expr: 'avrage(up)' }),
        fault('expr is not promql: unexpected "(" at column 7; correct it there'),
      ],
      [
        'an expression that RE2 does not know',
        changed({ expr: 'up{job=~"a(?!b)"}' }),
        fault(
          'expr is not promql: regex "a(?!b)" at column 9 has the look-around "(?!", which RE2 does not have; match what may be there, or use a second condition',
        ),
      ],
      [
        'a variable of Grafana',
        changed({ expr: 'rate(x_total[$__rate_interval]) > 0' }),
        fault(
          'expr has "$__rate_interval", which only Grafana fills in; write a duration, such as 5m',
        ),
      ],
    ],
    near: [['an expression over lines', changed({ expr: 'up{job="a"}\n  # gone\n  == 0' })]],
  },
  {
    row: 28,
    bad: [
      [
        'a rate of no range',
        changed({ expr: 'rate(x_total) > 0' }),
        fault('expr is not promql: rate() without a range at column 1; add one, such as [5m]'),
      ],
      [
        'a sum of a range',
        changed({ expr: 'sum(x_total[5m]) > 0' }),
        fault('expr is not promql: sum() over a range at column 1; remove the range'),
      ],
      [
        'labels that nobody named',
        changed({ expr: 'sum(x_total) by' }),
        fault('expr is not promql: unexpected end at column 16; correct it there'),
      ],
      [
        'a comparison with a string',
        changed({ expr: 'up == "0"' }),
        fault('expr is not promql: "==" beside a string at column 1; compare labels in {…}'),
      ],
      [
        'a range',
        changed({ expr: 'up[5m]' }),
        fault(
          'expr yields a range, which no rule can be made of; remove it, or sum it up: max_over_time(…)',
        ),
      ],
    ],
    near: [
      ['a number', changed({ expr: 'vector(1)' })],
      ['a subquery', changed({ expr: 'max_over_time(rate(x_total[5m])[1h:1m]) > 0' })],
    ],
  },
  {
    row: 32,
    bad: [
      [
        'an expression cut short',
        lines('sum(count_over_time({app="shop"}[5m]) > 0'),
        fault('expr is not logql: unexpected end at column 42; correct it there'),
      ],
      [
        'lines in place of a number',
        lines('{app="shop"} |= "panic"'),
        fault(
          'expr yields log lines, which no rule can be made of; count them, such as in sum(rate({…}[5m])) > 0',
        ),
      ],
      [
        'every stream there is',
        lines('sum(rate({app=~".*"}[5m])) > 0'),
        fault(
          'expr is not logql: selector without a label that must have a value at column 10; add one, such as {namespace="x"}',
        ),
      ],
      [
        'a language misspelled',
        () => {
          const evaluator = loki();
          evaluator.addRules(group([alert], untyped('logsql')));
          return evaluator;
        },
        atSynth(
          'chart/loki: rule group "shop": language "logsql" is not one of the choices; did you mean "logql"? choices: promql, logql',
        ),
      ],
    ],
    near: [['lines, counted', lines('sum(rate({app="shop"} |= "panic" [5m])) > 0')]],
  },
];
