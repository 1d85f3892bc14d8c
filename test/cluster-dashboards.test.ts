import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { autoscalers, Cluster, clusterHealth, type Driver } from '../lib/cluster/index.js';
import { cadvisorMetrics } from '../lib/cluster/metrics.js';
import { type Dashboard, Endpoint, type Platform, platform } from '../lib/core/index.js';
import { kubeStateMetricsMetrics } from '../lib/kube-state-metrics/metrics.js';
import { dashboardJson } from '../lib/model/dashboard/index.js';
import { exposedNames } from '../lib/model/metrics.js';
import { nodeExporterMetrics } from '../lib/node-exporter/metrics.js';
import { podMetric } from '../lib/prometheus-adapter/index.js';
import { drawn } from './drawn.js';
import { testChart } from './support.js';

const requests = podMetric({
  name: 'nginx_http_requests_total',
  series: 'nginx_http_requests_total',
  as: 'rate',
  interval: Duration.seconds(15),
});
const driver: Driver = { title: 'Requests a second', unit: 'reqps', metric: requests };
const live = autoscalers({ drivers: [driver] });

const open = platform('generic', {
  controlPlane: ['kube-scheduler', 'kube-controller-manager', 'etcd', 'kube-proxy'],
});
const boardsOn = (on: Platform): readonly Dashboard[] =>
  new Cluster(testChart({ platform: on }), 'cluster').dashboards;
const controlPlane = boardsOn(open).filter(({ uid }) =>
  ['cluster-api-server', 'cluster-control-plane'].includes(uid),
);

/** The dashboard as it is written, for the default Prometheus. */
const json = (dashboard: Dashboard): string =>
  dashboardJson(
    dashboard,
    dashboard.spec({
      prometheus: {
        uid: 'prometheus',
        type: 'prometheus',
        endpoint: Endpoint.fromUrl('http://prometheus.example.com:9090'),
      },
    }),
  );

describe('renders its config', () => {
  it.each<readonly [string, Dashboard]>([
    ['health', clusterHealth()],
    ['autoscalers', live],
    ...controlPlane.map((board) => [board.uid, board] as const),
  ])('of %s', async (name, dashboard) => {
    await expect(json(dashboard)).toMatchFileSnapshot(`golden/cluster/${name}.json`);
  });
});

describe('offers', () => {
  it.each(controlPlane)('$title, in words that Prometheus understands', (dashboard) => {
    const { panels, faults } = drawn(dashboard);
    expect(faults).toEqual([]);
    expect(dashboard).toMatchObject({ folder: 'Kubernetes', needs: ['prometheus'] });
    const first = panels.findIndex(({ type }) => type === 'row');
    expect(first).toBeGreaterThanOrEqual(6);
    expect(new Set(panels.slice(0, first).map(({ type }) => type))).toEqual(new Set(['stat']));
  });

  it('of the control plane only parts that are scraped, and nothing where none is', () => {
    expect(controlPlane.map(({ title }) => title)).toEqual(['API server', 'Control plane']);
    const uids = boardsOn(platform('generic')).map(({ uid }) => uid);
    expect(uids).toContain('cluster-api-server');
    expect(uids).not.toContain('cluster-control-plane');
    const some = boardsOn(platform('generic', { controlPlane: ['kube-scheduler'] }));
    const board = some.find(({ uid }) => uid === 'cluster-control-plane');
    const titles = drawn(board).panels.map(({ title }) => title);
    expect(titles).toContain('Scheduler');
    expect(titles).not.toContain('Controllers');
    expect(titles).not.toContain('etcd');
    expect(drawn(board).exprs.join('\n')).not.toMatch(/etcd|kubeproxy/);
  });

  it.each([clusterHealth(), live])('$title, in words that Prometheus understands', (dashboard) => {
    const { panels, faults } = drawn(dashboard);
    expect(faults).toEqual([]);
    expect(dashboard).toMatchObject({ folder: 'Kubernetes', needs: ['prometheus'] });
    expect(panels.filter(({ type }) => type === 'table').length).toBeGreaterThanOrEqual(2);
  });

  it('only what kube-state-metrics, cAdvisor and node-exporter expose, and what is given in', () => {
    const known = [kubeStateMetricsMetrics, cadvisorMetrics, nodeExporterMetrics].flatMap((c) => [
      ...exposedNames(c).keys(),
    ]);
    const exprs = [clusterHealth(), autoscalers()].flatMap((d) => drawn(d).exprs);
    const read = exprs.flatMap((e) => e.match(/\b(kube|container|node|machine)_\w+(?=\{)/g) ?? []);
    expect(read.length).toBeGreaterThan(50);
    expect(read.filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe('derives', () => {
  it('a panel for each driver, from the question that its metric is answered by', () => {
    const { panels, exprs } = drawn(live);
    expect(panels.map(({ title }) => title)).toContain('Requests a second, by pod');
    expect(exprs).toContain(
      'sum by (pod) (rate(nginx_http_requests_total{cluster=~"$cluster",namespace=~"$namespace"}[1m]))',
    );
    expect(exprs).toContain(
      'max by (cluster, namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_spec_target_metric{cluster=~"$cluster",horizontalpodautoscaler=~"$horizontalpodautoscaler",metric_name="nginx_http_requests_total",namespace=~"$namespace"})',
    );
  });

  it('none where none is given', () => {
    expect(drawn(autoscalers()).panels.map(({ title }) => title)).not.toContain(
      'Requests a second, by pod',
    );
  });
});

describe('refuses', () => {
  it('two drivers of one title', () => {
    expect(() => autoscalers({ drivers: [driver, driver] })).toThrow(
      new Error(
        'autoscalers: driver "Requests a second" is given twice; give each a title of its own',
      ),
    );
  });
});
