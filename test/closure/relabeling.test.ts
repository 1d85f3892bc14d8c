import { describe, expect, it } from 'vitest';
import { counter, gauge, histogram, type MetricCatalogue } from '../../lib/model/metrics.js';
import type { Job, Step } from '../../scripts/closure/jobs.js';
import { afterStep, matches, stepText } from '../../scripts/closure/relabeling.js';
import { shownBy } from '../../scripts/closure/shown.js';

const on = (regex: string, ...source_labels: readonly string[]): Step => ({ regex, source_labels });

describe('a step', () => {
  it.each([
    ['whole names only', on('up', '__name__'), 'up', [], 'all'],
    ['no part of a name', on('up', '__name__'), 'ups', [], 'none'],
    ['a label that is not there as an empty one', on('up;', '__name__', 'pod'), 'up', [], 'all'],
    ['some, by a label', on('up;a', '__name__', 'pod'), 'up', ['pod'], 'some'],
    ['no other name, whatever the label', on('up;a', '__name__', 'pod'), 'down', ['pod'], 'none'],
    [
      'names that are listed',
      on('(a|b)_bucket;(0\\.5|1)', '__name__', 'le'),
      'b_bucket',
      ['le'],
      'some',
    ],
    [
      'no names beside them',
      on('(a|b)_bucket;(0\\.5|1)', '__name__', 'le'),
      'c_bucket',
      ['le'],
      'none',
    ],
    ['perhaps, where it offers a choice', on('a;x|b;y', '__name__', 'le'), 'c', ['le'], 'some'],
    ['only labels that are there', on('.+;', 'id', 'pod'), 'up', [], 'none'],
    ['some, by two labels', on('.+;', 'id', 'pod'), 'up', ['id', 'pod'], 'some'],
    ['a separator in brackets as text', on('a[;]b', '__name__'), 'a;b', [], 'all'],
    [
      'another separator',
      { ...on('up@a', '__name__', 'pod'), separator: '@' },
      'down',
      ['pod'],
      'none',
    ],
    ['everything without an expression', { source_labels: ['__name__'] }, 'up', [], 'all'],
  ] as const)('matches %s', (_, step, name, labels, expected) => {
    expect(matches(step, name, new Set(labels))).toBe(expected);
  });

  it.each([
    [{ action: 'labeldrop', regex: 'pod|uid' }, ['job'], { pod: 'labeldrop =~ "pod|uid"' }],
    [{ action: 'labelkeep', regex: 'job' }, ['job'], { pod: 'labelkeep =~ "job"' }],
    [{ target_label: 'zone', replacement: 'x' }, ['job', 'pod', 'zone'], {}],
    [{ action: 'labelmap', regex: '__meta_(.+)' }, undefined, {}],
  ])('%j leaves labels', (step, labels, lost) => {
    const after = afterStep({ labels: new Set(['job', 'pod']), lost: new Map() }, step);
    expect(after.labels && [...after.labels]).toEqual(labels);
    expect(Object.fromEntries(after.lost)).toEqual(lost);
  });

  it('is told as people find it', () => {
    expect(stepText({ action: 'drop', ...on('up;a', '__name__', 'pod') })).toBe(
      'drop [__name__, pod] =~ "up;a"',
    );
    expect(stepText({ source_labels: ['a'], target_label: 'b' })).toBe('replace [a] to b');
  });
});

const catalogue: MetricCatalogue = {
  program: 'shop',
  version: '1.0.0',
  metrics: { orders_total: counter('kind', 'pod'), wait_seconds: histogram(), carts: gauge() },
};
const job = (more: Partial<Job> = {}): Job => ({
  job_name: 'shop',
  relabel_configs: [{ target_label: 'pod' }, { target_label: '__address__' }],
  ...more,
});
const labelsOf = (of: Job, name: string) => [
  ...(shownBy(of, catalogue).series.get(name)?.labels ?? []),
];

describe('a job', () => {
  it('gives its labels to what targets show, and renames theirs', () => {
    expect(labelsOf(job(), 'orders_total').sort()).toEqual([
      'exported_pod',
      'instance',
      'job',
      'kind',
      'pod',
    ]);
  });

  it('leaves labels of targets as they are where it honors them', () => {
    const honoring = job({ honor_labels: true });
    expect(labelsOf(honoring, 'orders_total').sort()).toEqual(['instance', 'job', 'kind', 'pod']);
  });

  it('has the labels of static targets', () => {
    const given = job({ static_configs: [{ labels: { site: 'a', __param_module: 'b' } }] });
    expect(labelsOf(given, 'carts')).toContain('site');
    expect(labelsOf(given, 'carts')).not.toContain('__param_module');
  });

  it('tells which step drops a series, and which drops some of it', () => {
    const drop = { action: 'drop', ...on('orders_.+|wait_seconds_count', '__name__') };
    const some = { action: 'drop', ...on('wait_seconds_bucket;(1|2)', '__name__', 'le') };
    const shown = shownBy(job({ metric_relabel_configs: [drop, some] }), catalogue);
    expect([...shown.series.keys()]).toEqual(['wait_seconds_bucket', 'wait_seconds_sum', 'carts']);
    expect([...shown.lost]).toEqual([
      ['orders_total', stepText(drop)],
      ['wait_seconds_count', stepText(drop)],
    ]);
    expect(shown.series.get('wait_seconds_bucket')?.partly).toBe(stepText(some));
    expect(shown.series.get('carts')?.partly).toBeUndefined();
  });

  it('keeps what a list names, and what its scrape tells in any case', () => {
    const keep = { action: 'keep', ...on('carts', '__name__') };
    const shown = shownBy(job({ metric_relabel_configs: [keep] }), catalogue);
    expect([...shown.series.keys()]).toEqual(['carts']);
    expect(shown.made.has('up')).toBe(true);
  });

  it('of an agent relabels what its scrape tells, and tells less', () => {
    const keep = { action: 'keep', ...on('carts', '__name__') };
    const shown = shownBy(job({ written: true, metric_relabel_configs: [keep] }), catalogue);
    expect(shown.made.has('up')).toBe(false);
    expect(shownBy(job(), catalogue).made.has('scrape_timeout_seconds')).toBe(true);
    expect(shownBy(job({ written: true }), catalogue).made.has('scrape_timeout_seconds')).toBe(
      false,
    );
  });

  it('sets a label on the series that a step means, and on no other', () => {
    const step = { ...on('carts;(.+)', '__name__', 'pod'), target_label: 'basket' };
    const steps = job({ metric_relabel_configs: [step] });
    expect(labelsOf(steps, 'carts')).toContain('basket');
    expect(labelsOf(steps, 'orders_total')).not.toContain('basket');
  });

  it('that renames series is refused, as nobody follows it', () => {
    const step = { ...on('carts', '__name__'), target_label: '__name__', replacement: 'baskets' };
    expect(() => shownBy(job({ metric_relabel_configs: [step] }), catalogue)).toThrow(
      new Error(
        'step "replace [__name__] =~ "carts" to __name__" renames series, which is not followed here',
      ),
    );
  });
});
