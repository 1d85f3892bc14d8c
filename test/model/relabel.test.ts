import { describe, expect, test } from 'vitest';
import {
  alloyRelabel,
  copyLabel,
  drop,
  dropLabels,
  keep,
  keepLabels,
  mapLabels,
  prometheusRelabel,
  type RelabelStep,
  replaceLabel,
  setLabel,
} from '../../lib/model/relabel.js';

describe('a step, written for Prometheus and for Alloy', () => {
  const steps: readonly (readonly [name: string, step: RelabelStep, written: object])[] = [
    [
      'keep',
      keep({ from: ['__meta_kubernetes_pod_phase'], matches: 'Pending|Running' }),
      {
        action: 'keep',
        source_labels: ['__meta_kubernetes_pod_phase'],
        regex: 'Pending|Running',
      },
    ],
    [
      'drop',
      drop({ from: ['a', 'b'], separator: '/', matches: 'x/.*' }),
      { action: 'drop', source_labels: ['a', 'b'], separator: '/', regex: 'x/.*' },
    ],
    ['setLabel', setLabel('cluster', 'home'), { target_label: 'cluster', replacement: 'home' }],
    [
      'setLabel with a dollar in the value',
      setLabel('price', '$1 and $$'),
      { target_label: 'price', replacement: '$$1 and $$$$' },
    ],
    [
      'copyLabel',
      copyLabel('__meta_kubernetes_namespace', 'namespace'),
      { source_labels: ['__meta_kubernetes_namespace'], target_label: 'namespace' },
    ],
    [
      'replaceLabel',
      replaceLabel({
        from: ['__address__', 'port'],
        matches: '(.+?)(?::\\d+)?;(?P<port>\\d+)',
        to: '__address__',
        with: '$1:${port}',
      }),
      {
        source_labels: ['__address__', 'port'],
        regex: '(.+?)(?::\\d+)?;(?P<port>\\d+)',
        target_label: '__address__',
        replacement: '$1:${port}',
      },
    ],
    [
      'replaceLabel with a separator only',
      replaceLabel({ from: ['namespace', 'app'], separator: '/', to: 'job' }),
      { source_labels: ['namespace', 'app'], separator: '/', target_label: 'job' },
    ],
    [
      'replaceLabel with all defaults written out',
      replaceLabel({ from: ['a'], matches: '(.*)', separator: ';', to: 'b', with: '$1' }),
      { source_labels: ['a'], target_label: 'b' },
    ],
    [
      'replaceLabel that removes the label on a match',
      replaceLabel({ from: ['a'], matches: 'x', to: 'b', with: '' }),
      { source_labels: ['a'], regex: 'x', target_label: 'b', replacement: '' },
    ],
    [
      'mapLabels',
      mapLabels('__meta_kubernetes_node_label_(.+)'),
      { action: 'labelmap', regex: '__meta_kubernetes_node_label_(.+)' },
    ],
    [
      'mapLabels under a prefix',
      mapLabels('label_(.+)', 'node_${1}'),
      { action: 'labelmap', regex: 'label_(.+)', replacement: 'node_${1}' },
    ],
    ['dropLabels', dropLabels('pod|uid'), { action: 'labeldrop', regex: 'pod|uid' }],
    ['keepLabels', keepLabels('job|__.*'), { action: 'labelkeep', regex: 'job|__.*' }],
  ];

  test.each(steps)('%s', (_, step, written) => {
    expect(prometheusRelabel(step)).toStrictEqual(written);
    expect(alloyRelabel(step)).toStrictEqual(written);
  });
});

describe('refused is', () => {
  const look = 'which RE2 does not have; match what may be there, or use a second condition';
  const regex = `relabel: regex "a(?=b)" has the look-around "(?=", ${look}`;
  test.each([
    ['keep', () => keep({ from: ['a'], matches: 'a(?=b)' })],
    ['drop', () => drop({ from: ['a'], matches: 'a(?=b)' })],
    ['replaceLabel', () => replaceLabel({ from: ['a'], matches: 'a(?=b)', to: 'b' })],
    ['mapLabels', () => mapLabels('a(?=b)')],
    ['dropLabels', () => dropLabels('a(?=b)')],
    ['keepLabels', () => keepLabels('a(?=b)')],
  ])('an expression that is not RE2, in %s', (_, step) => {
    expect(step).toThrow(new Error(regex));
  });

  const label =
    'relabel: label name "a-b" has other characters than letters, digits and "_", ' +
    'or starts with a digit; rename the label';
  test.each([
    ['keep', () => keep({ from: ['a', 'a-b'], matches: 'x' })],
    ['drop', () => drop({ from: ['a-b'], matches: 'x' })],
    ['setLabel', () => setLabel('a-b', 'x')],
    ['copyLabel, to', () => copyLabel('a', 'a-b')],
    ['copyLabel, from', () => copyLabel('a-b', 'a')],
    ['replaceLabel', () => replaceLabel({ from: ['a'], to: 'a-b' })],
  ])('a name that is no label name, in %s', (_, step) => {
    expect(step).toThrow(new Error(label));
  });

  const parentheses = 'put what it is to stand for in parentheses, or write "$$" for a dollar';
  test.each([
    ['${2}', '(.*)', '2', parentheses],
    ['$1', '.*', '1', parentheses],
    ['${name}', '(?P<nane>.*)', 'name', parentheses],
    ['$1_total', '(.*)', '1_total', 'write "${1}_total"'],
  ])('the replacement %s for %s', (template, matches, group, remedy) => {
    expect(() => replaceLabel({ from: ['a'], matches, to: 'b', with: template })).toThrow(
      new Error(
        `relabel: replacement "${template}" refers to group "${group}", ` +
          `which regex "${matches}" does not have; ${remedy}`,
      ),
    );
  });

  test.each(['$1-$2', '${0}', '$$1', 'a$', '${1}x'])('not the replacement %s', (template) => {
    expect(() =>
      replaceLabel({ from: ['a'], matches: '(.)(.)', to: 'b', with: template }),
    ).not.toThrow();
  });

  test('a condition that looks at no label', () => {
    expect(() => keep({ from: [], matches: 'x' })).toThrow(
      new Error('relabel: from "" names no label; name the labels to look at'),
    );
  });

  test('a replacement that reads no label', () => {
    expect(() => replaceLabel({ from: [], to: 'x' })).toThrow(
      new Error('relabel: from "" names no label; name the labels to read, or use setLabel'),
    );
  });

  test('an empty value, which would remove the label', () => {
    expect(() => setLabel('a', '')).toThrow(
      new Error('relabel: value "" removes label "a"; use dropLabels to say so'),
    );
  });

  test.each(['a-${1}', '$$1'])('a new name that is no label name: %s', (replacement) => {
    expect(() => mapLabels('x_(.+)', replacement)).toThrow(
      new Error(
        `relabel: replacement "${replacement}" makes no label name; ` +
          'use letters, digits, "_" and groups',
      ),
    );
  });
});
