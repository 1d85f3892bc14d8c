import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { SecretRef } from '../lib/core/index.js';
import { exposedNames } from '../lib/model/metrics.js';
import { metricsOf, promqlError } from '../lib/model/promql-syntax.js';
import { ruleErrors } from '../lib/model/rule-check.js';
import { externalMetric } from '../lib/prometheus-adapter/index.js';
import { prometheusAdapterMetrics } from '../lib/prometheus-adapter/metrics.js';
import { drawn } from './drawn.js';
import {
  argsOf,
  bare,
  configOf,
  ingress,
  prometheus,
  requests,
  waiting,
  wired,
} from './prometheus-adapter-parts.js';
import { inventory, objectsOf } from './support.js';

const nginx = requests({
  name: 'nginx_http_requests_total',
  series: 'nginx_http_requests_total',
  matchers: { job: 'integrations/nginx' },
});
const own = externalMetric({ name: 'own_waiting', series: 'queue_length', as: 'value' });

const context = (...names: readonly string[]) => ({
  cluster: 'test',
  jobs: new Map(names.map((name) => [name, { interval: Duration.seconds(30) }])),
});

describe('renders its config', () => {
  it('as one rule for a metric of pods', async () => {
    const made = bare();
    made.adapter.query(prometheus());
    made.adapter.serve(nginx);
    await expect(configOf(made)).toMatchFileSnapshot('golden/prometheus-adapter/pods.yml');
  });

  it('with metrics of all kinds and use of resources, whatever the order they came in', async () => {
    const made = bare({ resourceMetrics: true });
    for (const metric of [waiting, ingress, own, nginx]) made.adapter.serve(metric);
    made.adapter.query(prometheus());
    await expect(configOf(made)).toMatchFileSnapshot('golden/prometheus-adapter/full.yml');
    const other = bare({ resourceMetrics: true });
    other.adapter.query(prometheus());
    for (const metric of [nginx, own, ingress, waiting]) other.adapter.serve(metric);
    expect(objectsOf(other.chart)).toEqual(objectsOf(made.chart));
  });

  it('in questions that Prometheus reads, however the adapter fills them', () => {
    const made = bare({ resourceMetrics: true });
    made.adapter.query(prometheus());
    for (const metric of [waiting, ingress, own, nginx]) made.adapter.serve(metric);
    const templates = configOf(made).match(/(?<=Query: ).*<<.*/g) ?? [];
    expect(templates).toHaveLength(8);
    for (const matchers of ['', 'namespace="blog",pod=~"a|b"'])
      for (const template of templates) {
        const filled = template
          .replaceAll('<<.Series>>', 'up')
          .replaceAll('<<.LabelMatchers>>', matchers)
          .replaceAll('<<.GroupBy>>', 'pod');
        expect([filled, promqlError(filled)]).toEqual([filled, undefined]);
      }
  });

  it('as flags, with what the Prometheus wants of it', () => {
    const made = bare();
    const ca = new SecretRef('metrics-ca', 'ca.crt');
    const token = new SecretRef('metrics', 'token');
    const credentials = { kind: 'bearer', token } as const;
    made.adapter.query(prometheus({ ca, credentials, tenant: 'shop' }));
    made.adapter.serve(requests({ interval: Duration.minutes(2) }));
    expect(argsOf(made)).toEqual([
      '--secure-port=6443',
      '--cert-dir=/var/run/prometheus-adapter',
      '--config=/etc/prometheus-adapter/config/config.yaml',
      '--prometheus-url=http://prometheus.example.com:9090',
      '--prometheus-token-file=/etc/secrets/metrics/token',
      '--prometheus-ca-file=/etc/secrets/metrics-ca/ca.crt',
      '--prometheus-header=X-Scope-OrgID=shop',
      '--prometheus-verb=POST',
      '--metrics-relist-interval=1m',
      '--metrics-max-age=8m',
      '--profiling=false',
    ]);
  });
});

describe('offers', () => {
  it('one pod behind the API of custom metrics, in both versions', () => {
    expect(inventory(wired().chart)).toEqual([
      'ServiceAccount prometheus-adapter',
      'ClusterRole observability-prometheus-adapter',
      'Role observability-prometheus-adapter',
      'ClusterRoleBinding observability-prometheus-adapter',
      'RoleBinding observability-prometheus-adapter',
      'ConfigMap prometheus-adapter-config',
      'Service prometheus-adapter',
      'APIService v1beta1.custom.metrics.k8s.io',
      'APIService v1beta2.custom.metrics.k8s.io',
      'Deployment prometheus-adapter',
      'NetworkPolicy prometheus-adapter',
    ]);
  });

  it('a job over TLS, for whoever may read its metrics', () => {
    expect(bare().adapter.scrapeTargets).toMatchObject([
      {
        job: 'prometheus-adapter',
        endpoints: [{ scheme: 'https', port: 6443, path: '/metrics' }],
        auth: { kind: 'service-account' },
        tls: { unverified: 'its certificate is for the API server, and its authority known there' },
        permissions: [{ urls: ['/metrics'] }],
      },
    ]);
  });

  it('rules where it is scraped, sound ones', () => {
    const { adapter } = bare();
    const groups = adapter.rules(context('prometheus-adapter'));
    expect(groups.flatMap((g) => g.rules.map((r) => 'alert' in r && r.alert))).toEqual([
      'PrometheusAdapterDown',
      'PrometheusAdapterErrors',
      'PrometheusAdapterMetricsMissing',
    ]);
    expect(groups.flatMap(ruleErrors)).toEqual([]);
    expect(adapter.rules(context('other'))).toEqual([]);
  });

  it('a dashboard about itself', () => {
    const [dashboard] = bare({ replicas: 2 }).adapter.dashboards;
    expect(dashboard).toMatchObject({ uid: 'prometheus-adapter', folder: 'Observability' });
    const { faults, exprs } = drawn(dashboard);
    expect(faults).toEqual([]);
    expect(exprs.every((expr) => expr.includes('job="prometheus-adapter"'))).toBe(true);
  });

  it('nothing in rules and panels but what the program shows', () => {
    const { adapter } = bare();
    const shown = new Set([...exposedNames(prometheusAdapterMetrics).keys(), 'up']);
    const rules = adapter.rules(context('prometheus-adapter')).flatMap((g) => g.rules);
    const exprs = [...rules.map((r) => r.expr), ...drawn(adapter.dashboards[0]).exprs];
    const read = exprs.flatMap((expr) => metricsOf(expr).map(({ metric }) => metric ?? ''));
    expect(read.length).toBeGreaterThan(10);
    expect(read.filter((metric) => !shown.has(metric))).toEqual([]);
  });
});
