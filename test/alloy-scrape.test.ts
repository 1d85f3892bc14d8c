import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import type { Alloy } from '../lib/alloy/index.js';
import { Endpoint, type ScrapeTarget, SecretRef } from '../lib/core/index.js';
import { drop, setLabel } from '../lib/model/relabel.js';
import { configOf, inCluster, onNodes, pair } from './alloy-parts.js';
import { objectOf, objectsOf, testChart } from './support.js';

const metricsAt = (url: string) => Endpoint.fromUrl(`${url}/metrics`);
const apiServer = Endpoint.ofPeer(
  { kind: 'api-server' },
  { name: 'https', port: 443, path: '/metrics' },
);
const kubelet: ScrapeTarget = {
  job: 'kubelet',
  endpoints: [Endpoint.onNodes({ name: 'https', port: 10250, path: '/metrics' })],
  auth: { kind: 'service-account' },
  tls: { unverified: 'its certificate is signed by itself' },
  permissions: [
    { apiGroup: '', resources: ['nodes/metrics'], verbs: ['get'], reason: 'scrapes kubelets' },
  ],
  honorLabels: true,
  timestamped: true,
  sampleLimit: 20_000,
  metricRelabel: [drop({ from: ['__name__'], matches: 'go_.*' })],
};
const pods: ScrapeTarget = {
  job: 'shop',
  endpoints: [
    Endpoint.ofPods({ namespace: 'shop', labels: { app: 'shop' }, port: 8080, path: '/metrics' }),
  ],
  relabel: [setLabel('team', 'shop')],
};
const database: ScrapeTarget = {
  job: 'database',
  endpoints: [metricsAt('https://b.example.com:9187'), metricsAt('https://a.example.com:9187')],
  interval: Duration.seconds(5),
  auth: {
    kind: 'basic',
    username: new SecretRef('db', 'user'),
    password: new SecretRef('db', 'password'),
  },
  tls: {
    ca: new SecretRef('db', 'ca'),
    certificate: { cert: new SecretRef('db', 'cert'), key: new SecretRef('db', 'key') },
    serverName: 'db.internal',
  },
};
const listed: ScrapeTarget = {
  job: 'listed',
  endpoints: [
    Endpoint.ofPeer(
      { kind: 'cidrs', cidrs: ['192.0.2.0/24'] },
      { name: 'http', port: 9100, scheme: 'http' },
    ),
  ],
  discovery: {
    kind: 'http',
    url: 'https://targets.example.com/list',
    refresh: Duration.minutes(1),
  },
  auth: {
    kind: 'oauth2',
    clientId: 'alloy',
    clientSecret: new SecretRef('oauth', 'secret'),
    tokenUrl: 'https://login.example.com/token',
    scopes: ['metrics'],
  },
};
const named: ScrapeTarget = {
  job: 'named',
  endpoints: [Endpoint.fromUrl('http://cache.example.com:9150/metrics', { tenant: 'shop' })],
  discovery: { kind: 'dns', names: ['cache.example.com'], port: 9150 },
  auth: { kind: 'bearer', token: new SecretRef('cache', 'token') },
  timeout: Duration.seconds(30),
};

describe('renders its config', () => {
  it('to scrape what stands on its own node', async () => {
    const chart = testChart();
    const alloy = onNodes(chart);
    alloy.scrape({ scrapeTargets: [pods, kubelet] });
    alloy.scrape(alloy);
    alloy.sendMetricsTo(pair);
    await expect(configOf(chart)).toMatchFileSnapshot('golden/alloy/scrape-own-node.alloy');
  });

  it('to scrape all of it, shared by replicas', async () => {
    const chart = testChart();
    const alloy = inCluster(chart, { replicas: 2, scrapeInterval: Duration.minutes(1) });
    const twins = [alloy, inCluster(testChart())].flatMap(
      (a) => a.scrapeTargets[0]?.endpoints ?? [],
    );
    alloy.scrape({ scrapeTargets: [database, listed, named, pods] });
    alloy.scrape({ scrapeTargets: [{ job: 'twins', endpoints: twins }] });
    alloy.sendMetricsTo(pair);
    await expect(configOf(chart)).toMatchFileSnapshot('golden/alloy/scrape-cluster.alloy');
  });
});

