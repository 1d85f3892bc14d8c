import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import type { Boards } from '../lib/cluster/dashboards/boards.js';
import { podDashboard } from '../lib/cluster/dashboards/pod.js';
import { Cluster, type ClusterProps } from '../lib/cluster/index.js';
import { clusterBoards, type Dashboard, Endpoint } from '../lib/core/index.js';
import { type Collector, KubeStateMetrics } from '../lib/kube-state-metrics/index.js';
import { dashboardJson } from '../lib/model/dashboard/index.js';
import { ruleErrors } from '../lib/model/rule-check.js';
import { drawn } from './drawn.js';
import { testChart } from './support.js';

/** Dashboards of what runs, each of which leads to the next. */
const all = ['cluster', 'cluster-namespace', 'cluster-workload', 'cluster-pod'];

/** A cluster whose objects of these kinds are shown; of the usual ones unless told. */
function made(collectors?: readonly Collector[], props: ClusterProps = {}): Cluster {
  const chart = testChart();
  const objects = new KubeStateMetrics(chart, 'kube-state-metrics', collectors && { collectors });
  return new Cluster(chart, 'cluster', { objects, ...props });
}

const withoutObjects = (props: ClusterProps = {}) => new Cluster(testChart(), 'cluster', props);
const board = ({ dashboards }: Cluster, uid: string): Dashboard => {
  const found = dashboards.find((dashboard) => dashboard.uid === uid);
  if (!found) throw new Error(`dashboard ${uid} is not there`);
  return found;
};
/** Which of those that this is about are there. */
const uids = ({ dashboards }: Cluster) =>
  dashboards.map(({ uid }) => uid).filter((uid) => all.includes(uid));
const exprs = (cluster: Cluster, uid: string) => drawn(board(cluster, uid)).exprs.join('\n');
const titles = (cluster: Cluster, uid: string) =>
  drawn(board(cluster, uid)).panels.map(({ title }) => title);
const recordings = (cluster: Cluster, ...jobs: readonly string[]) =>
  cluster
    .rules({
      cluster: 'test',
      jobs: new Map(jobs.map((job) => [job, { interval: Duration.seconds(30) }])),
    })
    .filter(({ name }) => name === 'cluster-recordings');

/** As it is written, for the default datasources. */
function json(dashboard: Dashboard): string {
  const at = (type: 'prometheus' | 'loki') => ({
    uid: type,
    type,
    endpoint: Endpoint.fromUrl(`http://${type}.example.com`),
  });
  const spec = dashboard.spec({ prometheus: at('prometheus'), loki: at('loki') });
  return dashboardJson(dashboard, spec);
}

describe('renders its config', () => {
  it.each(all)('of dashboard %s', async (uid) => {
    await expect(json(board(made(), uid))).toMatchFileSnapshot(`golden/cluster/${uid}.json`);
  });
});

describe('offers', () => {
  it.each(all)('%s, in words that Prometheus understands, well judged first', (uid) => {
    const dashboard = board(made(), uid);
    const { panels, faults } = drawn(dashboard);
    expect(faults).toEqual([]);
    expect(dashboard).toMatchObject({ folder: 'Kubernetes', needs: ['prometheus'] });
    expect(panels.slice(0, 6).map(({ type }) => type)).toEqual(Array(6).fill('stat'));
  });

  it('no more questions than panels need', () => {
    const count = (uid: string) => drawn(board(made(), uid)).exprs.length;
    expect(all.map((uid) => [uid, count(uid)])).toEqual([
      ['cluster', 38],
      ['cluster-namespace', 24],
      ['cluster-workload', 27],
      ['cluster-pod', 24],
    ]);
  });

  it('choices that narrow the next, of one thing where the dashboard is about one', () => {
    const choices = (uid: string) => {
      const { templating } = JSON.parse(json(board(made(), uid)));
      return templating.list.map((v: { name: string; definition: string; includeAll: boolean }) => [
        v.name,
        v.definition,
        v.includeAll,
      ]);
    };
    const head = [
      ['cluster', 'label_values(up, cluster)', true],
      ['namespace', 'label_values(kube_pod_info{cluster=~"$cluster"}, namespace)', false],
    ];
    expect(choices('cluster')).toEqual(head.slice(0, 1));
    expect(choices('cluster-namespace')).toEqual(head);
    expect(choices('cluster-workload')).toEqual([
      ...head,
      [
        'workload_type',
        'label_values(pod_workload:kube_pod_owner:group{cluster=~"$cluster",namespace=~"$namespace"}, workload_type)',
        true,
      ],
      [
        'workload',
        'label_values(pod_workload:kube_pod_owner:group{cluster=~"$cluster",namespace=~"$namespace",workload_type=~"$workload_type"}, workload)',
        false,
      ],
    ]);
    expect(choices('cluster-pod')).toEqual([
      ...head,
      [
        'pod',
        'label_values(kube_pod_info{cluster=~"$cluster",namespace=~"$namespace"}, pod)',
        false,
      ],
    ]);
  });

  it('recordings that rules can be made of, each read by a dashboard', () => {
    const cluster = made();
    const groups = recordings(cluster, 'kube-state-metrics', 'cadvisor');
    expect(groups.flatMap(ruleErrors)).toEqual([]);
    const names = groups.flatMap(({ rules }) =>
      rules.flatMap((rule) => ('record' in rule ? [rule.record] : [])),
    );
    expect(names).toHaveLength(8);
    const read = uids(cluster)
      .map((uid) => exprs(cluster, uid))
      .join('\n');
    expect(names.filter((name) => !read.includes(`${name}{`))).toEqual([]);
  });
});

