import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import {
  Chart,
  Endpoint,
  type IScrapeTarget,
  type ScrapeTarget,
  SecretRef,
  scrapeDns,
  scrapeListed,
  scrapePods,
  scrapeUrls,
} from '../lib/core/index.js';
import { Loki } from '../lib/loki/index.js';
import { drop, setLabel } from '../lib/model/relabel.js';
import { Prometheus } from '../lib/prometheus/index.js';
import { fileOf, inventory, objectOf, testChart } from './support.js';

const kubelet: IScrapeTarget = {
  scrapeTargets: [
    {
      job: 'kubelet',
      endpoints: [Endpoint.onNodes({ name: 'kubelet', port: 10250, path: '/metrics' })],
      auth: { kind: 'service-account' },
      tls: { unverified: 'the kubelet signs its own certificate' },
      permissions: [
        {
          apiGroup: '',
          resources: ['nodes/metrics'],
          verbs: ['get'],
          reason: 'reads metrics of kubelets',
        },
      ],
      timestamped: true,
      metricRelabel: [drop({ from: ['__name__'], matches: 'apiserver_.*' })],
    },
  ],
};
const apiserver: IScrapeTarget = {
  scrapeTargets: [
    {
      job: 'apiserver',
      endpoints: [
        Endpoint.ofPeer({ kind: 'api-server' }, { name: 'https', port: 443, path: '/metrics' }),
      ],
      discovery: {
        kind: 'endpoint-slices',
        namespaces: ['default'],
        service: 'kubernetes',
        port: 'https',
      },
      auth: { kind: 'service-account' },
      tls: { serverName: 'kubernetes' },
    },
  ],
};
const shop = scrapePods({
  job: 'shop',
  namespace: 'shop',
  labels: { 'app.kubernetes.io/name': 'shop', tier: 'web.front' },
  port: 8080,
  path: '/internal/metrics',
  interval: Duration.seconds(15),
  timeout: Duration.seconds(5),
  honorLabels: true,
  sampleLimit: 5000,
  relabel: [setLabel('team', 'checkout')],
});
const basic = {
  username: new SecretRef('databases', 'user'),
  password: new SecretRef('databases', 'password'),
};
const databases = scrapeUrls({
  job: 'databases',
  urls: ['https://db-b.example.com:9187/metrics', 'https://db-a.example.com:9187/metrics'],
  labels: { tier: 'data' },
  auth: { ...basic, kind: 'basic' },
  tls: {
    ca: new SecretRef('databases', 'ca.crt'),
    certificate: {
      cert: new SecretRef('databases', 'tls.crt'),
      key: new SecretRef('databases', 'tls.key'),
    },
  },
});
const routers = scrapeDns({
  job: 'routers',
  names: ['routers.example.com'],
  port: 9100,
  refresh: Duration.minutes(2),
  auth: { kind: 'bearer', token: new SecretRef('routers', 'token') },
});
const listed = scrapeListed({
  job: 'machines',
  url: 'https://inventory.example.com/targets',
  refresh: Duration.minutes(5),
  endpoints: [
    Endpoint.ofPeer(
      { kind: 'cidrs', cidrs: ['192.0.2.0/24'] },
      { name: 'node', port: 9100, scheme: 'http', path: '/metrics' },
    ),
  ],
  auth: {
    kind: 'oauth2',
    clientId: 'prometheus',
    clientSecret: new SecretRef('machines', 'secret'),
    tokenUrl: 'https://login.example.com/token',
    scopes: ['metrics'],
  },
});

/** A Prometheus that does not scrape itself, so that only what the test scrapes shows. */
function scraping(...sources: readonly IScrapeTarget[]) {
  const chart = testChart();
  const prometheus = new Prometheus(chart, 'prometheus', { scrapeItself: false });
  for (const source of sources) prometheus.scrape(source);
  return { chart, prometheus };
}
const egressOf = (chart: ReturnType<typeof testChart>) =>
  objectOf(chart, 'NetworkPolicy', 'prometheus').spec.egress;

