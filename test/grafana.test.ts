import { Duration, Size } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { SecretRef, summary } from '../lib/core/index.js';
import type { Grafana } from '../lib/grafana/index.js';
import { Loki } from '../lib/loki/index.js';
import { admin, grafanaIn, secret } from './grafana-parts.js';
import { fileOf, inventory, objectOf, testChart } from './support.js';

const volume = { login: admin, volumeSize: Size.gibibytes(2) };

describe('renders its config', () => {
  it('as a reader of what is provisioned, closed to the internet', async () => {
    const chart = testChart();
    grafanaIn(chart).exposedAt('https://grafana.example.com');
    await expect(fileOf(chart, 'grafana-config', 'grafana.ini')).toMatchFileSnapshot(
      'golden/grafana/default.ini',
    );
  });

  it('with settings of its own words over ours, Secrets among them', () => {
    const chart = testChart();
    grafanaIn(chart, {
      login: admin,
      secretKey: secret('key'),
      extraConfig: {
        log: { level: 'debug' },
        smtp: { enabled: true, password: new SecretRef('smtp', 'password'), from_name: '#1; shop' },
      },
    });
    const text = fileOf(chart, 'grafana-config', 'grafana.ini');
    expect(text).toContain('[log]\nmode = console\nlevel = debug\n');
    expect(text).toContain(
      '[smtp]\nenabled = true\npassword = $__file{/etc/secrets/smtp/password}\nfrom_name = """#1; shop"""\n',
    );
    expect(text).toContain('secret_key = $__file{/etc/secrets/grafana/key}\n');
  });

  it('and starts only the plugins of datasources that are used', () => {
    const chart = testChart();
    grafanaIn(chart).addDatasource(new Loki(chart, 'loki'));
    expect(fileOf(chart, 'grafana-config', 'grafana.ini')).toContain(
      'disable_plugins = elasticsearch,grafana-postgresql-datasource,grafana-pyroscope-datasource,influxdb,jaeger,mssql,mysql,opentsdb,stackdriver,tempo,zipkin\n',
    );
  });
});

describe('offers', () => {
  it('nothing but itself', () => {
    const chart = testChart();
    grafanaIn(chart);
    expect(inventory(chart)).toEqual([
      'ServiceAccount grafana',
      'ConfigMap grafana-config',
      'ConfigMap grafana-datasources',
      'ConfigMap grafana-folders',
      'Service grafana',
      'Deployment grafana',
      'NetworkPolicy grafana',
    ]);
  });

  it('a StatefulSet where it has a volume', () => {
    const chart = testChart();
    grafanaIn(chart, { ...volume, storageClass: 'fast' });
    const { spec } = objectOf(chart, 'StatefulSet', 'grafana');
    expect(spec.replicas).toBe(1);
    expect(spec.volumeClaimTemplates[0].spec).toMatchObject({
      storageClassName: 'fast',
      resources: { requests: { storage: '2Gi' } },
    });
    expect(spec.template.spec.containers[0].volumeMounts).toContainEqual({
      name: 'data',
      mountPath: '/var/lib/grafana',
    });
  });

  it('a backend, a scrape target and a dashboard', () => {
    const grafana = grafanaIn(testChart());
    expect(grafana.httpEndpoint.url).toBe('http://grafana.observability.svc.cluster.local:3000');
    expect(grafana.scrapeTargets).toMatchObject([
      { job: 'grafana', endpoints: [{ path: '/metrics' }] },
    ]);
    expect(grafana.dashboards).toMatchObject([
      { uid: 'grafana', folder: 'Observability', needs: ['prometheus'] },
    ]);
  });

  it('rules where it is scraped, and none elsewhere', () => {
    const interval = Duration.seconds(30);
    const jobs = new Map(['grafana', 'kubelet'].map((job) => [job, { interval }]));
    const names = (grafana: Grafana) =>
      grafana
        .rules({ cluster: 'test', jobs })
        .flatMap(({ rules }) => rules.map((rule) => ('alert' in rule ? rule.alert : rule.record)));
    const plain = ['GrafanaDown', 'GrafanaRequestsFailing', 'GrafanaQueriesFailing'];
    expect(names(grafanaIn(testChart()))).toEqual(plain);
    expect(names(grafanaIn(testChart(), volume))).toEqual([...plain, 'GrafanaVolumeFillingUp']);
    expect(grafanaIn(testChart()).rules({ cluster: 'test', jobs: new Map() })).toEqual([]);
  });

  it('three different answers to the kubelet’s questions', () => {
    const chart = testChart();
    grafanaIn(chart);
    const [container] = objectOf(chart, 'Deployment', 'grafana').spec.template.spec.containers;
    expect(container.readinessProbe.httpGet.path).toBe('/api/health');
    expect(container.livenessProbe.httpGet.path).toBe('/healthz');
    expect(container.startupProbe).toMatchObject({ failureThreshold: 60, periodSeconds: 10 });
  });
});

