import { Duration, Size } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { keep } from '../lib/model/relabel.js';
import { Prometheus, type PrometheusProps } from '../lib/prometheus/index.js';
import { alertmanager, store, tenantsAlertmanager } from './prometheus-parts.js';
import { fileOf, inventory, objectOf, objectsOf, testChart } from './support.js';

/** What the container is told at its start. */
const argsOf = (chart: ReturnType<typeof testChart>): readonly string[] =>
  objectOf(chart, 'StatefulSet', 'prometheus').spec.template.spec.containers[0].args;
const configOf = (chart: ReturnType<typeof testChart>): string =>
  fileOf(chart, 'prometheus-config', 'prometheus.yaml');

describe('renders its config', () => {
  it('with retention by time and size, limits, and itself as the only job', async () => {
    const chart = testChart();
    new Prometheus(chart, 'prometheus');
    await expect(configOf(chart)).toMatchFileSnapshot('golden/prometheus/default.yml');
  });

  it('as one of a pair, with all that it can be told', async () => {
    const chart = testChart({ proxy: { url: 'http://proxy.example.com:3128' } });
    const prometheus = new Prometheus(chart, 'prometheus', {
      replicas: 2,
      retention: Duration.days(30),
      retentionSize: Size.gibibytes(90),
      retentionSizeReason: 'blocks are uploaded within the hour',
      volumeSize: Size.gibibytes(100),
      scrapeInterval: Duration.minutes(1),
      scrapeTimeout: Duration.seconds(20),
      sampleLimit: 50_000,
      labelLimit: 40,
      bodySizeLimit: Size.mebibytes(32),
      outOfOrderWindow: Duration.hours(1),
      exemplars: 5000,
      nativeHistograms: true,
      extraConfig: { global: { query_log_file: '/prometheus/queries.log' } },
    });
    prometheus.sendAlertsTo(tenantsAlertmanager);
    prometheus.sendAlertsTo(alertmanager);
    prometheus.sendMetricsTo(store, {
      relabel: [keep({ from: ['namespace'], matches: 'shop' })],
    });
    prometheus.addOtlpReceiver();
    await expect(configOf(chart)).toMatchFileSnapshot('golden/prometheus/pair.yml');
  });
});

describe('offers', () => {
  it('nothing but itself', () => {
    const chart = testChart();
    new Prometheus(chart, 'prometheus');
    expect(inventory(chart)).toEqual([
      'ServiceAccount prometheus',
      'Role prometheus',
      'RoleBinding prometheus',
      'ConfigMap prometheus-config',
      'ConfigMap prometheus-rules-0',
      'Service prometheus',
      'Service prometheus-headless',
      'NetworkPolicy prometheus',
      'StatefulSet prometheus',
    ]);
  });

  it('a datasource, a job, dashboards, and a write endpoint a replica', () => {
    const prometheus = new Prometheus(testChart(), 'metrics', { replicas: 2 });
    expect(prometheus.datasource).toMatchObject({
      uid: 'metrics',
      type: 'prometheus',
      scrapeInterval: Duration.seconds(30),
    });
    expect(prometheus.httpEndpoint.url).toBe('http://metrics.observability.svc.cluster.local:9090');
    expect(prometheus.scrapeTargets).toMatchObject([
      { job: 'metrics', endpoints: [{ path: '/metrics' }] },
    ]);
    expect(prometheus.remoteWriteEndpoints.map((e) => e.url)).toEqual([
      'http://metrics-0.metrics-headless.observability.svc.cluster.local:9090/api/v1/write',
      'http://metrics-1.metrics-headless.observability.svc.cluster.local:9090/api/v1/write',
    ]);
    expect(prometheus.dashboards.map((d) => d.uid)).toEqual(['metrics', 'metrics-alerts']);
  });

  it('the same of one that is not ours', () => {
    const prometheus = Prometheus.fromUrl('https://metrics.example.com/base', {
      tenant: 'shop',
      uid: 'far',
      scrapeInterval: Duration.minutes(1),
    });
    expect(prometheus.remoteWriteEndpoints.map((e) => e.url)).toEqual([
      'https://metrics.example.com/base/api/v1/write',
    ]);
    expect(prometheus.remoteWriteEndpoints[0]?.access.tenant).toBe('shop');
    expect(prometheus.datasource).toMatchObject({
      uid: 'far',
      scrapeInterval: Duration.minutes(1),
    });
  });

  it('metrics over OTLP once it is asked to, the same receiver each time', () => {
    const chart = testChart();
    const prometheus = new Prometheus(chart, 'prometheus');
    const receiver = prometheus.addOtlpReceiver({ callers: [{ kind: 'cluster' }] });
    expect(prometheus.addOtlpReceiver()).toBe(receiver);
    expect(receiver.otlpMetricsEndpoints.map((e) => e.url)).toEqual([
      'http://prometheus-0.prometheus-headless.observability.svc.cluster.local:9090/api/v1/otlp/v1/metrics',
    ]);
    expect(argsOf(chart)).toContain('--web.enable-otlp-receiver');
    expect(objectOf(chart, 'NetworkPolicy', 'prometheus').spec.ingress).toContainEqual({
      from: [{ namespaceSelector: {} }],
      ports: [{ port: 9090, protocol: 'TCP' }],
    });
  });
});

