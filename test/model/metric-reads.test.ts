import { describe, expect, it } from 'vitest';
import { metricReads, namesWith, patternsWith, readsJob } from '../../lib/model/metric-reads.js';

const namesIn = (expr: string) => metricReads(expr).map(({ name }) => name);
const [any] = metricReads('x');

describe('what an expression reads', () => {
  it('is every selector, by its name and its job', () => {
    expect(metricReads('rate(a_total{job="a"}[5m]) / on (node) b{job=~"b|c",node!=""}')).toEqual([
      { name: 'a_total', jobs: ['a'], quantile: false, text: 'a_total{job="a"}' },
      { name: 'b', jobs: [{ re: 'b|c' }], quantile: false, text: 'b{job=~"b|c",node!=""}' },
    ]);
  });

  it.each([
    ['what may be absent', 'absent(a{job="x"})', ['a']],
    ['a name among the labels', '{__name__="a",job="x"}', ['a']],
    ['a name in quotes', '{"a.b",job="x"}', ['a.b']],
    ['a name as an expression', '{__name__=~"a_.+"}', [{ re: 'a_.+' }]],
    ['no name', '{job="x"}', [undefined]],
    ['what its name is not', '{__name__!="a",job="x"}', [undefined]],
    ['a subquery', 'max_over_time(rate(a[5m])[1h:])', ['a']],
    ["Grafana's own variables", 'rate(a[$__rate_interval]) * $__range_s', ['a']],
    ['a length of time that people choose', 'rate(a[$window] offset ${ago})', ['a']],
    ['a number that people choose', 'topk($top, a)', ['a']],
    ['a label that people choose', 'sum by ($label) (rate(a[[[window]]]))', ['a']],
    ['a name that people choose', '$metric{job="x"}', [undefined]],
    ['part of a name that people choose', '{__name__=~"a_$part",job="x"}', [undefined]],
  ])('of %s', (_, expr, names) => {
    expect(namesIn(expr)).toEqual(names);
  });

  it('is of any job where people choose it', () => {
    for (const job of ['$job', '${job:regex}', '[[job]]'])
      expect(metricReads(`a{job=~"${job}"}`)[0]?.jobs).toEqual([]);
  });

  it('is refused where it cannot be read', () => {
    expect(() => metricReads('sum(a')).toThrow(
      new Error('unexpected end at column 6; correct it there'),
    );
  });

  it.each([
    ['a{job="x"}', 'x', true],
    ['a{job="x"}', 'xy', false],
    ['a{job!="x"}', 'x', false],
    ['a{job!="x"}', 'y', true],
    ['a{job=~"x|y.+"}', 'yes', true],
    ['a{job=~"x|y.+"}', 'z', false],
    ['a{job!~"x.*"}', 'xy', false],
    ['a{job=~".+",job!="x"}', 'x', false],
    ['a{job=~"$job",job!="x"}', 'y', true],
    // What RE2 and JavaScript may read otherwise counts, whatever it is.
    ['a{job=~"(?i)X"}', 'x', true],
    ['a{job=~"[[:alpha:]]"}', 'x', true],
    ['a{job=~"("}', 'x', true],
  ])('of %s is of job %s: %s', (expr, job, expected) => {
    const [read = any] = metricReads(expr);
    expect(read && readsJob(read, job)).toBe(expected);
  });
});

describe('what is kept with a name', () => {
  it.each([
    ['x_bucket', ['x_bucket', 'x_sum', 'x_count']],
    ['x_sum', ['x_sum', 'x_count']],
    ['x_count', ['x_count', 'x_sum']],
    ['x', ['x']],
  ])('%s', (name, all) => {
    expect(namesWith(name)).toEqual(all);
  });

  it.each([
    ['x_.+_bucket', ['x_.+_bucket', 'x_.+_(?:sum|count)']],
    ['x_.+', ['x_.+']],
    ['x|y_bucket', ['x|y_bucket']],
  ])('by the expression %s', (pattern, all) => {
    expect(patternsWith(pattern)).toEqual(all);
  });

  it('is of a quantile its sum and its count', () => {
    const [{ name = '', quantile = false } = {}] = metricReads('x{quantile="0.99"}');
    expect(namesWith(String(name), quantile)).toEqual(['x', 'x_sum', 'x_count']);
  });
});