describe('derives', () => {
  it('nothing of a URL from none, and no secure cookie from plain HTTP', () => {
    const chart = testChart();
    grafanaIn(chart);
    expect(fileOf(chart, 'grafana-config', 'grafana.ini')).not.toContain('root_url');
    const other = testChart();
    grafanaIn(other).exposedAt('http://grafana.example.com:8080');
    const text = fileOf(other, 'grafana-config', 'grafana.ini');
    expect(text).toContain(
      'domain = grafana.example.com\nroot_url = http://grafana.example.com:8080/\n',
    );
    expect(text).not.toContain('cookie_secure');
  });

  it('one URL from one told twice', () => {
    const grafana = grafanaIn(testChart());
    grafana.exposedAt('https://grafana.example.com');
    expect(() => grafana.exposedAt('https://grafana.example.com/')).not.toThrow();
  });

  it('what Go may use from the memory, as plugins share it', () => {
    const chart = testChart();
    grafanaIn(chart, { login: admin, resources: { memoryLimit: Size.gibibytes(1) } });
    const [container] = objectOf(chart, 'Deployment', 'grafana').spec.template.spec.containers;
    expect(container.env).toEqual([
      { name: 'GF_PATHS_CONFIG', value: '/etc/grafana/config/grafana.ini' },
      { name: 'GOMEMLIMIT', value: String(614 * 1024 * 1024) },
    ]);
  });

  it('a restart from changed settings and datasources', () => {
    const chart = testChart();
    grafanaIn(chart);
    const { annotations } = objectOf(chart, 'Deployment', 'grafana').spec.template.metadata;
    expect(Object.keys(annotations)).toEqual([
      'checksum/grafana-config',
      'checksum/grafana-datasources',
      'checksum/grafana-folders',
    ]);
  });

  it('egress and ingress from a datasource, at both ends', () => {
    const chart = testChart();
    grafanaIn(chart).addDatasource(new Loki(chart, 'loki'));
    const { egress } = objectOf(chart, 'NetworkPolicy', 'grafana').spec;
    expect(egress.flatMap((rule: { ports: unknown[] }) => rule.ports)).toContainEqual({
      port: 3100,
      protocol: 'TCP',
    });
    const { ingress } = objectOf(chart, 'NetworkPolicy', 'loki').spec;
    expect(ingress[0].from[0].podSelector.matchLabels['app.kubernetes.io/instance']).toBe(
      'grafana',
    );
  });

  it('a load balancer and its clients from the ranges that may come in', () => {
    const chart = testChart();
    const service = {
      type: 'LoadBalancer',
      sourceRanges: ['203.0.113.0/24', '198.51.100.7/32'],
    } as const;
    grafanaIn(chart, { login: admin, service }).exposedAt('https://grafana.example.com');
    expect(objectOf(chart, 'Service', 'grafana').spec).toMatchObject({
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      loadBalancerSourceRanges: ['198.51.100.7/32', '203.0.113.0/24'],
    });
    expect(objectOf(chart, 'NetworkPolicy', 'grafana').spec.ingress).toEqual([
      {
        from: [{ ipBlock: { cidr: '198.51.100.7/32' } }, { ipBlock: { cidr: '203.0.113.0/24' } }],
        ports: [{ port: 3000, protocol: 'TCP' }],
      },
    ]);
  });

  it('the Secrets that must exist', () => {
    const chart = testChart();
    grafanaIn(chart, { login: admin, secretKey: secret('key') });
    expect(summary([{ file: 'f', chart, objects: [] }])).toContain(
      'kubectl --namespace observability create secret generic grafana --from-literal=key=… --from-literal=password=…',
    );
  });
});
