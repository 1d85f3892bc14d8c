import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { platform } from '../lib/core/index.js';
import {
  type Collector,
  defaultCollectors,
  KubeStateMetrics,
  type KubeStateMetricsProps,
} from '../lib/kube-state-metrics/index.js';
import { ruleErrors } from '../lib/model/rule-check.js';
import { drawn } from './drawn.js';
import { inventory, objectOf, objectsOf, testChart } from './support.js';

const made = (props: KubeStateMetricsProps = {}, chart = testChart()) => {
  new KubeStateMetrics(chart, 'kube-state-metrics', props);
  return chart;
};

const argsOf = (props: KubeStateMetricsProps = {}): readonly string[] =>
  objectOf(made(props), 'Deployment', 'kube-state-metrics').spec.template.spec.containers[0].args;

const clusterRules = (props: KubeStateMetricsProps) =>
  objectOf(made(props), 'ClusterRole', 'observability-kube-state-metrics').rules;

const context = (...names: readonly string[]) => ({
  cluster: 'test',
  jobs: new Map(names.map((name) => [name, { interval: Duration.seconds(30) }])),
});

const alertsOf = (...jobs: readonly string[]) =>
  new KubeStateMetrics(testChart(), 'kube-state-metrics')
    .rules(context(...jobs))
    .flatMap((group) => group.rules.map((rule) => ('alert' in rule ? rule.alert : rule.record)));

describe('renders its config', () => {
  it('as flags: what it shows, in a fixed order', async () => {
    await expect(`${argsOf().join('\n')}\n`).toMatchFileSnapshot(
      'golden/kube-state-metrics/default.txt',
    );
  });

  it('with namespaces, labels and annotations, whatever the order they came in', async () => {
    const args = argsOf({
      collectors: ['pods', 'nodes', 'jobs'],
      namespaces: ['shop', 'bank'],
      metricLabelsAllowlist: { pods: ['team', 'app', 'example.com/*'], jobs: ['*'] },
      metricAnnotationsAllowlist: { nodes: ['example.com/rack'] },
      extraArgs: ['--use-apiserver-cache'],
    });
    await expect(`${args.join('\n')}\n`).toMatchFileSnapshot('golden/kube-state-metrics/full.txt');
  });
});

describe('offers', () => {
  it('one pod with a Service, and a role for the whole cluster', () => {
    expect(inventory(made())).toEqual([
      'ServiceAccount kube-state-metrics',
      'ClusterRole observability-kube-state-metrics',
      'ClusterRoleBinding observability-kube-state-metrics',
      'Service kube-state-metrics',
      'Deployment kube-state-metrics',
      'NetworkPolicy kube-state-metrics',
    ]);
  });

  it('a job about the objects, whose labels are theirs, and one about itself', () => {
    const { scrapeTargets } = new KubeStateMetrics(testChart(), 'ksm');
    expect(scrapeTargets).toMatchObject([
      {
        job: 'ksm',
        endpoints: [{ port: 8080, path: '/metrics' }],
        honorLabels: true,
        relabel: [{ does: 'dropLabels', matches: 'namespace|pod|container|node' }],
      },
      { job: 'ksm-telemetry', endpoints: [{ port: 8081, path: '/metrics' }] },
    ]);
    expect(scrapeTargets[1]?.honorLabels).toBe(undefined);
  });

  it('rules for those of its jobs that are scraped, sound ones', () => {
    const ksm = new KubeStateMetrics(testChart(), 'kube-state-metrics');
    expect(alertsOf('kube-state-metrics', 'kube-state-metrics-telemetry')).toEqual([
      'KubeStateMetricsDown',
      'KubeStateMetricsListErrors',
      'KubeStateMetricsWatchErrors',
    ]);
    expect(alertsOf('kube-state-metrics')).toEqual(['KubeStateMetricsDown']);
    expect(alertsOf('other')).toEqual([]);
    const all = context('kube-state-metrics', 'kube-state-metrics-telemetry');
    expect(ksm.rules(all).flatMap(ruleErrors)).toEqual([]);
  });

  it('a dashboard about itself', () => {
    const [dashboard] = new KubeStateMetrics(testChart(), 'kube-state-metrics').dashboards;
    expect(dashboard).toMatchObject({ uid: 'kube-state-metrics', folder: 'Observability' });
    const { faults, exprs } = drawn(dashboard);
    expect(faults).toEqual([]);
    expect(exprs.every((expr) => /job="kube-state-metrics(-telemetry)?"/.test(expr))).toBe(true);
  });
});

