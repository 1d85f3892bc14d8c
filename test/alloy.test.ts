import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { Alloy } from '../lib/alloy/index.js';
import { collecting, configOf, inCluster, loki, onNodes, pair, shop } from './alloy-parts.js';
import { inventory, objectOf, objectsOf, testChart } from './support.js';

describe('renders its config', () => {
  it('for the logs of pods, from the files of its node', async () => {
    await expect(configOf(collecting())).toMatchFileSnapshot('golden/alloy/pod-logs.alloy');
  });

  it('for the logs of pods, with every option', async () => {
    const chart = collecting({
      excludeNamespaces: ['sandbox', 'kube-system'],
      podName: 'label',
      job: ['app'],
      stages: [
        { does: 'join', firstLine: '^\\d{4}-', wait: Duration.seconds(5), of: { app: 'shop' } },
        { does: 'join', firstLine: '^\\[', lines: 500, of: { app: { re: 'cart|till' } } },
        { does: 'drop', matches: 'GET /healthz', reason: 'health checks' },
      ],
    });
    await expect(configOf(chart)).toMatchFileSnapshot('golden/alloy/pod-logs-options.alloy');
  });

  it('for the logs of pods, through the API', async () => {
    const chart = collecting({ via: 'api', namespaces: ['shop', 'cart'] });
    await expect(configOf(chart)).toMatchFileSnapshot('golden/alloy/pod-logs-api.alloy');
  });

  it('for events, the logs of others and replicas that share the work', async () => {
    const chart = testChart();
    const alloy = inCluster(chart, { replicas: 2, extraConfig: 'logging {\n\tlevel = "debug"\n}' });
    alloy.collectClusterEvents({ namespaces: ['shop', 'cart'], format: 'json', job: 'events' });
    alloy.addLogsReceiver();
    alloy.sendLogsTo(loki);
    await expect(configOf(chart)).toMatchFileSnapshot('golden/alloy/cluster.alloy');
  });

  it('for destinations with credentials, tenants and a proxy on the way', async () => {
    const chart = testChart({ proxy: { url: 'http://proxy.example.com:3128' } });
    const alloy = inCluster(chart);
    alloy.addLogsReceiver();
    alloy.scrape(alloy);
    for (const destination of [shop, loki, shop]) alloy.sendLogsTo(destination);
    alloy.sendMetricsTo(pair);
    await expect(configOf(chart)).toMatchFileSnapshot('golden/alloy/destinations.alloy');
  });

  it('the same whatever the order of calls', () => {
    const calls: readonly ((alloy: Alloy) => void)[] = [
      (alloy) => alloy.collectPodLogs({ via: 'api' }),
      (alloy) => alloy.collectHostMetrics(),
      (alloy) => alloy.scrape(alloy),
      (alloy) => alloy.addLogsReceiver(),
      (alloy) => alloy.sendLogsTo(loki),
      (alloy) => alloy.sendLogsTo(shop),
      (alloy) => alloy.sendMetricsTo(pair),
    ];
    const written = (order: typeof calls) => {
      const chart = testChart();
      const alloy = onNodes(chart);
      for (const call of order) call(alloy);
      return objectsOf(chart);
    };
    expect(written(calls.toReversed())).toEqual(written(calls));
  });
});

