import { describe, expect, it } from 'vitest';
import { Grafana } from '../lib/grafana/index.js';
import { Prometheus } from '../lib/prometheus/index.js';
import { PrometheusAdapter, podMetric } from '../lib/prometheus-adapter/index.js';
import { admin } from './grafana-parts.js';
import { alert, board, job, kept, rules, showing, using } from './metrics-used-parts.js';
import { fileOf } from './support.js';

describe('renders its config', () => {
  it('with what each job shows that is read, at the end of its steps', async () => {
    const { chart, prometheus } = using();
    prometheus.scrape(job('shop', { metricRelabel: [] }));
    prometheus.scrape(job('till'));
    prometheus.addRules(
      rules('rate(shop_requests_total{job="shop"}[5m]) > 1', 'absent(open{job="till"})'),
    );
    await expect(fileOf(chart, 'prometheus-config', 'prometheus.yaml')).toMatchFileSnapshot(
      'golden/prometheus/used.yml',
    );
  });

  it('as ever where all is stored, and by default', () => {
    for (const props of [{}, { metrics: 'all' }] as const) {
      const made = using(props);
      made.prometheus.scrape(job('shop'));
      expect(kept(made)).toEqual({ shop: undefined });
    }
  });
});

describe('keeps', () => {
  it('of each job what is read of it, and of all what is read of any', () => {
    const made = using();
    made.prometheus.scrape(job('shop'));
    made.prometheus.scrape(job('till'));
    made.prometheus.addRules(
      rules('a{job="shop"} > 1', 'b{job!="shop"} > 1', 'c{job=~"till|shop"} > 1', 'd > 1'),
    );
    expect(kept(made)).toMatchObject({
      shop: expect.stringMatching(/^keep a\|c\|d\|/),
      till: expect.stringMatching(/^keep b\|c\|d\|/),
    });
  });

  it('nothing that is recorded on the spot, and what recording reads', () => {
    const made = using();
    made.prometheus.scrape(job('shop'));
    made.prometheus.addRules({
      rules: () => [
        {
          name: 'shop',
          language: 'promql',
          rules: [
            { record: 'shop:a:sum', expr: 'sum by (cluster) (a)' },
            alert('shop:a:sum > 1', 1),
          ],
        },
      ],
    });
    expect(kept(made).shop).toMatch(/^keep a\|/);
    expect(kept(made).shop).not.toContain('shop:a:sum');
  });

  it('of a histogram the sum and the count together, and buckets where they are read', () => {
    const made = using();
    made.prometheus.scrape(job('shop'));
    made.prometheus.addRules(
      rules(
        'histogram_quantile(0.9, sum by (le) (rate(a_seconds_bucket[5m]))) > 1',
        'rate(b_seconds_count[5m]) > 1',
        'c_seconds{quantile="0.9"} > 1',
      ),
    );
    expect(kept(made).shop).toMatch(
      /^keep a_seconds_bucket\|a_seconds_count\|a_seconds_sum\|b_seconds_count\|b_seconds_sum\|c_seconds\|c_seconds_count\|c_seconds_sum\|/,
    );
  });

  it('what a name matches, and all of a job that is asked for whole', () => {
    const made = using();
    made.prometheus.scrape(job('shop'));
    made.prometheus.scrape(job('till'));
    made.prometheus.addRules(
      rules('count({__name__=~"a_.+|b",job="till"}) > 1', 'count({job="shop"}) > 1'),
    );
    expect(kept(made).till).toMatch(/^keep \(\?:a_\.\+\|b\)\|/);
    expect(kept(made).shop).toBeUndefined();
  });

  it('what an alert looks up for its text', () => {
    const made = using();
    made.prometheus.scrape(job('shop'));
    const looking = {
      ...alert('a > 1', 0),
      description: '{{ range query "b{job=\\"shop\\"}" }}{{ . | value }}{{ end }}',
    };
    made.prometheus.addRules({
      rules: () => [{ name: 'shop', language: 'promql', rules: [looking] }],
    });
    expect(kept(made).shop).toMatch(/^keep a\|b\|/);
  });

  it('what dashboards ask, in panels and in choices', () => {
    const made = using();
    made.prometheus.scrape(job('shop'));
    showing(made, 'shop_open{job="shop"}', 'shop_sold_total{job=~"$job"}');
    expect(kept(made).shop).toMatch(/\|shop_open\|shop_sold_total\|up$/);
  });

  it('nothing that a dashboard asks another', () => {
    const made = using();
    made.prometheus.scrape(job('shop'));
    const grafana = new Grafana(made.chart, 'grafana', { login: admin });
    grafana.addDatasource(new Prometheus(made.chart, 'other'), { default: true });
    grafana.addDatasource(made.prometheus);
    grafana.addDashboard(board('shop_open'));
    expect(kept(made).shop).not.toContain('shop_open');
  });

  it('what an adapter answers from, use of CPU and memory as well', () => {
    const made = using();
    made.prometheus.scrape(job('shop'));
    const adapter = new PrometheusAdapter(made.chart, 'adapter', { resourceMetrics: true });
    adapter.query(made.prometheus);
    adapter.serve(podMetric({ name: 'orders', series: 'shop_orders_total', as: 'rate' }));
    for (const name of [
      'shop_orders_total',
      'container_cpu_usage_seconds_total',
      'node_memory_MemAvailable_bytes',
    ])
      expect(kept(made).shop?.split(/[ |]/)).toContain(name);
  });

  it('what is read where it writes to, too', () => {
    const made = using();
    made.prometheus.scrape(job('shop'));
    const far = new Prometheus(made.chart, 'far', { scrapeItself: false });
    far.addRules(rules('a{job="shop"} > 1'));
    made.prometheus.sendMetricsTo(far);
    // Back again: neither asks the other for ever.
    far.sendMetricsTo(made.prometheus);
    expect(kept(made).shop).toMatch(/^keep a\|/);
  });

  it('of a target that shows others, what is read of jobs that nobody scrapes', () => {
    const made = using();
    made.prometheus.scrape(job('gateway', { honorLabels: true }));
    made.prometheus.scrape(job('shop'));
    made.prometheus.addRules(rules('a{job="backup"} > 1', 'b{job="shop"} > 1'));
    expect(kept(made).gateway).toMatch(/^keep a\|/);
    expect(kept(made).gateway).not.toContain('b|');
    expect(kept(made).shop).toMatch(/^keep b\|/);
  });

  it('nothing where nothing is read', () => {
    const made = using({ metrics: 'all' });
    made.prometheus.scrape(job('shop'), { metrics: { keep: ['a_.+'] } });
    expect(kept(made).shop).toMatch(/^keep a_\.\+\|scrape_/);
  });
});