describe('derives', () => {
  it('exactly the rules that its collectors take, to list and to watch', () => {
    expect(clusterRules({ collectors: ['pods', 'nodes', 'deployments'] })).toEqual([
      { apiGroups: [''], resources: ['nodes', 'pods'], verbs: ['list', 'watch'] },
      { apiGroups: ['apps'], resources: ['deployments'], verbs: ['list', 'watch'] },
    ]);
  });

  const groups: readonly (readonly [Collector, string])[] = [
    ['certificatesigningrequests', 'certificates.k8s.io'],
    ['clusterroles', 'rbac.authorization.k8s.io'],
    ['configmaps', ''],
    ['cronjobs', 'batch'],
    ['endpointslices', 'discovery.k8s.io'],
    ['horizontalpodautoscalers', 'autoscaling'],
    ['ingresses', 'networking.k8s.io'],
    ['leases', 'coordination.k8s.io'],
    ['poddisruptionbudgets', 'policy'],
    ['secrets', ''],
    ['validatingwebhookconfigurations', 'admissionregistration.k8s.io'],
    ['volumeattachments', 'storage.k8s.io'],
  ];
  it.each(groups)('one rule more from %s, in group "%s"', (collector, apiGroup) => {
    expect(clusterRules({ collectors: [collector] })).toEqual([
      { apiGroups: [apiGroup], resources: [collector], verbs: ['list', 'watch'] },
    ]);
  });

  it('no sight of Secrets and ConfigMaps unless asked for', () => {
    expect(defaultCollectors).not.toContain('secrets');
    expect(defaultCollectors).not.toContain('configmaps');
    const text = JSON.stringify(objectsOf(made()));
    expect(text).not.toMatch(/secrets|configmaps/);
  });

  it('a Role in each namespace, and none for the cluster, from namespaces', () => {
    const chart = made({ namespaces: ['shop', 'observability'] });
    const roles = objectsOf(chart).filter((o) => o.kind.includes('Role'));
    expect(roles.map((o) => `${o.kind} ${o.metadata.namespace}/${o.metadata.name}`)).toEqual([
      'Role observability/kube-state-metrics',
      'Role shop/observability-kube-state-metrics',
      'RoleBinding observability/kube-state-metrics',
      'RoleBinding shop/observability-kube-state-metrics',
    ]);
    expect(argsOf({ namespaces: ['shop'] })[2]).not.toMatch(/nodes|namespaces|storageclasses/);
  });

  it('a role for the cluster beside them, for what belongs to no namespace and is asked for', () => {
    const chart = made({ namespaces: ['shop'], collectors: ['pods', 'nodes'] });
    expect(objectOf(chart, 'ClusterRole', 'observability-kube-state-metrics').rules).toEqual([
      { apiGroups: [''], resources: ['nodes'], verbs: ['list', 'watch'] },
    ]);
    expect(objectOf(chart, 'Role', 'observability-kube-state-metrics').rules).toEqual([
      { apiGroups: [''], resources: ['pods'], verbs: ['list', 'watch'] },
    ]);
  });

  it('a token and a way to the API server, and probes that do not ask the same', () => {
    const chart = made();
    const pod = objectOf(chart, 'Deployment', 'kube-state-metrics').spec.template.spec;
    expect(pod.automountServiceAccountToken).toBe(true);
    expect(pod.containers[0].readinessProbe.httpGet).toMatchObject({
      path: '/readyz',
      port: 'telemetry',
    });
    expect(pod.containers[0].livenessProbe.httpGet).toMatchObject({ path: '/livez', port: 'http' });
    const { egress } = objectOf(chart, 'NetworkPolicy', 'kube-state-metrics').spec;
    expect(egress).toHaveLength(1);
    expect(egress[0].ports.map((p: { port: number }) => p.port)).toEqual([443, 6443]);
  });

  it('its place beside the one of OpenShift, which the summary shows', () => {
    const chart = testChart({ platform: platform('openshift') });
    const ksm = new KubeStateMetrics(chart, 'kube-state-metrics', { beside: 'it hides labels' });
    expect(ksm.escapes).toEqual(["beside the platform's own: it hides labels"]);
  });
});