describe('renders its config', () => {
  it('with a job of each kind of discovery, authentication and certificate', async () => {
    const { chart, prometheus } = scraping(kubelet, apiserver, shop, databases, routers, listed);
    prometheus.discoverAnnotatedPods();
    prometheus.discoverAnnotatedServices({ namespaces: ['shop', 'blog'] });
    await expect(fileOf(chart, 'prometheus-config', 'prometheus.yaml')).toMatchFileSnapshot(
      'golden/prometheus/jobs.yml',
    );
  });

  it('with several workloads as one job, in blocks that other jobs share', () => {
    const chart = testChart();
    const [read, write] = ['read', 'write'].map((id) => new Loki(chart, id).scrapeTargets[0]);
    const prometheus = new Prometheus(chart, 'prometheus', { scrapeItself: false });
    prometheus.scrape({
      scrapeTargets: [
        { job: 'logs', endpoints: [...(write?.endpoints ?? []), ...(read?.endpoints ?? [])] },
      ],
    });
    const text = fileOf(chart, 'prometheus-config', 'prometheus.yaml');
    expect(text).toContain('regex: observability;read;http|observability;write;http\n');
    expect(text.match(/role: endpointslice/g)).toHaveLength(1);
  });

  it('with the proxy only for what is outside', () => {
    const chart = testChart({ proxy: { url: 'http://proxy.example.com:3128' } });
    const prometheus = new Prometheus(chart, 'prometheus');
    prometheus.scrape(listed);
    const jobs = fileOf(chart, 'prometheus-config', 'prometheus.yaml').split('- job_name: ');
    expect(jobs[1]).toContain(
      '      scopes:\n        - metrics\n      proxy_from_environment: true',
    );
    expect(jobs[1]).toContain('      refresh_interval: 5m\n        proxy_from_environment: true');
    expect(jobs[1]?.match(/proxy_from_environment/g)).toHaveLength(2);
    expect(jobs[2]).not.toContain('proxy');
  });

  it('with the credentials of an address, unless the job has its own', () => {
    const credentials = { kind: 'bearer', token: new SecretRef('far', 'token') } as const;
    const endpoint = Endpoint.fromUrl('https://far.example.com', { credentials, tenant: 'shop' });
    const textOf = (auth?: ScrapeTarget['auth']) => {
      const { chart } = scraping({ scrapeTargets: [{ job: 'far', endpoints: [endpoint], auth }] });
      return fileOf(chart, 'prometheus-config', 'prometheus.yaml').split('scrape_configs:')[1];
    };
    expect(textOf()).toContain('credentials_file: /etc/secrets/far/token');
    const own = textOf({ ...basic, kind: 'basic' });
    expect(own).toContain('username_file: /etc/secrets/databases/user');
    expect(own).not.toContain('credentials_file');
    expect(own).toContain('- shop');
  });
});

describe('derives', () => {
  it('a role in each namespace that is named, and no wider one', () => {
    const { chart } = scraping(shop);
    expect(inventory(chart).filter((o) => /Role /.test(o))).toEqual([
      'Role observability-prometheus',
    ]);
    const { metadata, rules } = objectOf(chart, 'Role', 'observability-prometheus');
    expect(metadata.namespace).toBe('shop');
    expect(rules).toEqual([{ apiGroups: [''], resources: ['pods'], verbs: ['list', 'watch'] }]);
  });

  it('a role for the cluster where there is no namespace to name', () => {
    const { chart } = scraping(kubelet);
    expect(objectOf(chart, 'ClusterRole', 'observability-prometheus').rules).toEqual([
      { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
      { apiGroups: [''], resources: ['nodes'], verbs: ['list', 'watch'] },
    ]);
  });

  it('neither role nor token from addresses alone', () => {
    const { chart } = scraping(databases);
    expect(inventory(chart).filter((o) => /Role/.test(o))).toEqual([]);
    const { spec } = objectOf(chart, 'StatefulSet', 'prometheus').spec.template;
    expect(spec.automountServiceAccountToken).toBe(false);
  });

  it('ways out to exactly the pods and the port of a job', () => {
    const { chart } = scraping(shop);
    expect(egressOf(chart)).toContainEqual({
      to: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } },
          podSelector: {
            matchLabels: { 'app.kubernetes.io/name': 'shop', tier: 'web.front' },
          },
        },
      ],
      ports: [{ port: 8080, protocol: 'TCP' }],
    });
  });

  it('ways out to every port of every pod from annotations, or to those that are named', () => {
    const everywhere = { to: [{ namespaceSelector: {} }] };
    const { chart, prometheus } = scraping();
    prometheus.discoverAnnotatedPods();
    expect(egressOf(chart)).toContainEqual({
      ...everywhere,
      ports: [{ port: 1, endPort: 65535, protocol: 'TCP' }],
    });
    const narrow = scraping();
    narrow.prometheus.discoverAnnotatedPods({ ports: [9090, 8080] });
    expect(egressOf(narrow.chart)).toContainEqual({
      ...everywhere,
      ports: [
        { port: 8080, protocol: 'TCP' },
        { port: 9090, protocol: 'TCP' },
      ],
    });
  });

  it('ways out to what lists targets and gives tokens', () => {
    const { chart } = scraping(listed);
    expect(egressOf(chart)).toContainEqual({
      to: [{ ipBlock: { cidr: '192.0.2.0/24' } }],
      ports: [{ port: 9100, protocol: 'TCP' }],
    });
    expect(JSON.stringify(egressOf(chart))).toContain('"port":443');
  });

  it('one arrow from one target, however often it is told', () => {
    const { prometheus } = scraping(shop, shop);
    const again = { scrapeTargets: shop.scrapeTargets.map((target) => ({ ...target })) };
    expect(() => prometheus.scrape(again)).not.toThrow();
  });
});

