import { describe, expect, it } from 'vitest';
import { type LabelFault, promqlLabels } from '../../lib/model/promql-labels.js';

/** What each metric can have; of another, nothing is known. */
const metrics: Readonly<Record<string, readonly string[]>> = {
  x: ['cluster', 'pod', 'node'],
  y: ['cluster', 'node', 'zone'],
  y2: ['cluster', 'node', 'zone'],
  info: ['cluster', 'pod', 'version'],
  h_bucket: ['cluster', 'le'],
  bare: [],
};

const report = (expr: string) =>
  promqlLabels(expr, ({ metric }) => {
    const labels = metrics[metric ?? ''];
    return labels && new Set(labels);
  });

const told = ({ of, label, use }: LabelFault) => `${of} has no ${label}: ${use}`;

describe('labels of an expression', () => {
  it.each([
    // Numbers, selectors, and what leaves them as they are
    ['1', []],
    ['"text"', []],
    ['time()', []],
    ['x', ['cluster', 'node', 'pod']],
    ['x{pod="a"}', ['cluster', 'node', 'pod']],
    ['{__name__="x"}', ['cluster', 'node', 'pod']],
    ['(x)', ['cluster', 'node', 'pod']],
    ['-x', ['cluster', 'node', 'pod']],
    ['x offset 5m', ['cluster', 'node', 'pod']],
    ['x @ end()', ['cluster', 'node', 'pod']],
    ['rate(x[5m])', ['cluster', 'node', 'pod']],
    ['rate(x[$__rate_interval])', ['cluster', 'node', 'pod']],
    ['quantile_over_time(0.9, x[5m])', ['cluster', 'node', 'pod']],
    ['max_over_time(sum by (pod) (x)[1h:5m])', ['pod']],
    ['clamp_max(x, 1)', ['cluster', 'node', 'pod']],
    ['unknown_metric', undefined],
    ['rate(unknown_metric[5m])', undefined],
    // Aggregations
    ['sum(x)', []],
    ['sum by (pod) (x)', ['pod']],
    ['sum(x) by (pod, node)', ['node', 'pod']],
    ['sum by ("pod") (x)', ['pod']],
    ['sum without (pod) (x)', ['cluster', 'node']],
    ['sum by (pod) (unknown_metric)', ['pod']],
    ['sum without (pod) (unknown_metric)', undefined],
    ['topk(3, x)', ['cluster', 'node', 'pod']],
    ['topk by (pod) (3, x)', ['cluster', 'node', 'pod']],
    ['bottomk(scalar(count(x)), sum by (pod) (x))', ['pod']],
    ['quantile by (pod) (0.9, x)', ['pod']],
    ['count_values by (node) ("value", x)', ['node', 'value']],
    ['count_values without (pod) ("value", x)', ['cluster', 'node', 'value']],
    // Operators
    ['x > 1', ['cluster', 'node', 'pod']],
    ['1 - x', ['cluster', 'node', 'pod']],
    ['x / scalar(y)', ['cluster', 'node', 'pod']],
    ['y / y2', ['cluster', 'node', 'zone']],
    ['y / ignoring (zone) y2', ['cluster', 'node']],
    ['x / on (cluster, node) y', ['cluster', 'node']],
    ['x / on (cluster, node) group_left y', ['cluster', 'node', 'pod']],
    ['x / on (cluster, node) group_left (zone) y', ['cluster', 'node', 'pod', 'zone']],
    ['y / on (cluster, node) group_right (zone) x', ['cluster', 'node', 'pod', 'zone']],
    ['x * on (cluster, pod) group_left (version) info', ['cluster', 'node', 'pod', 'version']],
    ['x and on (cluster) y', ['cluster', 'node', 'pod']],
    ['x unless on (cluster) y', ['cluster', 'node', 'pod']],
    ['x or y', ['cluster', 'node', 'pod', 'zone']],
    ['x or unknown_metric', undefined],
    ['x and on (cluster) unknown_metric', ['cluster', 'node', 'pod']],
    ['sum(x) or vector(0)', []],
    ['sum(x) / sum(y)', []],
    ['x > bool on (cluster, node) y', ['cluster', 'node']],
    ['unknown_metric / y', ['cluster', 'node', 'zone']],
    // Functions
    ['vector(1)', []],
    ['hour()', []],
    ['hour(x)', ['cluster', 'node', 'pod']],
    ['scalar(x)', []],
    ['vector(scalar(x))', []],
    ['absent(x)', []],
    ['absent(x{pod="a",node!="b",cluster=""})', ['pod']],
    ['absent((x{pod="a"}))', ['pod']],
    ['absent_over_time(x{pod="a"}[5m])', ['pod']],
    ['absent(x{pod="a",pod="b"})', []],
    ['absent(sum by (pod) (x))', []],
    ['histogram_quantile(0.9, h_bucket)', ['cluster']],
    ['histogram_quantile(0.9, sum by (le) (rate(h_bucket[5m])))', []],
    ['label_replace(x, "host", "$1", "node", "(.*)")', ['cluster', 'host', 'node', 'pod']],
    ['label_replace(x, "kind", "pod", "", "")', ['cluster', 'kind', 'node', 'pod']],
    ['label_join(x, "both", "/", "node", "pod")', ['both', 'cluster', 'node', 'pod']],
    ['info(x)', undefined],
  ])('%s', (expr, expected) => {
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
  it.each([
    ['x{zone="a"}', 'x has no zone: zone="a" never matches'],
    ['x{zone=~"a.*"}', 'x has no zone: zone=~"a.*" never matches'],
    ['x{zone=~"$zone"}', 'x has no zone: zone=~"$zone" never matches'],
    ['x{zone!=""}', 'x has no zone: zone!="" never matches'],
    ['x{zone!="a"}', 'x has no zone: zone!="a" excludes nothing'],
    ['x{zone!~"a.*"}', 'x has no zone: zone!~"a.*" excludes nothing'],
    ['x{zone=""}', 'x has no zone: zone="" excludes nothing'],
    ['{__name__="x",zone="a"}', 'x has no zone: zone="a" never matches'],
    ['rate(x{zone="a"}[5m])', 'x has no zone: zone="a" never matches'],
    ['sum by (zone) (x)', 'x has no zone: by (zone) tells nothing apart'],
    ['sum by ("zone") (x)', 'x has no zone: by (zone) tells nothing apart'],
    ['topk by (zone) (3, x)', 'x has no zone: by (zone) tells nothing apart'],
    ['count_values by (zone) ("v", x)', 'x has no zone: by (zone) tells nothing apart'],
    ['sum without (zone) (x)', 'x has no zone: without (zone) removes nothing'],
    [
      'sum by (node) (sum by (pod) (x))',
      'sum by (pod) (x) has no node: by (node) tells nothing apart',
    ],
    ['x / on (pod) y', 'y has no pod: on (pod) compares nothing'],
    ['x and on (zone) y', 'x has no zone: on (zone) compares nothing'],
    ['x / on (cluster) group_left (pod) y', 'y has no pod: group_left (pod) brings nothing'],
    ['y / on (cluster) group_right (pod) y2', 'y has no pod: group_right (pod) brings nothing'],
    ['y / ignoring (pod) y2', 'y has no pod: ignoring (pod) ignores nothing'],
    [
      'sum by (pod, node) (x) / sum by (node) (y)',
      'sum by (node) (y) has no pod: the other side has it, and no two series match',
    ],
    [
      'sum by (node) (x) and sum by (node, zone) (y)',
      'sum by (node) (x) has no zone: the other side has it, and no two series match',
    ],
    ['y > vector(1)', 'vector(1) has no cluster: the other side has it, and no two series match'],
    [
      'y / ignoring (zone, node) sum(y)',
      'sum(y) has no cluster: the other side has it, and no two series match',
    ],
    ['histogram_quantile(0.9, x)', 'x has no le: histogram_quantile() needs it'],
    [
      'label_replace(x, "a", "$1", "zone", "(.*)")',
      'x has no zone: label_replace() reads nothing there',
    ],
    ['label_join(x, "a", "-", "pod", "zone")', 'x has no zone: label_join() reads nothing there'],
    ['absent(x{zone="a"})', 'x has no zone: zone="a" never matches'],
    ['max_over_time(sum by (zone) (x)[1h:])', 'x has no zone: by (zone) tells nothing apart'],
    ['sum(x) / sum by (zone) (bare)', 'bare has no zone: by (zone) tells nothing apart'],
    ['bottomk(scalar(sum by (zone) (x)), y)', 'x has no zone: by (zone) tells nothing apart'],
  ])('%s', (expr, expected) => {
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