describe('refuses', () => {
  it('a platform that brings one, unless there is a reason for two', () => {
    const chart = testChart({ platform: platform('openshift') });
    expect(() => made({}, chart)).toThrow(
      new Error(
        'chart/kube-state-metrics: platform "openshift" brings kube-state-metrics; leave this one out, or say why in "beside"',
      ),
    );
  });

  const refusals: readonly (readonly [string, unknown, string])[] = [
    [
      'a collector nobody knows',
      { collectors: ['pods', 'deployment'] },
      'collectors ["pods","deployment"] has "deployment", which is not a collector; did you mean "deployments"?',
    ],
    [
      'nothing to show',
      { collectors: [] },
      'collectors has none; name what to show, or leave it out',
    ],
    [
      'a namespace that cannot be',
      { namespaces: ['Shop'] },
      'namespaces ["Shop"] has "Shop", which is not a namespace; give lower-case letters, digits and "-"',
    ],
    [
      'labels of a collector that is off',
      { collectors: ['pods'], metricLabelsAllowlist: { nodes: ['zone'] } },
      'metricLabelsAllowlist "nodes" is not among the collectors; add it there',
    ],
    [
      'annotations that its flag would read otherwise',
      { metricAnnotationsAllowlist: { pods: ['team,app'] } },
      'metricAnnotationsAllowlist of pods has "team,app", which is not the name of a label; give "team", "example.com/team", "example.com/*" or "*"',
    ],
    [
      'two wildcards in one name, which it refuses to start with',
      { metricLabelsAllowlist: { pods: ['*example*'] } },
      'metricLabelsAllowlist of pods has "*example*", which is not the name of a label; give "team", "example.com/team", "example.com/*" or "*"',
    ],
    [
      'one label where a list belongs',
      { metricLabelsAllowlist: { pods: 'team' } },
      'metricLabelsAllowlist {"pods":"team"} is not lists by collector; give { pods: [\'team\'] }',
    ],
    [
      'an argument that is no flag',
      { extraArgs: ['v=4'] },
      'extraArgs ["v=4"] has "v=4", which is not a flag; give "--name=value"',
    ],
  ];
  it.each(refusals)('%s', (_, props, message) => {
    // As a caller without types would.
    expect(() => made(props as KubeStateMetricsProps)).toThrow(
      new Error(`chart/kube-state-metrics: ${message}`),
    );
  });

  it('none of what is nearly that', () => {
    const near: readonly KubeStateMetricsProps[] = [
      { collectors: ['secrets'] },
      { namespaces: [] },
      { collectors: ['nodes'], metricLabelsAllowlist: { nodes: ['*'] } },
      { metricLabelsAllowlist: { pods: [] } },
      { metricLabelsAllowlist: { pods: ['app.kubernetes.io/name', 'example.com/*'] } },
      { beside: 'not needed here, and no harm' },
    ];
    for (const props of near) expect(() => made(props)).not.toThrow();
  });
});