describe('derives', () => {
  it('what is known of pods without their objects', () => {
    const cluster = withoutObjects();
    expect(uids(cluster)).toEqual(['cluster', 'cluster-namespace', 'cluster-pod']);
    for (const uid of uids(cluster)) {
      expect(exprs(cluster, uid)).not.toMatch(
        /kube_(?!pod_container_resource)|workload|namespace:/,
      );
      expect(json(board(cluster, uid))).not.toMatch(/kube_pod_info|cluster-workload/);
    }
    expect(titles(cluster, 'cluster')).toContain('Nodes not answering');
    expect(titles(cluster, 'cluster-namespace')).toContain('CPU in use');
  });

  it('what is known of them without cAdvisor', () => {
    const cluster = made(undefined, { without: ['cadvisor'] });
    expect(uids(cluster)).toEqual(all);
    for (const uid of all)
      expect(exprs(cluster, uid)).not.toMatch(/container_(?!status|resource)|pod:/);
    expect(titles(cluster, 'cluster-workload')).toEqual([
      'Replicas missing',
      'Pods not ready',
      'Restarts',
      'Its pods',
      'Replicas',
      'Replicas',
      'Its autoscaler',
    ]);
  });

  it('nothing of pods where neither shows them', () => {
    expect(uids(withoutObjects({ without: ['cadvisor'] }))).toEqual(['cluster']);
    expect(uids(made(['nodes'], { without: ['cadvisor'] }))).toEqual(['cluster']);
  });

  it('no panel of a kind that is not shown', () => {
    const few = made(['pods', 'statefulsets']);
    expect(titles(few, 'cluster')).not.toContain('CPU requested');
    expect(titles(few, 'cluster-namespace')).not.toContain('Quotas used');
    expect(titles(few, 'cluster-workload')).toContain('Replicas');
    expect(titles(few, 'cluster-workload')).not.toContain('Its autoscaler');
    expect(titles(made(['pods']), 'cluster-workload')).not.toContain('Replicas');
  });

  it('recordings of what is scraped, and of what is shown', () => {
    const names = (groups: ReturnType<typeof recordings>) =>
      groups.flatMap(({ rules }) => rules.flatMap((rule) => ('record' in rule ? rule.record : [])));
    const ofContainers = [
      'pod:container_cpu_usage_seconds:rate5m',
      'pod:container_memory_working_set_bytes:sum',
    ];
    expect(names(recordings(made(), 'cadvisor'))).toEqual(ofContainers);
    expect(names(recordings(withoutObjects(), 'kube-state-metrics', 'cadvisor'))).toEqual(
      ofContainers,
    );
    expect(names(recordings(made(['pods']), 'kube-state-metrics'))).toEqual([
      'pod_workload:kube_pod_owner:group',
      'namespace:kube_pod_container_resource_requests:sum',
      'namespace:kube_pod_container_resource_limits:sum',
    ]);
    expect(recordings(made(), 'kubelet')).toEqual([]);
  });

  it('owners through what is shown of them alone', () => {
    const owner = (...kinds: readonly Collector[]) => {
      const [group] = recordings(made(kinds), 'kube-state-metrics');
      return group?.rules[0]?.expr ?? '';
    };
    expect(owner('pods')).not.toMatch(/kube_replicaset_owner|kube_job_owner/);
    expect(owner('pods', 'jobs')).toMatch(/kube_job_owner/);
    expect(owner('pods', 'jobs')).not.toMatch(/kube_replicaset_owner/);
  });

  it('a way to the node of a pod, where nodes are shown', () => {
    const objects = { job: 'states', kinds: ['pods'] };
    const pod = (boards: Boards) =>
      json(podDashboard(boards, { jobs: new Set(['cadvisor']), objects }));
    expect(pod({ ...clusterBoards(), node: 'node' })).toContain(
      '"url": "/d/node?${__url_time_range}&var-cluster=${__data.fields.cluster:percentencode}&var-node=${__data.fields.node:percentencode}"',
    );
    expect(pod(clusterBoards())).not.toContain('/d/node');
  });

  it('the log of a pod beside its numbers, where there are logs', () => {
    const pod = board(made(), 'cluster-pod');
    expect(json(pod)).toContain(
      String.raw`"expr": "{cluster=~\"$cluster\",namespace=~\"$namespace\"} | pod =~ \"$pod\""`,
    );
    expect(drawn(pod).panels.map(({ type }) => type)).not.toContain('logs');
  });
});