describe('offers', () => {
  it('what a URL is to ask for, by name', () => {
    const chart = testChart();
    const alloy = inCluster(chart);
    alloy.scrape({ scrapeTargets: [{ ...pods, params: { 'match[]': ['{job="a"}'] } }] });
    alloy.sendMetricsTo(pair);
    expect(configOf(chart)).toMatch(/params += \{\s+"match\[\]" = \["\{job=\\"a\\"\}"\],\s+\}/);
  });
});

describe('derives', () => {
  it('permissions, ways and Secrets from what it scrapes', () => {
    const chart = testChart();
    const alloy = inCluster(chart);
    alloy.scrape({ scrapeTargets: [kubelet, pods, database] });
    alloy.sendMetricsTo(pair);
    const rules = objectsOf(chart)
      .filter((o) => o.kind === 'Role' || o.kind === 'ClusterRole')
      .map((o) => [o.metadata.namespace, o.rules]);
    expect(rules).toEqual([
      [
        undefined,
        [
          { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
          { apiGroups: [''], resources: ['nodes'], verbs: ['list', 'watch'] },
        ],
      ],
      ['shop', [{ apiGroups: [''], resources: ['pods'], verbs: ['list', 'watch'] }]],
    ]);
    const { egress } = objectOf(chart, 'NetworkPolicy', 'alloy').spec;
    const ports = egress.flatMap((r: { ports: { port: number }[] }) => r.ports.map((p) => p.port));
    expect(new Set(ports)).toEqual(new Set([53, 443, 6443, 8080, 9187, 10250]));
    const secrets = objectOf(chart, 'StatefulSet', 'alloy').spec.template.spec.volumes.flatMap(
      (v: { secret?: { secretName: string } }) => v.secret?.secretName ?? [],
    );
    expect(secrets).toEqual(['db', 'metrics']);
  });
});

describe('refuses', () => {
  const onEveryNode: readonly (readonly [string, (alloy: Alloy) => void, string])[] = [
    ...[
      database,
      listed,
      {
        job: 'apiserver',
        endpoints: [apiServer],
        discovery: {
          kind: 'endpoint-slices',
          namespaces: ['default'],
          service: 'kubernetes',
          port: 'https',
        },
      } as const,
    ].map(
      (target) =>
        [
          `what stands on no node: ${target.job}`,
          (alloy: Alloy) => alloy.scrape({ scrapeTargets: [target] }),
          `chart/alloy: scrape: job "${target.job}" has targets that stand on no node of the cluster, and every node would scrape them, or none; scrape it with an Alloy that runs on 'cluster'`,
        ] as const,
    ),
  ];
  it.each(onEveryNode)('on every node %s', (_, call, message) => {
    expect(() => call(onNodes())).toThrow(new Error(message));
  });

  const inTheCluster: readonly (readonly [string, (alloy: Alloy) => void, string])[] = [
    [
      'a job from two sources',
      (alloy) => {
        alloy.scrape({ scrapeTargets: [database] });
        alloy.scrape({ scrapeTargets: [{ ...database }] });
      },
      'chart/alloy: job "database" has two sources; give one of them another name',
    ],
    [
      'a scrape longer than its interval',
      (alloy) => alloy.scrape({ scrapeTargets: [{ ...named, timeout: Duration.seconds(31) }] }),
      'chart/alloy: scrape: job "named" has timeout "31 seconds", which is longer than its interval "30 seconds"; give 30 seconds or less',
    ],
    [
      'a job on two paths',
      (alloy) =>
        alloy.scrape({
          scrapeTargets: [
            { job: 'x', endpoints: ['/a', '/b'].map((path) => metricsAt('http://x').at(path)) },
          ],
        }),
      'chart/alloy: scrape: job "x" has endpoints of scheme and path "http /a", "http /b"; give at least one, and a job to each scheme and path',
    ],
  ];
  it.each(inTheCluster)('in the cluster %s', (_, call, message) => {
    expect(() => call(inCluster())).toThrow(new Error(message));
  });

  it('no scrape as long as its interval', () => {
    const alloy = inCluster();
    alloy.scrape({ scrapeTargets: [named] });
    expect(() => alloy.scrape({ scrapeTargets: [named] })).not.toThrow();
  });
});