describe('refuses', () => {
  const target = (target: Partial<ScrapeTarget>): IScrapeTarget => ({
    scrapeTargets: [
      { job: 'shop', endpoints: [Endpoint.fromUrl('http://shop.example.com/metrics')], ...target },
    ],
  });
  const refusals: readonly (readonly [string, readonly IScrapeTarget[], string])[] = [
    [
      'two targets of one name',
      [target({}), target({ honorLabels: true })],
      'chart/prometheus: job "shop" is two things, http://shop.example.com:80/metrics and http://shop.example.com:80/metrics; give one of them another name',
    ],
    [
      'a name that is taken by other pods',
      [target({}), shop],
      'chart/prometheus: job "shop" is two things, http://shop.example.com:80/metrics and other pods; give one of them another name',
    ],
    [
      'a timeout beyond the interval',
      [target({ timeout: Duration.seconds(31) })],
      'chart/prometheus: job "shop" has timeout "31 seconds", which is longer than its interval "30 seconds"; give 30 seconds or less',
    ],
    [
      'no endpoint',
      [target({ endpoints: [] })],
      'chart/prometheus: job "shop" has endpoints of scheme and path ""; give at least one, and a job to each scheme and path',
    ],
    [
      'endpoints of two kinds',
      [
        target({
          endpoints: ['http://a.example.com/x', 'https://b.example.com/x'].map((url) =>
            Endpoint.fromUrl(url),
          ),
        }),
      ],
      'chart/prometheus: job "shop" has endpoints of scheme and path "http /x", "https /x"; give at least one, and a job to each scheme and path',
    ],
    [
      'an endpoint that speaks no HTTP',
      [
        target({
          endpoints: [
            Endpoint.ofPods({ namespace: 'a', labels: {}, port: 1, name: 'otlp', scheme: 'grpc' }),
          ],
        }),
      ],
      'chart/prometheus: job "shop" has an endpoint "otlp" of scheme "grpc"; give one that speaks http or https',
    ],
    [
      'endpoints with different credentials',
      [
        target({
          endpoints: ['a', 'b'].map((tenant) =>
            Endpoint.fromUrl('http://shop.example.com/metrics', { tenant }),
          ),
        }),
      ],
      'chart/prometheus: job "shop" has endpoints that want different credentials; make a target for each',
    ],
    [
      'an endpoint that nothing finds',
      [
        target({
          endpoints: [Endpoint.ofPeer({ kind: 'outside' }, { name: 'far', port: 443 })],
        }),
      ],
      'job "shop": endpoint "far" has neither pods nor a host name; say by discovery how its targets are found',
    ],
    [
      'endpoints that are found in different ways',
      [
        target({
          endpoints: [
            Endpoint.onNodes({ name: 'node', port: 9100, scheme: 'http' }),
            Endpoint.fromUrl('http://a.example.com'),
          ],
        }),
      ],
      'job "shop": endpoints are of kinds "nodes, static", and one job is found in one way; make a target of each kind',
    ],
  ];
  it.each(refusals)('%s', (_, sources, message) => {
    expect(() => scraping(...sources)).toThrow(new Error(message));
  });

  it('pods on two ports as one job, with all else that is wrong at synth', () => {
    const pods = [8080, 9090].map((port) =>
      Endpoint.ofPods({ namespace: 'shop', labels: {}, port }),
    );
    const { chart } = scraping(target({ endpoints: pods }));
    expect(() => inventory(chart)).toThrow(
      new Error(
        '1 error, nothing was written\n  job "shop": endpoints are on ports "8080, 9090", and pods are scraped on one; make a target for each port',
      ),
    );
  });

  it('a target that another scrapes, in one cluster', () => {
    const chart = testChart();
    const loki = new Loki(chart, 'loki');
    new Prometheus(chart, 'first').scrape(loki);
    const second = new Prometheus(chart, 'second');
    expect(() => second.scrape(loki)).toThrow(
      new Error(
        'chart/second: job "loki" is scraped by chart/first as well; scrape it once, and send on from there',
      ),
    );
  });

  it('a job of its own name beside itself', () => {
    const chart = testChart();
    const prometheus = new Prometheus(chart, 'prometheus');
    const other = new Loki(chart, 'loki').scrapeTargets.map((t) => ({ ...t, job: 'prometheus' }));
    expect(() => prometheus.scrape({ scrapeTargets: other })).toThrow(
      new Error(
        'chart/prometheus: job "prometheus" is two things, chart/prometheus and chart/loki; give one of them another name',
      ),
    );
  });
});

describe('takes', () => {
  it('one target in two clusters of one app', () => {
    const chart = testChart();
    const far = new Chart(chart.node.root, 'far', { site: { cluster: 'far' } });
    new Prometheus(chart, 'prometheus').scrape(shop);
    expect(() => new Prometheus(far, 'prometheus').scrape(shop)).not.toThrow();
  });

  it('a timeout as long as the interval, of the job or of all', () => {
    const thirty = { timeout: Duration.seconds(30) };
    const pods = { namespace: 'shop', labels: {}, port: 8080 };
    expect(() =>
      scraping(
        scrapePods({ ...pods, ...thirty, job: 'a' }),
        scrapePods({ ...pods, ...thirty, job: 'b', interval: Duration.seconds(30) }),
        scrapePods({ ...pods, job: 'c', interval: Duration.seconds(5) }),
      ),
    ).not.toThrow();
  });
});
