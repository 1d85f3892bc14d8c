import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { Cluster, type ClusterProps } from '../lib/cluster/index.js';
import {
  type ControlPlanePart,
  discoverySteps,
  type Platform,
  type PlatformName,
  platform,
  type ScrapeTarget,
} from '../lib/core/index.js';
import { prometheusRelabel } from '../lib/model/relabel.js';
import { ruleErrors } from '../lib/model/rule-check.js';
import { drawn } from './drawn.js';
import { inventory, testChart } from './support.js';

const parts: readonly ControlPlanePart[] = [
  'kube-scheduler',
  'kube-controller-manager',
  'etcd',
  'kube-proxy',
];
const open = platform('generic', { controlPlane: parts });

const made = (props: ClusterProps = {}, on: Platform = platform('generic')): Cluster =>
  new Cluster(testChart({ platform: on }), 'cluster', props);
const jobsOf = (cluster: Cluster) => cluster.scrapeTargets.map(({ job }) => job);
const job = (cluster: Cluster, name: string): ScrapeTarget => {
  const found = cluster.scrapeTargets.find((target) => target.job === name);
  if (!found) throw new Error(`job ${name} is not there`);
  return found;
};
const context = (...names: readonly string[]) => ({
  cluster: 'test',
  jobs: new Map(names.map((name) => [name, { interval: Duration.seconds(30) }])),
});

describe('offers', () => {
  it('no object at all: it runs nothing', () => {
    const chart = testChart();
    new Cluster(chart, 'cluster');
    expect(inventory(chart)).toEqual([]);
  });

  it('the jobs that can be reached anywhere, and more where the site has opened more', () => {
    expect(jobsOf(made())).toEqual([
      'kubelet',
      'cadvisor',
      'kubelet-probes',
      'apiserver',
      'coredns',
    ]);
    expect(jobsOf(made({}, open))).toEqual([...jobsOf(made()), ...parts]);
  });

  it('the faces of the kubelet on one port, each with its path and the least permission', () => {
    const cluster = made();
    const paths = ['kubelet', 'cadvisor', 'kubelet-probes'].map((name) => {
      const { endpoints, permissions, auth, honorLabels } = job(cluster, name);
      expect(permissions).toMatchObject([{ resources: ['nodes/metrics'], verbs: ['get'] }]);
      expect(auth).toEqual({ kind: 'service-account' });
      expect(honorLabels).toBe(true);
      const [endpoint] = endpoints;
      expect(endpoint).toMatchObject({ port: 10250, scheme: 'https', owner: { kind: 'nodes' } });
      return endpoint?.path;
    });
    expect(paths).toEqual(['/metrics', '/metrics/cadvisor', '/metrics/probes']);
  });

  it('their series with the path they come from, and the name of the node', () => {
    const steps = (name: string) => {
      const target = job(made(), name);
      return [...discoverySteps(target), ...(target.relabel ?? [])].map(prometheusRelabel);
    };
    expect(steps('cadvisor')).toContainEqual({
      target_label: 'metrics_path',
      replacement: '/metrics/cadvisor',
    });
    expect(steps('cadvisor')).toContainEqual({
      source_labels: ['__meta_kubernetes_node_name'],
      target_label: 'node',
    });
  });

  it('samples of cAdvisor as bearing times of their own, and of nothing else', () => {
    const timestamped = made().scrapeTargets.filter((target) => target.timestamped);
    expect(timestamped.map((target) => target.job)).toEqual(['cadvisor']);
  });

  it('the API server as every pod finds it, by a name that its certificate has', () => {
    expect(job(made(), 'apiserver')).toMatchObject({
      discovery: {
        kind: 'endpoint-slices',
        namespaces: ['default'],
        service: 'kubernetes',
        port: 'https',
      },
      tls: { serverName: 'kubernetes.default.svc' },
      permissions: [{ urls: ['/metrics'] }],
    });
  });

  it('what runs beside the API server on the nodes that run it, by their role', () => {
    const cluster = made({}, open);
    const onControlPlane = {
      action: 'keep',
      source_labels: ['__meta_kubernetes_node_labelpresent_node_role_kubernetes_io_control_plane'],
      regex: 'true',
    };
    const seen = parts.map((part) => {
      const { endpoints, relabel = [], tls, permissions } = job(cluster, part);
      return [
        part,
        `${endpoints[0]?.scheme} ${endpoints[0]?.port}`,
        relabel.map(prometheusRelabel),
        tls !== undefined && permissions !== undefined,
      ];
    });
    expect(seen).toEqual([
      ['kube-scheduler', 'https 10259', [onControlPlane], true],
      ['kube-controller-manager', 'https 10257', [onControlPlane], true],
      ['etcd', 'http 2381', [onControlPlane], false],
      ['kube-proxy', 'http 10249', [], false],
    ]);
  });

  it('a rule for each job that is scraped, sound ones, and none for the rest', () => {
    const cluster = made({}, open);
    const groups = cluster.rules(context(...jobsOf(cluster)));
    expect(groups.flatMap(ruleErrors)).toEqual([]);
    const recordings = groups.find(({ name }) => name === 'cluster-recordings');
    expect(recordings?.rules).toHaveLength(2);
    expect(groups.find(({ name }) => name === 'cluster')?.rules).toMatchObject([
      { alert: 'KubeletDown', severity: 'warning' },
      { alert: 'CadvisorDown', severity: 'warning' },
      { alert: 'KubeletProbesDown', severity: 'info' },
      { alert: 'EtcdMemberDown', severity: 'warning' },
      { alert: 'KubeProxyDown', severity: 'warning' },
      { alert: 'KubeAPIDown', severity: 'critical' },
      { alert: 'CoreDNSDown', severity: 'critical' },
      { alert: 'KubeSchedulerDown', severity: 'critical' },
      { alert: 'KubeControllerManagerDown', severity: 'critical' },
    ]);
    expect(cluster.rules(context('apiserver'))[0]?.rules).toHaveLength(1);
    expect(cluster.rules(context('loki'))).toEqual([]);
  });

  it.each([
    ['apiserver', ['api-server']],
    ['cadvisor', ['resources', 'recordings']],
    ['coredns', ['dns']],
    ['etcd', ['etcd']],
    ['kube-controller-manager', ['clients', 'control-plane']],
    ['kube-proxy', ['clients', 'control-plane']],
    ['kube-scheduler', ['clients', 'control-plane']],
    ['kubelet', ['clients', 'kubelet', 'volumes', 'nodes']],
    ['kubelet-probes', []],
  ])('where only %s is scraped, rules of %j that read nothing else', (name, subjects) => {
    const groups = made({}, open).rules(context(name));
    expect(groups.map((group) => group.name)).toEqual([
      'cluster',
      ...subjects.map((subject) => `cluster-${subject}`),
    ]);
    const exprs = groups.flatMap(({ rules }) => rules.map(({ expr }) => expr)).join('\n');
    const read = [...exprs.matchAll(/\bjob=~?"([^"]+)"/g)].map(([, job]) => job);
    expect(new Set(read)).toEqual(new Set([name]));
  });

  it('what the API server should reach: recorded, so that long windows cost little', () => {
    const rules = made()
      .rules(context('apiserver'))
      .flatMap((group) => group.rules);
    const records = rules.flatMap((rule) => ('record' in rule ? [rule.record] : []));
    expect(records).toHaveLength(9);
    for (const record of records)
      expect(rules.filter(({ expr }) => expr.includes(record)).length).toBeGreaterThan(0);
    const long = rules.filter(({ expr }) => /\[(1h|6h|3d)\]/.test(expr));
    expect(long).toHaveLength(3);
    for (const { expr } of long) expect(expr).not.toContain('apiserver_request_');
  });
});

