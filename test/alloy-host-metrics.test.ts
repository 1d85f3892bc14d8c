import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { Alloy, type HostMetricsOptions } from '../lib/alloy/index.js';
import { Chart, type PlatformName, platform, scrapePods } from '../lib/core/index.js';
import { ruleFile } from '../lib/model/rule.js';
import { ruleErrors } from '../lib/model/rule-check.js';
import { hostWatch, NodeExporter } from '../lib/node-exporter/index.js';
import { Prometheus } from '../lib/prometheus/index.js';
import { configOf, inCluster, loki, onNodes, pair, podOf } from './alloy-parts.js';
import { drawn } from './drawn.js';
import { fileOf, objectsOf, testChart } from './support.js';

/** A chart with an Alloy that collects how the nodes fare. */
function measuring(options: HostMetricsOptions = {}, chart = testChart()) {
  const alloy = onNodes(chart, { scrapeInterval: Duration.seconds(15) });
  alloy.collectHostMetrics(options);
  alloy.sendMetricsTo(pair);
  return chart;
}

describe('renders its config', () => {
  it('for how its node fares, and its network: labels as of a NodeExporter that is scraped', async () => {
    await expect(configOf(measuring())).toMatchFileSnapshot('golden/alloy/host-metrics.alloy');
  });

  it('for pods by their labels, of its own node, with the names that a scrape by Prometheus gives', async () => {
    const chart = testChart();
    const alloy = onNodes(chart, { scrapeInterval: Duration.seconds(15) });
    alloy.scrape(
      scrapePods({
        job: 'integrations/nginx',
        namespace: 'default',
        labels: { app: 'severed-blog' },
        port: 9113,
        container: 'nginx-exporter',
      }),
    );
    alloy.sendMetricsTo(pair);
    await expect(configOf(chart)).toMatchFileSnapshot('golden/alloy/scrape-pods.alloy');
    const role = objectsOf(chart).filter(({ kind }) => kind.endsWith('Role'));
    expect(role).toMatchObject([
      { kind: 'Role', metadata: { namespace: 'default' }, rules: [{ resources: ['pods'] }] },
    ]);
  });

  it('under another name, at another pace', () => {
    const config = configOf(measuring({ job: 'nodes', interval: Duration.minutes(1) }));
    expect(config.match(/job_name +=.+/g)).toEqual(Array(2).fill('job_name        = "nodes"'));
    expect(config.match(/scrape_interval +=.+/g)).toEqual(Array(2).fill('scrape_interval = "1m"'));
  });
});

describe('offers', () => {
  it('a job that the rules of those count on to whom it sends', () => {
    const chart = testChart();
    const prometheus = new Prometheus(chart, 'prometheus');
    const alloy = onNodes(chart);
    alloy.sendMetricsTo(prometheus);
    prometheus.addRules(hostWatch());
    alloy.collectHostMetrics();
    expect(fileOf(chart, 'prometheus-rules-0', 'rules-0.yaml')).toContain(
      'alert: NodeExporterDown',
    );
  });

  it('rules and a dashboard that are those of a NodeExporter', () => {
    const watch = hostWatch();
    const exporter = new NodeExporter(testChart(), 'node-exporter');
    const interval = Duration.seconds(15);
    const context = { cluster: 'test', jobs: new Map([['node-exporter', { interval }]]) };
    const whole = hostWatch({ tracksConnections: true });
    expect(ruleFile(whole.rules(context))).toEqual(ruleFile(exporter.rules(context)));
    expect(watch.rules(context).flatMap(ruleErrors)).toEqual([]);
    expect(drawn(watch.dashboards[0])).toEqual(drawn(exporter.dashboards[0]));
  });
});

