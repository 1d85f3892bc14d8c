import { describe, expect, it } from 'vitest';
import { App, Chart, type Permission, type PermissionScope } from '../../lib/core/index.js';
import { inventory, objectOf, testChart } from '../support.js';
import { Sample, sampleWorkload } from './parts.js';

const pods = (verbs: ('get' | 'list' | 'watch')[], reason = 'finds pods'): Permission => ({
  apiGroup: '',
  resources: ['pods'],
  verbs,
  reason,
});
const nodes: Permission = { ...pods(['list']), resources: ['nodes'], reason: 'finds nodes' };
const roles = (chart: Chart) => inventory(chart).filter((o) => o.includes('Role'));

describe('a permission', () => {
  it('in the cluster makes a ClusterRole that carries the namespace in its name', () => {
    const chart = testChart();
    sampleWorkload(chart).allow('cluster', pods(['list', 'watch']));
    expect(roles(chart)).toEqual([
      'ClusterRole observability-sample',
      'ClusterRoleBinding observability-sample',
    ]);
    const role = objectOf(chart, 'ClusterRole', 'observability-sample');
    expect(role.metadata).not.toHaveProperty('namespace');
    expect(role.metadata.annotations).toEqual({
      'observability.cdk8s.io/reasons': 'finds pods',
    });
    expect(role.rules).toEqual([
      { apiGroups: [''], resources: ['pods'], verbs: ['list', 'watch'] },
    ]);
    expect(objectOf(chart, 'ClusterRoleBinding', 'observability-sample')).toMatchObject({
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: 'observability-sample',
      },
      subjects: [{ kind: 'ServiceAccount', name: 'sample', namespace: 'observability' }],
    });
  });

  it('in its own namespace makes a Role of its own name', () => {
    const chart = testChart();
    sampleWorkload(chart).allow({ namespace: 'observability' }, pods(['get']));
    expect(roles(chart)).toEqual(['Role sample', 'RoleBinding sample']);
    expect(objectOf(chart, 'RoleBinding', 'sample').roleRef.kind).toBe('Role');
  });

  it('in a namespace of others makes a Role that says whose it is', () => {
    const chart = testChart();
    sampleWorkload(chart).allow({ namespace: 'kube-system' }, pods(['get']));
    expect(roles(chart)).toEqual(['Role observability-sample', 'RoleBinding observability-sample']);
    expect(objectOf(chart, 'Role', 'observability-sample').metadata.namespace).toBe('kube-system');
    expect(objectOf(chart, 'RoleBinding', 'observability-sample')).toMatchObject({
      metadata: { namespace: 'kube-system' },
      subjects: [{ kind: 'ServiceAccount', name: 'sample', namespace: 'observability' }],
    });
  });

  it('in one scope widens no other', () => {
    const chart = testChart();
    const workload = sampleWorkload(chart);
    workload.allow('cluster', nodes);
    workload.allow({ namespace: 'shop' }, pods(['list']));
    workload.allow({ namespace: 'kube-system' }, pods(['get']));
    expect(roles(chart)).toHaveLength(6);
    expect(objectOf(chart, 'ClusterRole', 'observability-sample').rules).toEqual([
      { apiGroups: [''], resources: ['nodes'], verbs: ['list'] },
    ]);
  });

  it('mounts the token, which nothing else does', () => {
    const chart = testChart();
    sampleWorkload(chart, 'allowed').allow('cluster', nodes);
    sampleWorkload(chart, 'quiet');
    const mounts = (name: string) =>
      objectOf(chart, 'Deployment', name).spec.template.spec.automountServiceAccountToken;
    expect([mounts('allowed'), mounts('quiet')]).toEqual([true, false]);
    expect(objectOf(chart, 'ServiceAccount', 'allowed').automountServiceAccountToken).toBe(false);
  });
});

describe('permissions are merged', () => {
  const urls: Permission = { urls: ['/metrics'], reason: 'scrapes' };
  const all: readonly Permission[] = [
    nodes,
    pods(['watch', 'list']),
    { ...pods(['get']), names: ['b', 'a'] },
    { ...nodes, resources: ['nodes/metrics'], reason: 'scrapes' },
    urls,
    { ...urls, urls: ['/metrics/slis'] },
    { ...pods(['list', 'watch'], 'finds more'), apiGroup: 'apps', resources: ['deployments'] },
    { ...pods(['list', 'watch']), resources: ['services', 'pods'] },
  ];
  const roleOf = (granted: readonly Permission[]) => {
    const chart = testChart();
    const workload = sampleWorkload(chart);
    for (const permission of granted) workload.allow('cluster', permission);
    return objectOf(chart, 'ClusterRole', 'observability-sample');
  };

  it('where API group, verbs and names are the same, and their reasons are told once', () => {
    const { rules, metadata } = roleOf(all);
    expect(rules).toEqual([
      { apiGroups: [''], resourceNames: ['a', 'b'], resources: ['pods'], verbs: ['get'] },
      { apiGroups: [''], resources: ['pods', 'services'], verbs: ['list', 'watch'] },
      { apiGroups: [''], resources: ['nodes', 'nodes/metrics'], verbs: ['list'] },
      { apiGroups: ['apps'], resources: ['deployments'], verbs: ['list', 'watch'] },
      { nonResourceURLs: ['/metrics', '/metrics/slis'], verbs: ['get'] },
    ]);
    expect(metadata.annotations['observability.cdk8s.io/reasons']).toBe(
      'finds more; finds nodes; finds pods; scrapes',
    );
  });

  it('in whatever order they come', () => {
    expect(roleOf([...all].reverse())).toEqual(roleOf(all));
  });
});

it('two installations side by side share no name, in the cluster or in the namespace of others', () => {
  const app = new App();
  const install = (namespace: string) => {
    const site = { cluster: 'test', namespace, nodeNamespace: `${namespace}-node` };
    const workload = sampleWorkload(new Chart(app, namespace, { site }));
    workload.allow('cluster', nodes);
    workload.allow({ namespace: 'kube-system' }, pods(['get']));
  };
  install('one');
  install('two');
  const shared = app
    .render()
    .flatMap((file) => file.objects.map(({ manifest }) => manifest))
    .filter(
      ({ metadata }) => metadata.namespace === undefined || metadata.namespace === 'kube-system',
    );
  expect(shared.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(
    ['one-sample', 'two-sample'].flatMap((name) => [
      `ClusterRole ${name}`,
      `Role ${name}`,
      `ClusterRoleBinding ${name}`,
      `RoleBinding ${name}`,
    ]),
  );
});

describe('refuses', () => {
  const refusals: readonly (readonly [string, PermissionScope, Permission, string])[] = [
    [
      'a namespace without a name, which would be the cluster',
      { namespace: '' },
      nodes,
      'permission on "nodes" is for namespace ""; name a namespace, or say \'cluster\'',
    ],
    [
      'a URL in a namespace',
      { namespace: 'shop' },
      { urls: ['/metrics'], reason: 'scrapes' },
      'permission on "/metrics" is for namespace "shop"; say \'cluster\': no URL has a namespace',
    ],
    [
      'no object, which would be every object',
      'cluster',
      { ...nodes, names: [] },
      'permission on "nodes" names no object, which RBAC reads as every object; name some, or leave names out',
    ],
  ];
  it.each(refusals)('%s', (_, scope, permission, message) => {
    const workload = new Sample(testChart()).run();
    expect(() => workload.allow(scope, permission)).toThrow(
      new Error(`chart/sample/Workload-: ${message}`),
    );
    expect(workload.permissions.any).toBe(false);
  });
});
