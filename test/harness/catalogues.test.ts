import { describe, expect, it } from 'vitest';
import { counter, documented, gauge, histogram } from '../../lib/model/metrics.js';
import { catalogueHolds } from '../conformance/flow/metrics/catalogues.js';

const catalogue = {
  program: 'shop',
  version: '1.2.3',
  metrics: {
    shop_open: gauge('door'),
    shop_seconds: histogram('code'),
    shop_visits_total: counter('code'),
    ...documented('https://shop.example.com/metrics', { shop_fires_total: counter('room') }),
  },
};

const page = `# TYPE shop_open gauge
shop_open{door="front"} 1
# TYPE shop_seconds histogram
shop_seconds_bucket{code="200",le="+Inf"} 1
shop_seconds_sum{code="200"} 1
shop_seconds_count{code="200"} 1
# TYPE shop_visits_total counter
shop_visits_total{code="200"} 1
`;

const holds = (text: string, known?: Parameters<typeof catalogueHolds>[2]) =>
  catalogueHolds(catalogue, [text], known);

describe('a catalogue', () => {
  it('holds for what its program shows, but for what nobody could see', () => {
    expect(holds(page)).toEqual({ saw: 3, faults: [], report: ['shop: shows 3 of 4'] });
  });

  it('holds for a metric that has no sample yet', () => {
    expect(holds(page.replace(/^shop_visits.+\n/m, '')).faults).toEqual([]);
  });

  it.each([
    ['a metric more', `${page}shop_new 1\n`, 'shop_new is shown, and not listed: a untyped'],
    [
      'a metric less',
      page.replaceAll(/^.*shop_open.*\n/gm, ''),
      'shop_open is listed, and not shown',
    ],
    [
      'another type',
      page.replace('visits_total counter', 'visits_total gauge'),
      'shop_visits_total is a gauge, and listed as counter',
    ],
    [
      'a label more',
      page.replace('{door', '{shop="a",door'),
      'shop_open{shop} is a label that the program shows, and is not listed',
    ],
    [
      'a label less',
      page.replace('{door="front"}', ''),
      'shop_open{door} is a listed label, and the program does not show it',
    ],
    [
      'another label of what is listed by its source',
      `${page}# TYPE shop_fires_total counter\nshop_fires_total{floor="1",room="2"} 1\n`,
      'shop_fires_total{floor} is a label that the program shows, and is not listed',
    ],
  ])('does not hold for %s', (_, text, fault) => {
    expect(holds(text).faults).toEqual([`shop: ${fault}`]);
  });

  it('does not hold for nothing', () => {
    expect(catalogueHolds(catalogue, []).faults).toEqual(['shop: nothing of it is scraped']);
  });

  it('may differ in what is said to differ, which is counted', () => {
    const text = page.replaceAll(/^.*shop_open.*\n/gm, '');
    expect(holds(text, { unshown: [[/shop_open/, 'it is night']] })).toEqual({
      saw: 2,
      faults: [],
      report: ['shop: shows 2 of 4; 1 unshown: it is night'],
    });
    // A whole name: one that begins so is another metric. And not the other way round.
    expect(holds(text, { unshown: [[/shop_op/, '']] }).faults).toHaveLength(1);
    expect(holds(text, { unlisted: [[/shop_open/, '']] }).faults).toHaveLength(1);
  });
});