describe('derives', () => {
  it('its command line, without a lifecycle API and with nothing open that nobody asked for', () => {
    const chart = testChart();
    new Prometheus(chart, 'prometheus');
    expect(argsOf(chart)).toEqual([
      '--config.file=/etc/prometheus/config/prometheus.yaml',
      '--config.auto-reload',
      '--storage.tsdb.path=/prometheus',
      '--web.listen-address=:9090',
      '--web.external-url=http://prometheus.observability.svc.cluster.local:9090',
      '--enable-feature=exemplar-storage',
    ]);
  });

  it('the receiver of remote write, and room for late samples, from an arrow to it', () => {
    const chart = testChart();
    const prometheus = new Prometheus(chart, 'prometheus', { exemplars: 0 });
    new Prometheus(chart, 'edge').sendMetricsTo(prometheus);
    expect(argsOf(chart)).toContain('--web.enable-remote-write-receiver');
    expect(argsOf(chart)).not.toContain('--enable-feature=exemplar-storage');
    expect(configOf(chart)).toContain('out_of_order_time_window: 30m');
    expect(configOf(chart)).not.toContain('max_exemplars');
    const { ingress } = objectOf(chart, 'NetworkPolicy', 'prometheus').spec;
    expect(ingress[0].from[0].podSelector.matchLabels['app.kubernetes.io/instance']).toBe('edge');
  });

  it('no restart from a changed config, nor from a new rule', () => {
    const podOf = (props: PrometheusProps, rules: boolean) => {
      const chart = testChart();
      const prometheus = new Prometheus(chart, 'prometheus', props);
      const group = { name: 'mine', rules: [{ record: 'a:b', expr: 'up' }] };
      if (rules) prometheus.addRules({ rules: () => [{ ...group, language: 'promql' }] });
      return objectOf(chart, 'StatefulSet', 'prometheus').spec.template;
    };
    expect(podOf({ sampleLimit: 7, retention: Duration.days(3) }, true)).toEqual(podOf({}, false));
    expect(podOf({}, false).metadata.annotations).toBeUndefined();
  });

  it('the name of the replica and its sticky Service for a pair, and neither for one', () => {
    const parts = (replicas: 1 | 2) => {
      const chart = testChart();
      new Prometheus(chart, 'prometheus', { replicas });
      const { containers } = objectOf(chart, 'StatefulSet', 'prometheus').spec.template.spec;
      return {
        env: containers[0].env,
        affinity: objectOf(chart, 'Service', 'prometheus').spec.sessionAffinity,
        budgets: inventory(chart).filter((o) => o.startsWith('PodDisruptionBudget')),
      };
    };
    expect(parts(2)).toEqual({
      env: [{ name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
      affinity: 'ClientIP',
      budgets: ['PodDisruptionBudget prometheus'],
    });
    expect(parts(1)).toEqual({ env: undefined, affinity: undefined, budgets: [] });
  });

  it('the URL in alerts from the one people use', () => {
    const chart = testChart();
    const prometheus = new Prometheus(chart, 'prometheus');
    prometheus.exposedAt('https://prometheus.example.com');
    prometheus.exposedAt('https://prometheus.example.com');
    expect(argsOf(chart)).toContain('--web.external-url=https://prometheus.example.com');
  });

  it('80 % of the volume, on the class of the site', () => {
    const chart = testChart({ storageClass: 'fast' });
    new Prometheus(chart, 'prometheus', { volumeSize: Size.gibibytes(33) });
    expect(configOf(chart)).toContain('size: 27033MiB');
    const { volumeClaimTemplates } = objectOf(chart, 'StatefulSet', 'prometheus').spec;
    expect(volumeClaimTemplates[0].spec).toMatchObject({
      storageClassName: 'fast',
      resources: { requests: { storage: '33Gi' } },
    });
  });

  it('Secrets as files from the arrows', () => {
    const chart = testChart();
    const prometheus = new Prometheus(chart, 'prometheus');
    prometheus.sendMetricsTo(store);
    const { volumes } = objectOf(chart, 'StatefulSet', 'prometheus').spec.template.spec;
    expect(volumes).toContainEqual({
      name: 'secret-store',
      secret: {
        secretName: 'store',
        items: [
          { key: 'password', path: 'password' },
          { key: 'user', path: 'user' },
        ],
      },
    });
  });

  it('an annotation that keeps Flux away from the name of the replica', () => {
    const chart = testChart();
    new Prometheus(chart, 'prometheus', { replicas: 2 });
    expect(objectOf(chart, 'ConfigMap', 'prometheus-config').metadata.annotations).toEqual({
      'kustomize.toolkit.fluxcd.io/substitute': 'disabled',
    });
  });

  it('nothing from the order of arrows, nor from one told twice', () => {
    const write = (turned: boolean) => {
      const chart = testChart();
      const prometheus = new Prometheus(chart, 'prometheus');
      const arrows = [
        () => prometheus.sendAlertsTo(alertmanager),
        () => prometheus.sendAlertsTo(tenantsAlertmanager),
        () => prometheus.sendMetricsTo(store),
        () => prometheus.discoverAnnotatedPods(),
        () => prometheus.scrape(prometheus),
      ];
      for (const arrow of turned ? [...arrows, ...arrows].reverse() : arrows) arrow();
      return objectsOf(chart);
    };
    expect(write(true)).toEqual(write(false));
  });

  it('lines of the summary from what was stretched', () => {
    const chart = testChart();
    const prometheus = new Prometheus(chart, 'prometheus', {
      retentionSize: Size.gibibytes(45),
      retentionSizeReason: 'blocks are uploaded within the hour',
    });
    prometheus.discoverAnnotatedPods();
    prometheus.discoverAnnotatedPods();
    prometheus.discoverAnnotatedServices({ ports: [8080] });
    expect(prometheus.escapes).toEqual([
      'retentionSize: blocks are uploaded within the hour',
      'calls every pod on every port: annotated pods are scraped',
      'calls every pod on ports 8080: annotated services are scraped',
    ]);
  });
});
