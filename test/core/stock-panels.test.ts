import { describe, expect, it } from 'vitest';
import {
  type Asking,
  asking,
  componentDashboard,
  configurationStat,
  countDown,
  Endpoint,
  failedRequestsStat,
  orZero,
  ownLines,
  processPanels,
  shareOf,
  upStat,
} from '../../lib/core/index.js';
import { dashboardJson, inCluster, type Panel, type Row } from '../../lib/model/dashboard/index.js';
import { promqlError } from '../../lib/model/promql-syntax.js';

const endpoint = Endpoint.fromUrl('http://store.example.com');
const prometheus = { uid: 'prometheus', type: 'prometheus', endpoint } as const;
const loki = { uid: 'logs', type: 'loki', endpoint } as const;
const shop: Asking = asking(prometheus, { ...inCluster, job: 'shop' });

const exprsOf = (parts: readonly (Panel | Row)[]): readonly string[] =>
  parts.flatMap((part) => (part.kind === 'row' ? [] : part.json.targets.map(({ expr }) => expr)));
const own = 'cluster=~"$cluster",job="shop"';

describe('the dashboard of a component', () => {
  const made = (job: string) =>
    componentDashboard({
      job,
      namespace: 'shops',
      product: 'Web Shop',
      description: 'For whoever runs it: is it open?',
      panels: (component) => [upStat(component, { symptom: 'nobody can buy' })],
    });

  it.each([
    ['web-shop', 'Web Shop'],
    ['shop-eu', 'Web Shop: shop-eu'],
  ])('of job %s is titled %s', (job, title) => {
    expect(made(job)).toMatchObject({
      uid: job,
      title,
      folder: 'Observability',
      needs: ['prometheus'],
    });
  });

  it('asks about its own job in the clusters chosen', () => {
    const dashboard = made('shop');
    const json = JSON.parse(dashboardJson(dashboard, dashboard.spec({ prometheus })));
    expect(json.tags).toEqual(['observability', 'web-shop']);
    expect(json.templating.list.map(({ name }: { name: string }) => name)).toEqual(['cluster']);
    expect(json.panels[0].targets[0].expr).toBe(`sum(up{${own}})`);
  });

  it('leads to the alerts, and to its own pods', () => {
    const dashboard = made('shop');
    const json = JSON.parse(dashboardJson(dashboard, dashboard.spec({ prometheus })));
    const urls = json.links.map(({ url }: { url: string }) => url);
    expect(urls).toEqual([
      '/d/prometheus-alerts',
      '/d/cluster-workload?var-namespace=shops&var-workload=shop',
      '/d/cluster-namespace?var-namespace=shops',
    ]);
  });
});

describe('panels that every component can have', () => {
  it.each([
    [1, [null, 1]],
    [3, [null, 1, 3]],
  ])('tell how many of %i replicas are up', (replicas, limits) => {
    const { json } = upStat(shop, { replicas, symptom: 'nobody can buy' });
    expect(json.description).toBe(
      `Replicas that answer a scrape, of ${replicas}. 0: nobody can buy.`,
    );
    expect(json.fieldConfig?.defaults.thresholds?.steps.map(({ value }) => value)).toEqual(limits);
  });

  it('tell whether the last configuration was taken', () => {
    expect(exprsOf([configurationStat(shop, 'shop_config_ok')])).toEqual([
      `min(shop_config_ok{${own}})`,
    ]);
  });

  it('tell which share of requests failed', () => {
    const all = `rate(shop_requests_total{${own}}[$__rate_interval])`;
    const failed = `rate(shop_requests_total{${own},status_code=~"5.."}[$__rate_interval])`;
    expect(exprsOf([failedRequestsStat(shop, 'shop_requests_total')])).toEqual([
      `sum(${failed}) / sum(${all}) > 0 or 0 * sum(${all})`,
    ]);
  });

  it.each([
    [false, 'cluster, namespace, pod', '{{pod}}'],
    [true, 'cluster, namespace, node, pod', '{{node}} {{pod}}'],
  ])('tell what each process takes, on every node: %s', (onNodes, labels, legend) => {
    const parts = processPanels(shop, { memory: 'It grows with goods.', onNodes });
    expect(exprsOf(parts)).toEqual([
      `topk(10, sum by (${labels}) (process_resident_memory_bytes{${own}}))`,
      `topk(10, sum by (${labels}) (rate(process_cpu_seconds_total{${own}}[$__rate_interval])))`,
    ]);
    expect(parts.flatMap((p) => (p.kind === 'row' ? [] : p.json.description))).toEqual([
      'Memory of the process. It grows with goods.',
      'Cores in use.',
    ]);
    const [, memory] = parts;
    expect(memory?.kind === 'panel' && memory.json.targets[0]?.legendFormat).toBe(legend);
  });

  it('show its own lines, where logs are collected', () => {
    const facts = { product: 'Shop', namespace: 'shop', container: 'web' };
    expect(ownLines({ prometheus }, facts)).toEqual([]);
    expect(exprsOf(ownLines({ prometheus, loki }, facts))).toEqual([
      '{cluster=~"$cluster",container="web",namespace="shop"} | logfmt | level =~ "(?i)(warn|error)"',
    ]);
  });
});

describe('a 0 is said only by what would count', () => {
  it.each([
    [orZero(shop, 'sum(rate(a_total[5m]))'), `sum(rate(a_total[5m])) or 0 * sum(up{${own}} == 1)`],
    [shareOf('a', 'b'), 'sum(a) / sum(b) > 0 or 0 * sum(b)'],
    [countDown('up'), 'sum(1 - up)'],
  ])('%s', (expr, expected) => {
    expect(expr).toBe(expected);
    expect(promqlError(expr.replaceAll('$cluster', 'x'))).toBeUndefined();
  });
});
