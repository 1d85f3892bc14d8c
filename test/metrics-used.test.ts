import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import {
  type Dashboard,
  type IRuleSource,
  type IScrapeTarget,
  type KeptMetrics,
  scrapePods,
} from '../lib/core/index.js';
import { Grafana } from '../lib/grafana/index.js';
import type { RuleGroup } from '../lib/model/rule.js';
import { Prometheus, type PrometheusProps } from '../lib/prometheus/index.js';
import { PrometheusAdapter, podMetric } from '../lib/prometheus-adapter/index.js';
import { admin, oneFault, synth } from './grafana-parts.js';
import { store } from './prometheus-parts.js';
import { fileOf, testChart } from './support.js';

const job = (name: string, more = {}): IScrapeTarget =>
  scrapePods({ job: name, namespace: 'shop', labels: { app: name }, port: 8080, ...more });

const rules = (...exprs: readonly string[]): IRuleSource => ({
  rules: () => [{ name: 'shop', language: 'promql', rules: exprs.map(alert) } satisfies RuleGroup],
});
const alert = (expr: string, i: number) =>
  ({
    alert: `Shop${i}`,
    expr,
    severity: 'warning',
    summary: 'The shop fares ill',
    description: 'It does.',
  }) as const;

/** A Prometheus that stores what is used, and nothing of its own. */
function using(props: PrometheusProps = { metrics: 'used' }) {
  const chart = testChart();
  const prometheus = new Prometheus(chart, 'prometheus', { scrapeItself: false, ...props });
  return { chart, prometheus };
}

/** A dashboard of a file, each question in a panel of its own. */
const board = (...exprs: readonly string[]): Dashboard => ({
  ...{ uid: 'shop', title: 'Shop', folder: 'Shop', needs: ['prometheus'] },
  spec: ({ prometheus: datasource }) => ({
    imported: {
      panels: exprs.map((expr, i) => ({
        type: 'stat',
        title: `P${i}`,
        datasource: { type: 'prometheus', uid: datasource?.uid ?? '' },
        targets: [{ expr }],
      })),
    },
  }),
});

/** Shows a dashboard of what a Prometheus is asked. */
function showing({ chart, prometheus }: ReturnType<typeof using>, ...exprs: readonly string[]) {
  const grafana = new Grafana(chart, 'grafana', { login: admin });
  grafana.addDatasource(prometheus, { default: true });
  grafana.addDashboard(board(...exprs));
}

interface Step {
  readonly action?: string;
  readonly regex?: string;
}

/** The last step on the series of each job; nothing where there is none. */
function kept({ chart }: ReturnType<typeof using>): Readonly<Record<string, string | undefined>> {
  const { scrape_configs: jobs } = load(fileOf(chart, 'prometheus-config', 'prometheus.yaml')) as {
    scrape_configs: { job_name: string; metric_relabel_configs?: Step[] }[];
  };
  return Object.fromEntries(
    jobs.map(({ job_name, metric_relabel_configs: steps }) => {
      const last = steps?.at(-1);
      return [job_name, last && `${last.action} ${last.regex}`];
    }),
  );
}

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
