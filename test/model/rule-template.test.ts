import { describe, expect, test } from 'vitest';
import { templateError } from '../../lib/model/rule-template.js';

describe('a template', () => {
  test.each([
    'no template at all',
    'costs 5$ } { a',
    '{{ $labels.pod }} in {{ $externalLabels.cluster }} is at {{ $value | humanizePercentage }}',
    '{{- printf "%.2f }}" $value -}}',
    '{{ with query "up{job=\'x\'}" }}{{ . | first | value | humanize }}{{ end }}',
    '{{ range $i, $e := query "up" }}{{ $i }}: {{ $e.Labels.job }}{{ end }}',
    '{{ $n := len $labels }}{{ if gt $n 3 }}many{{ else }}few{{ end }}',
    '{{/* $nothing }} */}}{{ (index $labels "a-b") | toUpper }}',
    '{{ $externalURL }}{{ $.Value }}{{ .Labels.job }}{{ `}}` }}',
  ])('%s is let pass', (template) => {
    expect(templateError(template)).toBeUndefined();
  });

  const braces = 'has unbalanced braces; close every "{{" with "}}"';
  test.each([
    [
      '{{ $label.pod }} is down',
      'has the unknown variable "$label"; ' +
        'use $labels, $value, $externalLabels or $externalURL',
    ],
    [
      '{{ $value | humanise }}',
      'has the unknown function "humanise"; use one of Prometheus\' template functions',
    ],
    ['{{ $labels.pod', braces],
    ['{{ $labels.pod }', braces],
    ['$labels.pod }}', braces],
    ['{{ "open }}', braces],
    ['pod $labels.pod is down', 'has "$labels" outside of braces; write "{{ $labels }}"'],
    ['{ $value }', 'has "$value" outside of braces; write "{{ $value }}"'],
    ['{{ ($value }}', 'has unbalanced parentheses; close every "(" with ")"'],
    ['{{{ $value }}}', 'has "{" between its braces; remove it'],
    ['{{ }}', 'has nothing between its braces; remove them'],
    ['{{ if $value }}a', 'has a block without its end; close it with "{{ end }}"'],
    ['a{{ end }}', 'has an "end" too many; remove it'],
  ])('%s is refused', (template, error) => {
    expect(templateError(template)).toBe(error);
  });
});
