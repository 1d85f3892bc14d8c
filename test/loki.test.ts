import { Duration, Size } from 'cdk8s';

import { describe, expect, it } from 'vitest';
import { Endpoint, type IAlertsDestination, type IRuleSource } from '../lib/core/index.js';
import { Loki, type LokiProps } from '../lib/loki/index.js';
import { fileOf, inventory, objectOf, testChart } from './support.js';

const alertmanager: IAlertsDestination = {
  alertsEndpoint: ['b', 'a'].map((host) => Endpoint.fromUrl(`http://${host}.example.com:9093`)),
};
const panics: IRuleSource = {
  rules: () => [
    {
      name: 'panics',
      language: 'logql',
      rules: [
        {
          alert: 'Panic',
          expr: 'sum by (namespace) (count_over_time({namespace="shop"} |= "panic:" [5m])) > 0',
          severity: 'warning',
          summary: 'A process panicked',
          description: 'Look at the lines of {{ $labels.namespace }}.',
        },
      ],
    },
    { name: 'metrics', language: 'promql', rules: [{ record: 'a:b', expr: 'up' }] },
  ],
};

describe('renders its config', () => {
  it('as one process on a volume, with everything that deleting takes', async () => {
    const chart = testChart();
    new Loki(chart, 'loki');
    await expect(fileOf(chart, 'loki-config', 'config.yaml')).toMatchFileSnapshot(
      'golden/loki/default.yml',
    );
  });

  it('with rules, alerts, tenants and more', async () => {
    const chart = testChart();
    const loki = new Loki(chart, 'loki', {
      retention: Duration.days(30),
      streamRetention: [{ selector: '{namespace="dev"}', retention: Duration.days(2) }],
      schema: [{ from: '2024-01-01', schema: 'v12' }, { from: '2025-06-01' }],
      tenant: 'shop',
      extraConfig: { server: { log_level: 'debug' }, querier: { max_concurrent: 2 } },
    });
    loki.addRules(panics);
    loki.sendAlertsTo(alertmanager);
    await expect(fileOf(chart, 'loki-config', 'config.yaml')).toMatchFileSnapshot(
      'golden/loki/full.yml',
    );
  });

  it('and writes the log rules only, in their tenant’s directory', () => {
    const chart = testChart();
    new Loki(chart, 'loki').addRules(panics);
    expect(fileOf(chart, 'loki-rules', 'rules.yaml')).toContain('- name: panics');
    expect(fileOf(chart, 'loki-rules', 'rules.yaml')).not.toContain('metrics');
    const [container] = objectOf(chart, 'StatefulSet', 'loki').spec.template.spec.containers;
    expect(container.volumeMounts).toContainEqual({
      name: 'loki-rules',
      mountPath: '/etc/loki/rules/fake',
      readOnly: true,
    });
  });
});

describe('offers', () => {
  it('nothing but itself', () => {
    const chart = testChart();
    new Loki(chart, 'loki');
    expect(inventory(chart)).toEqual([
      'ServiceAccount loki',
      'ConfigMap loki-config',
      'Service loki',
      'Service loki-headless',
      'NetworkPolicy loki',
      'StatefulSet loki',
    ]);
  });

  it('a push endpoint, a datasource, a scrape target and a dashboard', () => {
    const loki = new Loki(testChart(), 'logs', { tenant: 'shop' });
    expect(loki.logsEndpoint.url).toBe(
      'http://logs.observability.svc.cluster.local:3100/loki/api/v1/push',
    );
    expect(loki.logsEndpoint.access.tenant).toBe('shop');
    expect(loki.datasource).toMatchObject({ uid: 'logs', type: 'loki' });
    expect(loki.scrapeTargets).toMatchObject([{ job: 'logs', endpoints: [{ path: '/metrics' }] }]);
    expect(loki.dashboards.map((d) => d.uid)).toEqual(['logs']);
  });

  it('the same of one that is not ours', () => {
    const loki = Loki.fromUrl('https://logs.example.com/base', { tenant: 'shop' });
    expect(loki.logsEndpoint.url).toBe('https://logs.example.com/base/loki/api/v1/push');
    expect(loki.datasource.endpoint.access.tenant).toBe('shop');
  });

  it('rules where it is scraped, and none elsewhere', () => {
    const loki = new Loki(testChart(), 'loki');
    const jobs = new Map([['loki', { interval: Duration.seconds(30) }]]);
    const names = loki
      .rules({ cluster: 'test', jobs })
      .flatMap((group) => group.rules.map((rule) => ('alert' in rule ? rule.alert : rule.record)));
    expect(names).toContain('LokiDown');
    expect(loki.rules({ cluster: 'test', jobs: new Map() })).toEqual([]);
  });

  it.each([
    [
      'a retention that never ran, by the age of the process',
      'LokiRetentionNotRunning',
      'time() - (loki_compactor_apply_retention_last_successful_run_timestamp_seconds{job="loki"} > 0 or process_start_time_seconds{job="loki"}) > 10800',
    ],
    [
      'alerts that not even one Alertmanager takes',
      'LokiCannotNotify',
      'min without (alertmanager) (rate(loki_prometheus_notifications_errors_total{job="loki"}[5m]) / (rate(loki_prometheus_notifications_errors_total{job="loki"}[5m]) + rate(loki_prometheus_notifications_sent_total{job="loki"}[5m]))) > 0.03',
    ],
  ])('a rule that tells %s', (_, alert, expr) => {
    const jobs = new Map([['loki', { interval: Duration.seconds(30) }]]);
    const rules = new Loki(testChart(), 'loki')
      .rules({ cluster: 'test', jobs })
      .flatMap((group) => group.rules);
    expect(rules.find((rule) => 'alert' in rule && rule.alert === alert)?.expr).toBe(expr);
  });
});

