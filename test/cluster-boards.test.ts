import { describe, expect, it } from 'vitest';
import { Cluster, type ClusterProps } from '../lib/cluster/index.js';
import {
  cadvisorMetrics,
  corednsMetrics,
  kubeletMetrics,
  kubeletProbesMetrics,
  kubeProxyMetrics,
} from '../lib/cluster/metrics.js';
import {
  clusterBoards,
  type IHostMetrics,
  type IObjectMetrics,
  platform,
} from '../lib/core/index.js';
import { kubeStateMetricsMetrics } from '../lib/kube-state-metrics/metrics.js';
import { exposedNames } from '../lib/model/metrics.js';
import { metricsOf } from '../lib/model/promql-syntax.js';
import { nodeExporterMetrics } from '../lib/node-exporter/metrics.js';
import { scrapeMetrics } from '../lib/prometheus/metrics.js';
import { boardJson, drawn } from './drawn.js';
import { testChart } from './support.js';

const objects = (...kinds: readonly string[]): IObjectMetrics => ({
  objectMetrics: { job: 'states', kinds },
});
const all = objects('nodes', 'persistentvolumeclaims', 'persistentvolumes', 'pods');
const hosts: IHostMetrics = { hostMetrics: { job: 'node-exporter', tracksConnections: true } };

const ours = ['kubelet', 'volumes', 'networking', 'coredns'].map((part) => `cluster-${part}`);

const made = (props: ClusterProps = {}) =>
  new Cluster(
    testChart({ platform: platform('generic', { controlPlane: ['kube-proxy'] }) }),
    'cluster',
    props,
  );
/** Of those that are about what is below all that runs. */
const uids = (props?: ClusterProps) =>
  made(props)
    .dashboards.map(({ uid }) => uid)
    .filter((uid) => ours.includes(uid));
const board = (uid: string, props?: ClusterProps) =>
  made(props).dashboards.find((dashboard) => dashboard.uid === uid);
const titles = (uid: string, props?: ClusterProps) =>
  drawn(board(uid, props)).panels.map(({ title }) => title);
const seen = { objects: all, hosts };

describe('renders its config', () => {
  it.each(ours)('as dashboard %s', async (uid) => {
    await expect(boardJson(board(uid, seen))).toMatchFileSnapshot(`golden/cluster/${uid}.json`);
  });
});

describe('offers', () => {
  it.each(ours)(
    '%s, in words that Prometheus understands, of jobs that show what is read',
    (uid) => {
      const shown = new Map(
        Object.entries({
          cadvisor: cadvisorMetrics,
          coredns: corednsMetrics,
          kubelet: kubeletMetrics,
          'kubelet-probes': kubeletProbesMetrics,
          'kube-proxy': kubeProxyMetrics,
          'node-exporter': nodeExporterMetrics,
          states: kubeStateMetricsMetrics,
        }).map(([job, catalogue]) => [
          job,
          new Set([...exposedNames(catalogue).keys(), ...exposedNames(scrapeMetrics).keys()]),
        ]),
      );
      const { exprs, faults } = drawn(board(uid, seen));
      expect(faults).toEqual([]);
      const read = exprs.flatMap((expr) => metricsOf(expr));
      expect(read.length).toBeGreaterThan(20);
      expect(
        read.filter(({ metric = '', matchers }) => !shown.get(matchers.job ?? '')?.has(metric)),
      ).toEqual([]);
    },
  );

  it.each(ours)('%s, with a line of numbers first: is it fine?', (uid) => {
    const { panels } = drawn(board(uid, seen));
    const lines = panels.findIndex(({ type }) => type === 'row');
    expect(lines).toBeGreaterThanOrEqual(7);
    expect(panels.slice(0, lines).map(({ type }) => type)).toEqual(Array(lines).fill('stat'));
  });
});

describe('derives', () => {
  it('a dashboard for each part that is scraped', () => {
    expect(uids()).toEqual(ours);
    expect(uids({ without: ['kubelet'] })).toEqual(['cluster-networking', 'cluster-coredns']);
    expect(uids({ without: ['coredns', 'cadvisor', 'kube-proxy'] })).toEqual([
      'cluster-kubelet',
      'cluster-volumes',
    ]);
    expect(uids({ without: ['coredns', 'cadvisor', 'kube-proxy'], hosts })).toContain(
      'cluster-networking',
    );
  });

  it('panels of claims, volumes and the room of nodes from who shows such objects', () => {
    const claims = ['Claims without volume', 'Claims by phase'];
    expect(titles('cluster-volumes', seen)).toEqual(
      expect.arrayContaining([...claims, 'Volumes by phase']),
    );
    for (const title of [...claims, 'Volumes by phase', 'Failed volumes'])
      expect(titles('cluster-volumes')).not.toContain(title);
    const some = titles('cluster-volumes', { objects: objects('persistentvolumeclaims') });
    expect(some).toEqual(expect.arrayContaining(claims));
    expect(some).not.toContain('Volumes by phase');
    expect(titles('cluster-kubelet', seen)).toContain('Pods of those that a node takes');
    expect(titles('cluster-kubelet')).not.toContain('Pods of those that a node takes');
    expect(titles('cluster-kubelet')).toContain('Pods by node');
  });

  it('the traffic of pods without those that show all of their node, where somebody knows them', () => {
    const exprs = (props?: ClusterProps) =>
      drawn(board('cluster-networking', props)).exprs.join('\n');
    expect(exprs(seen)).toContain(
      'unless on (cluster, namespace, pod) kube_pod_info{cluster=~"$cluster",host_network="true",job="states",namespace=~"$namespace"}',
    );
    expect(exprs({ objects: objects('nodes') })).not.toContain('kube_pod_info');
  });

  it('panels of the network from who tells of it', () => {
    const rows = (props: ClusterProps) =>
      drawn(board('cluster-networking', props))
        .panels.filter(({ type }) => type === 'row')
        .map(({ title }) => title);
    expect(rows(seen)).toEqual(['Namespaces', 'Pods', 'Nodes', 'Ways to Services', 'Names']);
    expect(rows({ without: ['kube-proxy', 'coredns'] })).toEqual(['Namespaces', 'Pods']);
    expect(rows({ without: ['cadvisor', 'kube-proxy'], hosts })).toEqual(['Nodes', 'Names']);
    const untold: IHostMetrics = { hostMetrics: { job: 'node-exporter' } };
    expect(titles('cluster-networking', { hosts })).toContain('Connections tracked by node');
    expect(titles('cluster-networking', { hosts: untold })).not.toContain(
      'Connections tracked by node',
    );
  });

  it('probes from the job that shows them', () => {
    expect(titles('cluster-kubelet')).toContain('Probes that fail');
    expect(titles('cluster-kubelet', { without: ['kubelet-probes'] })).not.toContain(
      'Probes that fail',
    );
  });

  it('links to what else there is to see of a namespace, a pod, a node', () => {
    const { namespace, pod } = clusterBoards('cluster');
    const to = (uid: string) => `"url": "/d/${uid}?`;
    expect(boardJson(board('cluster-volumes', seen))).toContain(to(namespace));
    expect(boardJson(board('cluster-kubelet', seen))).toContain(to(pod));
    for (const uid of [namespace, pod, 'node'])
      expect(boardJson(board('cluster-networking', seen))).toContain(to(uid));
    expect(boardJson(board('cluster-networking'))).not.toContain(to('node'));
  });
});
