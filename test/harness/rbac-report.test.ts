import { describe, expect, it } from 'vitest';
import { used } from '../conformance/flow/access/audit.js';
import {
  type Explanation,
  explained,
  granted,
  unused,
} from '../conformance/flow/access/rbac-report.js';
import { stack } from '../house/house.js';
import { kubelet, line, log, pods, prometheus, watchPods } from './audit-parts.js';

const role = (kind: string, namespace: string | undefined, rules: readonly object[]) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind,
  metadata: { name: 'prometheus', ...(namespace ? { namespace } : {}) },
  rules,
});

const binding = (kind: string, namespace: string | undefined, ref: string) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind,
  metadata: { name: 'prometheus', ...(namespace ? { namespace } : {}) },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: ref, name: 'prometheus' },
  subjects: [{ kind: 'ServiceAccount', namespace: 'watch', name: 'prometheus' }],
});

const objects = [
  role('Role', 'apps', [{ apiGroups: [''], resources: ['pods'], verbs: ['list', 'watch'] }]),
  binding('RoleBinding', 'apps', 'Role'),
  role('ClusterRole', undefined, [
    { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
    { nonResourceURLs: ['/metrics'], verbs: ['get'] },
    { apiGroups: [''], resources: ['configmaps'], resourceNames: ['config'], verbs: ['get'] },
  ]),
  binding('ClusterRoleBinding', undefined, 'ClusterRole'),
];

const config = (name: string) =>
  line(prometheus, 'get', `/api/v1/namespaces/watch/configmaps/${name}`, {
    objectRef: { resource: 'configmaps', namespace: 'watch', name },
  });

describe('the report of permissions', () => {
  const grants = granted(objects);
  const lists: Explanation = {
    account: 'watch:prometheus',
    verb: 'list',
    what: ['pods'],
    reason: 'it watches',
  };

  it('reads what is granted out of roles and their bindings', () => {
    expect(grants).toEqual([
      { user: prometheus, verb: 'list', what: 'pods', namespace: 'apps' },
      { user: prometheus, verb: 'watch', what: 'pods', namespace: 'apps' },
      { user: prometheus, verb: 'get', what: 'nodes/metrics' },
      { user: prometheus, verb: 'get', what: '/metrics' },
      { user: prometheus, verb: 'get', what: 'configmaps', names: ['config'] },
    ]);
  });

  it('refuses a binding to a role that nobody wrote', () => {
    expect(() => granted([binding('RoleBinding', 'apps', 'ClusterRole')])).toThrow(
      'RoleBinding apps/prometheus: ClusterRole "prometheus" is not written; bind a role of our own',
    );
  });

  it('is content where all was used, or is explained', () => {
    const uses = used(
      log(watchPods, kubelet(true), line(prometheus, 'get', '/metrics'), config('config')),
    );
    expect(unused(grants, uses, [lists])).toEqual({
      saw: 5,
      lines: ['watch:prometheus list pods: it watches'],
      faults: [],
    });
  });

  it('names what was never used: elsewhere, under another name and in vain do not count', () => {
    const elsewhere = line(prometheus, 'watch', '/api/v1/namespaces/other/pods', {
      objectRef: { ...pods, namespace: 'other' },
    });
    const uses = used(log(elsewhere, config('other'), kubelet(false)));
    expect(unused(grants, uses, [lists]).faults).toEqual([
      'watch:prometheus may get /metrics, and never did; explain it, or take it away',
      'watch:prometheus may get configmaps, and never did; explain it, or take it away',
      'watch:prometheus may get nodes/metrics, and never did; explain it, or take it away',
      'watch:prometheus may watch pods in apps, and never did; explain it, or take it away',
    ]);
  });

  it('names an explanation of what is used, or not granted', () => {
    const uses = [...grants, ...used(log(config('config')))];
    const old = { ...lists, what: ['pods', 'nodes'] };
    expect(unused(grants, uses, [old]).faults).toEqual([
      'watch:prometheus list nodes: needs no explanation; take it away',
      'watch:prometheus list pods: needs no explanation; take it away',
    ]);
    expect(unused(grants, uses, [{ ...old, sometimes: true }]).faults).toEqual([
      'watch:prometheus list nodes: needs no explanation; take it away',
    ]);
  });

  it('explains every list of the stack, and nothing else of it', () => {
    const all = granted(stack());
    const uses = all
      .filter(({ verb }) => verb !== 'list')
      .map(({ names, ...use }) => ({ ...use, ...(names?.[0] ? { name: names[0] } : {}) }));
    const { saw, lines, faults } = unused(all, uses);
    expect(faults).toEqual([]);
    expect(saw).toBeGreaterThanOrEqual(60);
    expect(lines).toHaveLength(explained.length);
  });
});