describe('derives', () => {
  it('no job, no panel and no rule of what is left out', () => {
    const cluster = made({ without: ['coredns', 'cadvisor', 'apiserver'] });
    expect(jobsOf(cluster)).toEqual(['kubelet', 'kubelet-probes']);
    const { exprs } = drawn(cluster.dashboards[0]);
    expect(exprs.join('\n')).not.toMatch(/coredns|job="cadvisor"|job="apiserver"/);
    expect(exprs.join('\n')).toMatch(/job="kubelet"/);
  });

  it('trust in a kubelet from what its platform signs', () => {
    const tls = (name: PlatformName) => job(made({}, platform(name)), 'kubelet').tls;
    expect(tls('eks')).toEqual({});
    expect(tls('kind')).toEqual({
      unverified: 'kubelets sign their certificates themselves, or not for their addresses',
    });
  });

  it('no CoreDNS where the platform runs another, or hides it', () => {
    expect(jobsOf(made({}, platform('gke')))).not.toContain('coredns');
    expect(jobsOf(made({}, platform('openshift')))).not.toContain('coredns');
    expect(job(made(), 'coredns').endpoints[0]).toMatchObject({
      podPort: 9153,
      owner: { kind: 'pods', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
    });
  });
});

describe('refuses', () => {
  it('a job that there is none of', () => {
    const props = JSON.parse('{ "without": ["kube-schedular"] }');
    expect(() => made(props)).toThrow(
      new Error(
        'chart/cluster: without ["kube-schedular"] has "kube-schedular", which is not one of the choices; did you mean "kube-scheduler"? choices: kubelet, cadvisor, kubelet-probes, apiserver, coredns, kube-scheduler, kube-controller-manager, etcd, kube-proxy',
      ),
    );
  });

  it('to be told where it runs, as it does not', () => {
    const props = JSON.parse('{ "namespace": "monitoring" }');
    expect(() => made(props)).toThrow(
      new Error(
        'chart/cluster: "namespace" is not a known property; known: hosts, objects, without',
      ),
    );
  });

  it('not to leave out what is hidden anyway, nor nothing', () => {
    expect(jobsOf(made({ without: ['etcd'] }))).toEqual(jobsOf(made()));
    expect(jobsOf(made({ without: [] }))).toEqual(jobsOf(made()));
  });
});
