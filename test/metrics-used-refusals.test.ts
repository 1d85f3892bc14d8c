import { describe, expect, it } from 'vitest';
import type { KeptMetrics } from '../lib/core/index.js';
import { Grafana } from '../lib/grafana/index.js';
import { PrometheusAdapter, podMetric } from '../lib/prometheus-adapter/index.js';
import { admin, oneFault, synth } from './grafana-parts.js';
import { board, job, kept, rules, showing, using } from './metrics-used-parts.js';
import { store } from './prometheus-parts.js';
import { fileOf } from './support.js';

describe('is told', () => {
  const readingA = (metrics: KeptMetrics | undefined, more: object, options: object) => {
    const made = using(metrics === undefined ? {} : { metrics });
    made.prometheus.scrape(job('shop', more), options);
    made.prometheus.addRules(rules('a{job="shop"} > 1'));
    return kept(made).shop?.split('|')[0];
  };

  it('of a Prometheus, of a job before that, and as it is scraped before all', () => {
    expect(readingA(undefined, {}, {})).toBeUndefined();
    expect(readingA('used', {}, {})).toBe('keep a');
    expect(readingA('used', { metrics: 'all' }, {})).toBeUndefined();
    expect(readingA(undefined, { metrics: 'used' }, {})).toBe('keep a');
    expect(readingA(undefined, { metrics: 'used' }, { metrics: 'all' })).toBeUndefined();
    expect(readingA('all', {}, { metrics: { keep: ['Z'] } })).toBe('keep Z');
  });

  it('once: twice the same is the same', () => {
    const { prometheus } = using();
    const shop = job('shop');
    prometheus.scrape(shop, { metrics: 'all' });
    expect(() => prometheus.scrape(shop, { metrics: 'all' })).not.toThrow();
    expect(() => prometheus.scrape(shop)).toThrow(
      new Error('chart/prometheus: job "shop" is told metrics "all" and undefined; say it once'),
    );
  });

  it('in whatever order: the same bytes', () => {
    const text = (...order: readonly number[]) => {
      const made = using();
      const { prometheus, chart } = made;
      const adapter = new PrometheusAdapter(chart, 'adapter');
      adapter.serve(podMetric({ name: 'o', series: 'orders_total', as: 'rate' }));
      const grafana = new Grafana(chart, 'grafana', { login: admin });
      const arrows = [
        () => prometheus.scrape(job('till')),
        () => prometheus.scrape(job('shop')),
        () => prometheus.addRules(rules('b > 1', 'a > 1')),
        () => grafana.addDatasource(prometheus, { default: true }),
        () => grafana.addDashboard(board('d{job="shop"}', 'c{job="shop"}')),
        () => adapter.query(prometheus),
      ];
      for (const i of order) arrows[i]?.();
      return fileOf(chart, 'prometheus-config', 'prometheus.yaml');
    };
    expect(text(5, 4, 3, 2, 1, 0)).toBe(text(0, 1, 2, 3, 4, 5));
    expect(text(0, 1, 2, 3, 4, 5)).toContain('regex: a|b|c|d|orders_total|');
    expect(text(2, 0, 4, 1, 5, 3, 3, 5)).toBe(text(0, 1, 2, 3, 4, 5));
  });
});

describe('refuses', () => {
  const failing = (metrics: KeptMetrics, draw: (made: ReturnType<typeof using>) => void) => {
    const made = using({ metrics });
    made.prometheus.scrape(job('shop'));
    draw(made);
    return synth(made.chart);
  };

  it('to guess what is read where it writes to', () => {
    expect(failing('used', ({ prometheus }) => prometheus.sendMetricsTo(store))).toThrow(
      oneFault(
        'chart/prometheus: job "shop": metrics "used" cannot be known, as samples go to "https://metrics.example.com/api/v1/write", ' +
          "which does not say what is read there; name it in metrics: { keep: ['name', …] }, or give metrics: 'all'",
      ),
    );
    const told = failing({ keep: [] }, ({ prometheus }) => prometheus.sendMetricsTo(store));
    expect(told).not.toThrow();
  });

  it.each([
    ['{namespace="shop"}', '{namespace="shop"}'],
    ['{__name__=~".+",job!="x"}', '{__name__=~".+",job!="x"}'],
    ['rate({__name__=~"$metric"}[5m])', '{__name__=~"$metric"}'],
  ])('a dashboard that asks for all: %s', (expr, shown) => {
    expect(failing('used', (made) => showing(made, expr))).toThrow(
      oneFault(
        `chart/prometheus: dashboard "Shop", panel "P0": "${shown}" reads all metrics of all jobs, so that none is ` +
          "without use; name a metric or a job in it, or give metrics: 'all'",
      ),
    );
    expect(failing('all', (made) => showing(made, expr))).not.toThrow();
  });

  it('a dashboard that cannot be read', () => {
    expect(failing('used', (made) => showing(made, 'sum(a'))).toThrow(
      oneFault(
        'chart/prometheus: dashboard "Shop", panel "P0": "sum(a": unexpected end at column 6; correct it there',
      ),
    );
  });

  it('what is none of the choices', () => {
    const metrics = 'some' as never;
    const choices = `metrics "some" is not one of the choices; give 'all', 'used' or { keep: ['name', …] }`;
    expect(() => using({ metrics })).toThrow(new Error(`chart/prometheus: ${choices}`));
    expect(() => job('shop', { metrics })).toThrow(new Error(`job "shop": ${choices}`));
    expect(() => using().prometheus.scrape(job('shop'), { metrics })).toThrow(
      new Error(`chart/prometheus: scrape: ${choices}`),
    );
  });
});