describe('derives', () => {
  it('what it sees of its node, read-only, as a plain user, on a network of its own', () => {
    const chart = measuring();
    const pod = podOf(chart);
    expect(pod.hostNetwork).toBeUndefined();
    expect(pod.hostPID).toBeUndefined();
    expect(pod.automountServiceAccountToken).toBe(false);
    expect(pod.volumes).toContainEqual({
      name: 'host',
      hostPath: { path: '/', type: 'Directory' },
    });
    expect(pod.containers[0].volumeMounts).toContainEqual({
      name: 'host',
      mountPath: '/host/root',
      readOnly: true,
      mountPropagation: 'HostToContainer',
    });
    expect(pod.containers[0].securityContext).toMatchObject({
      runAsUser: 10001,
      runAsNonRoot: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(objectsOf(chart).map(({ kind }) => kind)).toContain('NetworkPolicy');
  });

  it('root that reads all of the node, where someone says why', () => {
    const chart = testChart();
    const alloy = onNodes(chart);
    alloy.collectHostMetrics({ asRoot: 'one agent a node is all there is room for' });
    alloy.collectPodLogs();
    alloy.scrape(alloy);
    expect(alloy.escapes).toEqual([
      'reads every file of its node as root: one agent a node is all there is room for',
    ]);
  });
});

describe('refuses', () => {
  const on = (name: PlatformName) => () =>
    onNodes(testChart({ platform: platform(name) })).collectHostMetrics();
  const both =
    'chart/alloy: collectHostMetrics and collectPodLogs from files let root read every file of the node; ' +
    "give collectPodLogs { via: 'api' }, make an Alloy for each, or say why in asRoot of collectHostMetrics";
  const refusals: readonly (readonly [string, () => void, string])[] = [
    [
      'an Alloy that stands on few nodes',
      () => inCluster().collectHostMetrics(),
      "chart/alloy: collectHostMetrics: measures the node it stands on, and this Alloy stands on few; make an Alloy that runs on 'every-node'",
    ],
    [
      'a platform that hides its nodes',
      on('gke-autopilot'),
      'chart/alloy: collectHostMetrics: platform "gke-autopilot" lets no pod see its node; leave it out: the kubelets and the platform show how nodes fare',
    ],
    [
      'a platform that measures them itself',
      on('openshift'),
      'chart/alloy: collectHostMetrics: platform "openshift" brings a node-exporter; leave it out, and scrape that one if its metrics are wanted here',
    ],
    [
      'log files after it, unless someone says why',
      () => {
        const alloy = onNodes();
        alloy.collectHostMetrics();
        alloy.collectPodLogs();
      },
      both,
    ],
    [
      'log files before it',
      () => {
        const alloy = onNodes();
        alloy.collectPodLogs();
        alloy.collectHostMetrics();
      },
      both,
    ],
    [
      'a reason without words',
      () => onNodes().collectHostMetrics({ asRoot: ' ' }),
      'chart/alloy: collectHostMetrics: asRoot " " is not a text; give a string that is not empty',
    ],
    [
      'two answers',
      () => {
        const alloy = onNodes();
        alloy.collectHostMetrics();
        alloy.collectHostMetrics({ job: 'nodes' });
      },
      'chart/alloy: collectHostMetrics is told {} and {"job":"nodes"}; call it once',
    ],
    [
      'a NodeExporter that Prometheus scrapes, whatever its name',
      () => {
        const chart = testChart();
        new Prometheus(chart, 'prometheus').scrape(new NodeExporter(chart, 'nodes'));
        onNodes(chart).collectHostMetrics();
      },
      'chart/alloy: job "node-exporter" measures the hosts, as job "nodes" of chart/prometheus does; leave one of the two out',
    ],
    [
      'the same the other way round',
      () => {
        const chart = testChart();
        onNodes(chart).collectHostMetrics();
        new Prometheus(chart, 'prometheus').scrape(new NodeExporter(chart, 'node-exporter'));
      },
      'chart/prometheus: job "node-exporter" measures the hosts, as job "node-exporter" of chart/alloy does; leave one of the two out',
    ],
    [
      'a second Alloy that measures them',
      () => {
        const chart = testChart();
        onNodes(chart).collectHostMetrics();
        new Alloy(chart, 'other', { runsOn: 'every-node' }).collectHostMetrics();
      },
      'chart/other: job "node-exporter" measures the hosts, as job "node-exporter" of chart/alloy does; leave one of the two out',
    ],
    [
      'a job of its name after it',
      () => {
        const alloy = onNodes();
        alloy.collectHostMetrics({ job: 'alloy' });
        alloy.scrape(alloy);
      },
      'chart/alloy: job "alloy" has two sources; give one of them another name',
    ],
    [
      'a job of its name before it',
      () => {
        const alloy = onNodes();
        alloy.scrape(alloy);
        alloy.collectHostMetrics({ job: 'alloy' });
      },
      'chart/alloy: job "alloy" has two sources; give one of them another name',
    ],
    [
      'a watch of a job that is no name',
      () => hostWatch({ job: 'My nodes' }),
      'hostWatch: job "My nodes" is not a Kubernetes name; give lower-case letters, digits, "-" and "."',
    ],
  ];
  it.each(refusals)('%s', (_, call, message) => {
    expect(call).toThrow(new Error(message));
  });

  it('none of what is nearly that', () => {
    const chart = testChart();
    const alloy = onNodes(chart);
    for (let i = 0; i < 2; i++) alloy.collectHostMetrics();
    alloy.collectPodLogs({ via: 'api' });
    for (const each of [loki, loki]) alloy.sendLogsTo(each);
    alloy.sendMetricsTo(pair);
    expect(() => objectsOf(chart)).not.toThrow();
  });

  it('no node-exporter for each of two kinds of nodes, nor an Alloy in another cluster', () => {
    const chart = testChart();
    const prometheus = new Prometheus(chart, 'prometheus');
    for (const pool of ['amd', 'arm'])
      prometheus.scrape(new NodeExporter(chart, pool, { nodeSelector: { pool } }));
    const elsewhere = new Chart(chart.node.scope ?? chart, 'else', { site: { cluster: 'other' } });
    expect(() => onNodes(elsewhere).collectHostMetrics()).not.toThrow();
  });
});