describe('offers', () => {
  it('on every node nothing but itself, in the namespace of what touches the host', () => {
    const chart = collecting();
    expect(inventory(chart)).toEqual([
      'ServiceAccount alloy',
      'ClusterRole observability-node-alloy',
      'ClusterRoleBinding observability-node-alloy',
      'ConfigMap alloy-config',
      'Service alloy',
      'DaemonSet alloy',
      'NetworkPolicy alloy',
    ]);
    expect(objectOf(chart, 'DaemonSet', 'alloy').metadata.namespace).toBe('observability-node');
  });

  it('a scrape target and a dashboard', () => {
    const alloy = onNodes();
    expect(alloy.scrapeTargets).toMatchObject([
      { job: 'alloy', endpoints: [{ port: 12345, path: '/metrics' }] },
    ]);
    expect(alloy.dashboards).toMatchObject([{ uid: 'alloy', title: 'Alloy' }]);
  });

  it('a logs receiver once it is asked for, and one only', () => {
    const chart = testChart();
    const alloy = inCluster(chart);
    const receiver = alloy.addLogsReceiver();
    alloy.sendLogsTo(loki);
    expect(alloy.addLogsReceiver()).toBe(receiver);
    expect(receiver.logsEndpoint.url).toBe(
      'http://alloy.observability.svc.cluster.local:3500/loki/api/v1/push',
    );
    const ports = objectOf(chart, 'Service', 'alloy').spec.ports;
    expect(ports.map((p: { name: string }) => p.name)).toEqual(['http', 'logs']);
  });
});

describe('refuses', () => {
  const props: readonly (readonly [string, string, string])[] = [
    ['a place that is not told', '{}', 'chart/alloy: runsOn is missing; it has no default'],
    [
      'a place that there is not',
      '{ "runsOn": "every-nodes" }',
      'chart/alloy: runsOn "every-nodes" is not one of the choices; did you mean "every-node"? choices: every-node, cluster',
    ],
    [
      'an unknown property',
      '{ "runsOn": "cluster", "replica": 2 }',
      'chart/alloy: "replica" is not a known property; did you mean "replicas"?',
    ],
    [
      'replicas on every node',
      '{ "runsOn": "every-node", "replicas": 2 }',
      'chart/alloy: replicas says nothing of an Alloy that runs on "every-node"; leave it out, or run it on \'cluster\'',
    ],
  ];
  it.each(props)('%s', (_, json, message) => {
    expect(() => new Alloy(testChart(), 'alloy', JSON.parse(json))).toThrow(new Error(message));
  });

  const wirings: readonly (readonly [string, (alloy: Alloy) => void, string])[] = [
    [
      'one that is told nothing',
      () => {},
      'chart/alloy: is told nothing to do; call collectPodLogs(), collectClusterEvents() or addLogsReceiver(), and sendLogsTo(…); or scrape(…) or collectHostMetrics(), and sendMetricsTo(…)',
    ],
    [
      'logs for nobody',
      (alloy) => alloy.collectPodLogs(),
      'chart/alloy: collects logs and has nowhere to send them; call sendLogsTo(…)',
    ],
    [
      'metrics of nodes for nobody',
      (alloy) => alloy.collectHostMetrics(),
      'chart/alloy: collects metrics and has nowhere to send them; call sendMetricsTo(…)',
    ],
    [
      'metrics for nobody',
      (alloy) => alloy.scrape(alloy),
      'chart/alloy: collects metrics and has nowhere to send them; call sendMetricsTo(…)',
    ],
    [
      'a destination of no logs',
      (alloy) => alloy.sendLogsTo(loki),
      'chart/alloy: sends logs to "http://loki.observability.svc:3100/loki/api/v1/push" and collects none; call collectPodLogs(), collectClusterEvents() or addLogsReceiver()',
    ],
    [
      'a destination of no metrics',
      (alloy) => alloy.sendMetricsTo(pair),
      'chart/alloy: sends metrics to "https://prometheus-0.example.com/api/v1/write" and collects none; call scrape(…) or collectHostMetrics()',
    ],
  ];
  it.each(wirings)('%s', (_, wire, message) => {
    const chart = testChart();
    wire(onNodes(chart));
    expect(() => objectsOf(chart)).toThrow(new Error(`1 error, nothing was written\n  ${message}`));
  });

  it('nothing where blocks of someone else may complete ours', () => {
    const chart = testChart();
    onNodes(chart, { extraConfig: 'loki.source.journal "x" { }' }).sendLogsTo(loki);
    new Alloy(chart, 'own', { runsOn: 'cluster', extraConfig: 'logging { }' });
    expect(objectsOf(chart)).toHaveLength(11);
  });
});
