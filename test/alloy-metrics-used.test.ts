import { describe, expect, it } from 'vitest';
import type { AlloyProps } from '../lib/alloy/index.js';
import { type IScrapeTarget, scrapePods } from '../lib/core/index.js';
import { drop } from '../lib/model/relabel.js';
import { Prometheus } from '../lib/prometheus/index.js';
import { configOf, onNodes, pair } from './alloy-parts.js';
import { oneFault, synth } from './grafana-parts.js';
import { testChart } from './support.js';

const shop: IScrapeTarget = scrapePods({
  ...{ job: 'shop', namespace: 'shop', labels: { app: 'shop' }, port: 8080 },
  metricRelabel: [drop({ from: ['__name__'], matches: 'go_.+' })],
});

/** An Alloy that sends to a Prometheus, which asks about shops and hosts. */
function sending(props: Partial<AlloyProps> = { metrics: 'used' }) {
  const chart = testChart();
  const alloy = onNodes(chart, props);
  const prometheus = new Prometheus(chart, 'prometheus', { scrapeItself: false });
  alloy.sendMetricsTo(prometheus);
  prometheus.addRules({
    rules: () => [
      {
        name: 'shop',
        language: 'promql',
        rules: [
          { record: 'a:sum', expr: 'sum by (cluster) (shop_seconds_count{job="shop"})' },
          { record: 'b:sum', expr: 'sum by (cluster) (node_load1{job="node-exporter"})' },
        ],
      },
    ],
  });
  return { chart, alloy, prometheus };
}

/** The expressions by which series are kept. */
const kept = (text: string): readonly string[] =>
  [
    ...text.matchAll(/action += "keep"\n\t\tsource_labels = \["__name__"\]\n\t\tregex += (".+")/g),
  ].map(([, regex = '""']) => JSON.parse(regex));

describe('an Alloy', () => {
  it('keeps what is read where it sends to, and what a scrape says of itself', async () => {
    const { chart, alloy } = sending();
    alloy.scrape(shop);
    alloy.collectHostMetrics();
    const text = configOf(chart);
    await expect(text).toMatchFileSnapshot('golden/alloy/metrics-used.alloy');
    const [hosts, network, own] = kept(text);
    expect(hosts).toMatch(/^node_load1\|scrape_.+\|up$/);
    expect(network).toBe(hosts);
    expect(own).toMatch(/\|shop_seconds_count\|shop_seconds_sum\|up$/);
  });

  it('keeps all by default, and where a job says so', () => {
    const all = sending({});
    all.alloy.scrape(shop);
    expect(kept(configOf(all.chart))).toEqual([]);
    const told = sending();
    told.alloy.scrape(shop, { metrics: 'all' });
    told.alloy.collectHostMetrics({ metrics: { keep: ['node_md_.+'] } });
    expect(kept(configOf(told.chart))).toEqual([
      expect.stringMatching(/^node_load1\|node_md_\.\+\|/),
      expect.stringMatching(/^node_load1\|node_md_\.\+\|/),
    ]);
  });

  it('is told after its arrows as well as before', () => {
    const early = sending();
    early.alloy.scrape(shop);
    const chart = testChart();
    const alloy = onNodes(chart, { metrics: 'used' });
    alloy.scrape(shop);
    const prometheus = new Prometheus(chart, 'prometheus', { scrapeItself: false });
    prometheus.addRules({
      rules: () => [
        {
          name: 'shop',
          language: 'promql',
          rules: [{ record: 'a:sum', expr: 'sum by (cluster) (shop_seconds_count{job="shop"})' }],
        },
      ],
    });
    alloy.sendMetricsTo(prometheus);
    expect(kept(configOf(chart))).toEqual(kept(configOf(early.chart)));
  });

  it('keeps of what shows others nothing of jobs that its Prometheus scrapes itself', () => {
    const { chart, alloy, prometheus } = sending();
    const pods = { namespace: 'shop', labels: { app: 'x' }, port: 8080 };
    alloy.scrape(scrapePods({ ...pods, job: 'gateway', honorLabels: true }));
    prometheus.scrape(shop);
    const [gateway] = kept(configOf(chart));
    expect(gateway).toMatch(/^node_load1\|/);
    expect(gateway).not.toContain('shop_seconds');
  });

  it('does not guess what is read elsewhere', () => {
    const chart = testChart();
    const alloy = onNodes(chart, { metrics: 'used' });
    alloy.scrape(shop);
    alloy.sendMetricsTo(pair);
    expect(synth(chart)).toThrow(
      oneFault(
        'chart/alloy: job "shop": metrics "used" cannot be known, as samples go to ' +
          '"https://prometheus-0.example.com/api/v1/write", which does not say what is read there; ' +
          "name it in metrics: { keep: ['name', …] }, or give metrics: 'all'",
      ),
    );
  });

  it('is told once what it keeps of a job', () => {
    const { alloy } = sending();
    alloy.scrape(shop);
    expect(() => alloy.scrape(shop)).not.toThrow();
    expect(() => alloy.scrape(shop, { metrics: 'all' })).toThrow(
      new Error('chart/alloy: job "shop" is told metrics undefined and "all"; say it once'),
    );
  });

  it('refuses what is none of the choices', () => {
    const metrics = 'some' as never;
    const choices = `metrics "some" is not one of the choices; give 'all', 'used' or { keep: ['name', …] }`;
    expect(() => sending({ metrics })).toThrow(new Error(`chart/alloy: ${choices}`));
    expect(() => sending().alloy.scrape(shop, { metrics })).toThrow(
      new Error(`chart/alloy: scrape: ${choices}`),
    );
    expect(() => sending().alloy.collectHostMetrics({ metrics })).toThrow(
      new Error(`chart/alloy: collectHostMetrics: ${choices}`),
    );
  });
});
