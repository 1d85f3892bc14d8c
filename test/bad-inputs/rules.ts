import { Duration } from 'cdk8s';
import { atSynth, type Row } from './row.js';
import { alert, changed, fault, judged } from './rule-parts.js';

export const rules: readonly Row[] = [
  {
    row: 29,
    bad: [
      [
        'a dash in a name',
        judged({ record: 'job:up-time', expr: 'up' }),
        fault(
          'metric name "job:up-time" has other characters than letters, digits, "_" and ":", or starts with a digit; rename the metric',
          'record "job:up-time"',
        ),
      ],
      [
        "the alert's own name as a label",
        changed({ labels: { alertname: 'Other' } }),
        fault('label "alertname" is the name of the alert; leave it out'),
      ],
      [
        'one alert, twice',
        judged(alert, { ...alert, expr: 'up == 1' }),
        fault('is there twice with the same labels; remove one, or tell them apart by a label'),
      ],
      [
        'a series of no name',
        judged({ expr: 'up' }),
        atSynth(
          'chart/prometheus: rule group "shop": record "undefined": record is missing; it has no default',
        ),
      ],
    ],
    near: [
      ['one alert at two levels', judged(alert, { ...alert, severity: 'warning' })],
      ['a name of levels', judged({ record: 'job:up:sum5m', expr: 'up' })],
    ],
  },
  {
    row: 30,
    bad: [
      [
        'a variable misspelled',
        changed({ summary: '{{ $label.pod }} is down' }),
        fault(
          'annotation summary "{{ $label.pod }} is down" has the unknown variable "$label"; use $labels, $value, $externalLabels or $externalURL',
        ),
      ],
      [
        'braces that do not close',
        changed({ description: '{{ $labels.pod } is down' }),
        fault(
          'annotation description "{{ $labels.pod } is down" has unbalanced braces; close every "{{" with "}}"',
        ),
      ],
    ],
    near: [['a template', changed({ summary: '{{ $labels.pod }} at {{ $value | humanize }}' })]],
  },
  {
    row: 31,
    bad: [
      [
        'no severity',
        changed({ severity: undefined }),
        fault('severity "undefined" is unknown; use critical, warning, info or none'),
      ],
      [
        'a severity that no route knows',
        changed({ severity: 'page' }),
        fault('severity "page" is unknown; use critical, warning, info or none'),
      ],
      [
        'a time in words',
        changed({ for: '5m' }),
        atSynth(
          'chart/prometheus: rule group "shop": alert "ShopDown": for "5m" is not a Duration; give Duration.minutes(5), from \'cdk8s\'',
        ),
      ],
      [
        'a time misspelled',
        changed({ keepFireingFor: Duration.minutes(5) }),
        atSynth(
          'chart/prometheus: rule group "shop": alert "ShopDown": "keepFireingFor" is not a known property; did you mean "keepFiringFor"?',
        ),
      ],
    ],
    near: [
      ['an alert that fires at once', changed({ for: undefined })],
      ['one that is no trouble', changed({ severity: 'none' })],
    ],
  },
];
