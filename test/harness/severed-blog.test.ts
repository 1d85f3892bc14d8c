import { describe, expect, it } from 'vitest';
import { PrometheusApi } from '../conformance/flow/ask/ask-prometheus.js';
import { Load } from '../conformance/flow/severed-blog/load.js';
import { doubled } from '../conformance/flow/severed-blog/metrics.js';
import { quantity } from '../conformance/flow/severed-blog/metrics-apis.js';

describe('a quantity', () => {
  it.each([
    ['4', 4],
    ['0.5', 0.5],
    ['12500m', 12.5],
    ['2k', 2000],
  ])('%s is %d', (text, number) => {
    expect(quantity(text)).toBeCloseTo(number);
  });

  it('is refused where its suffix is not known', () => {
    expect(() => quantity('3Ki')).toThrow(
      '"3Ki" is no quantity that is known here; teach metrics-apis.ts',
    );
  });
});

describe('two ways into Prometheus', () => {
  /** One that has these jobs, and counts so many series `up` of a target. */
  const prometheus = (scrapePools: readonly string[], count: string) =>
    new PrometheusApi('http://prometheus', async ({ url }) => {
      const metric = { job: 'cadvisor', instance: 'node-1' };
      const data = url.endsWith('/scrape_pools')
        ? { scrapePools }
        : { resultType: 'vector', result: [{ metric, value: [0, count] }] };
      return { status: 200, body: JSON.stringify({ data }) };
    });

  it('are right where each target comes by one of them', async () => {
    expect(await doubled(prometheus(['prometheus'], '1'))).toEqual({ saw: 1, faults: [] });
  });

  it('are found out where both scrape a job, or one target is there twice', async () => {
    const { faults } = await doubled(prometheus(['prometheus', 'cadvisor'], '2'));
    expect(faults).toEqual([
      'cadvisor: Prometheus scrapes it, and the agents too',
      '{"job":"cadvisor","instance":"node-1"}: 2 series up',
    ]);
  });
});

describe('load', () => {
  /** What comes of it, by what is answered. */
  const endured = async (answer: () => Promise<number>) => {
    const fetch = async () => ({ status: await answer(), headers: {}, body: '' });
    const load = Load.start({ fetch }, 'http://blog/', 8);
    await load.end();
    return { answered: load.answered, faults: [...load.faults] };
  };

  it('counts what is answered', async () => {
    expect(await endured(async () => 200)).toEqual({ answered: 2, faults: [] });
  });

  it('tells of other answers, and of none, once each', async () => {
    const refused = async () => {
      throw new Error('ECONNREFUSED');
    };
    expect(await endured(async () => 502)).toEqual({ answered: 2, faults: ['http://blog/: 502'] });
    expect(await endured(refused)).toEqual({ answered: 0, faults: ['ECONNREFUSED'] });
  });
});
