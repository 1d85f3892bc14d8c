import { describe, expect, it } from 'vitest';
import {
  counter,
  documented,
  exposedNames,
  gauge,
  histogram,
  type Metric,
  summary,
  untyped,
} from '../../lib/model/metrics.js';

const series = (metric: Metric) =>
  Object.fromEntries(
    exposedNames({ program: 'shop', version: '1.0.0', metrics: { shop_visits: metric } }),
  );

describe('exposedNames', () => {
  it.each([
    { type: 'a counter', metric: counter('code'), names: { shop_visits: ['code'] } },
    { type: 'a gauge', metric: gauge(), names: { shop_visits: [] } },
    { type: 'an untyped metric', metric: untyped('code'), names: { shop_visits: ['code'] } },
    {
      type: 'a histogram',
      metric: histogram('code'),
      names: {
        shop_visits_bucket: ['code', 'le'],
        shop_visits_count: ['code'],
        shop_visits_sum: ['code'],
      },
    },
    {
      type: 'a summary',
      metric: summary('code'),
      names: {
        shop_visits: ['code', 'quantile'],
        shop_visits_count: ['code'],
        shop_visits_sum: ['code'],
      },
    },
  ])('gives the series of $type with their labels', ({ metric, names }) => {
    expect(series(metric)).toEqual(names);
  });
});

describe('documented', () => {
  it('puts the page on each metric, and leaves the rest as it was', () => {
    expect(documented('https://example.com/m', { a: counter('code'), b: gauge() })).toEqual({
      a: { type: 'counter', labels: ['code'], source: 'https://example.com/m' },
      b: { type: 'gauge', labels: [], source: 'https://example.com/m' },
    });
  });
});