describe('derives', () => {
  it('a restart from a changed config and none from changed rules', () => {
    const annotations = (props: LokiProps, rules: boolean) => {
      const chart = testChart();
      const loki = new Loki(chart, 'loki', props);
      if (rules) loki.addRules(panics);
      return objectOf(chart, 'StatefulSet', 'loki').spec.template.metadata.annotations;
    };
    expect(Object.keys(annotations({}, true))).toEqual(['checksum/loki-config']);
    expect(annotations({ maxStreams: 5 }, false)).not.toEqual(annotations({}, false));
  });

  it('egress to the alert destinations from the arrow', () => {
    const chart = testChart();
    new Loki(chart, 'loki').sendAlertsTo(alertmanager);
    const { egress } = objectOf(chart, 'NetworkPolicy', 'loki').spec;
    expect(egress).toHaveLength(2);
    expect(egress[0].ports).toEqual([{ port: 9093, protocol: 'TCP' }]);
  });

  it('ingress from a caller, at both ends', () => {
    const chart = testChart();
    const loki = new Loki(chart, 'loki');
    const caller = new Loki(chart, 'caller');
    caller.workloads[0]?.reach(loki.logsEndpoint, 'for the test');
    const { ingress } = objectOf(chart, 'NetworkPolicy', 'loki').spec;
    expect(ingress[0].from[0].podSelector.matchLabels['app.kubernetes.io/instance']).toBe('caller');
  });

  it('the volume from size, class of the site and the limits from memory', () => {
    const chart = testChart({ storageClass: 'fast' });
    new Loki(chart, 'loki', {
      volumeSize: Size.gibibytes(50),
      resources: { memory: Size.gibibytes(4) },
    });
    const { spec } = objectOf(chart, 'StatefulSet', 'loki');
    expect(spec.volumeClaimTemplates[0].spec).toMatchObject({
      storageClassName: 'fast',
      resources: { requests: { storage: '50Gi' } },
    });
    expect(spec.template.spec.containers[0].resources.limits.memory).toBe('4Gi');
    expect(fileOf(chart, 'loki-config', 'config.yaml')).toContain('replay_memory_ceiling: 3GB');
  });
});

describe('refuses', () => {
  const refusals: readonly (readonly [string, LokiProps, string])[] = [
    [
      'a retention shorter than Loki can delete by',
      { retention: Duration.hours(12) },
      'chart/loki: retention "12 hours" is shorter than 1 day; give 1 day or more',
    ],
    [
      'a schema without a day',
      { schema: [{ from: 'January' }] },
      'chart/loki: schema[0]: from "January" is not a day; give YYYY-MM-DD',
    ],
    [
      'a schema out of order',
      { schema: [{ from: '2025-01-01' }, { from: '2024-01-01' }] },
      'chart/loki: schema.from "2024-01-01" does not come after "2025-01-01"; append periods in order, and never change one that has begun',
    ],
    [
      'a tenant that would lead elsewhere',
      { tenant: '..' },
      'chart/loki: tenant ".." is not an org id; give at most 150 letters, digits, "-", "_" and "."',
    ],
    [
      'an empty schema',
      { schema: [] },
      "chart/loki: schema has no period; give [{ from: '2025-01-01' }]",
    ],
    [
      'streams kept too short',
      { streamRetention: [{ selector: '{a="b"}', retention: Duration.hours(1) }] },
      'chart/loki: streamRetention[0]: retention "60 minutes" is shorter than 1 day; give 1 day or more',
    ],
    [
      'more memory than its limit',
      { resources: { memory: Size.gibibytes(2), memoryLimit: Size.gibibytes(1) } },
      'chart/loki: resources.memory "2Gi" is more than resources.memoryLimit "1Gi"; give a limit of at least the request',
    ],
    [
      'an image without a tag',
      { image: 'docker.io/grafana/loki' },
      'chart/loki: image "docker.io/grafana/loki" is not pinned; give registry/repository:tag[@sha256:…], never "latest"',
    ],
  ];
  it.each(refusals)('%s', (_, props, message) => {
    expect(() => new Loki(testChart(), 'loki', props)).toThrow(new Error(message));
  });

  it('an unknown property, from a caller without types', () => {
    const props = JSON.parse('{ "retntion": "7d" }');
    expect(() => new Loki(testChart(), 'loki', props)).toThrow(
      new Error('chart/loki: "retntion" is not a known property; did you mean "retention"?'),
    );
  });

  it('a chart that knows no site', async () => {
    const { App, Chart } = await import('cdk8s');
    const chart = new Chart(new App(), 'plain');
    expect(() => new Loki(chart, 'loki')).toThrow(
      new Error(
        "plain/loki: stands in no chart that knows its site; make it in new Chart(app, id, { site }) of 'cdk8s-observability', not of 'cdk8s'",
      ),
    );
  });
});
