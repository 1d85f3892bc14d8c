import { describe, expect, it } from 'vitest';
import { type LabelFault, promqlLabels } from '../../lib/model/promql-labels.js';
import { faulty, metrics, yielding } from './promql-label-cases.js';

const report = (expr: string) =>
  promqlLabels(expr, ({ metric }) => {
    const labels = metrics[metric ?? ''];
    return labels && new Set(labels);
  });

const told = ({ of, label, use }: LabelFault) => `${of} has no ${label}: ${use}`;

describe('labels of an expression', () => {
  it.each(yielding)('%s', (expr, expected) => {
    const { labels, faults } = report(expr);
    expect(labels && [...labels].sort()).toEqual(expected);
    expect(faults.map(told)).toEqual([]);
  });

  it('are told of every part', () => {
    const { parts } = report('sum by (pod) (rate(x[5m])) > 1');
    expect(parts.map(({ text, labels }) => [text, labels && [...labels].sort().join()])).toEqual([
      ['x', 'cluster,node,pod'],
      ['x[5m]', 'cluster,node,pod'],
      ['rate(x[5m])', 'cluster,node,pod'],
      ['sum by (pod) (rate(x[5m]))', 'pod'],
      ['1', ''],
      ['sum by (pod) (rate(x[5m])) > 1', 'pod'],
    ]);
  });
});

describe('labels that cannot be there', () => {
  it.each(faulty)('%s', (expr, expected) => {
    expect(report(expr).faults.map(told)[0]).toBe(expected);
  });

  it('are told with the metrics that are read there', () => {
    expect(report('sum by (zone) (x + on (pod) info)').faults).toEqual([
      {
        label: 'zone',
        of: 'x + on (pod) info',
        use: 'by (zone) tells nothing apart',
        metrics: ['x', 'info'],
      },
    ]);
  });

  it('are not looked for where labels are not known', () => {
    const exprs = [
      'unknown_metric{zone="a"}',
      'sum by (zone) (unknown_metric)',
      'x / on (pod) unknown_metric',
      'x / unknown_metric',
      'sum by (__name__) (x)',
    ];
    expect(exprs.flatMap((expr) => report(expr).faults)).toEqual([]);
  });
});
