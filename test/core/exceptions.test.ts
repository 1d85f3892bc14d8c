import { describe, expect, it } from 'vitest';
import { platform, type Workload } from '../../lib/core/index.js';
import { objectOf, objectsOf, testChart } from '../support.js';
import { sampleWorkload } from './parts.js';

const kinds: readonly (readonly [string, (workload: Workload) => void])[] = [
  ['reading log files', (workload) => workload.readPodLogs('for the test')],
  [
    'a directory of the node',
    (workload) => workload.mountHostPath('/', '/host/root', { reason: 'for the test' }),
  ],
];

describe('an exception from Pod Security', () => {
  it.each(kinds)('is bound to a named SecurityContextConstraints on OpenShift: %s', (_, take) => {
    const chart = testChart({ platform: platform('openshift') });
    const workload = sampleWorkload(chart);
    take(workload);
    workload.mountHostPath('/etc', '/host/etc', { reason: 'to see that one binding is enough' });
    expect(objectOf(chart, 'RoleBinding', 'sample-scc')).toMatchObject({
      metadata: { namespace: 'observability' },
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: 'system:openshift:scc:privileged',
      },
      subjects: [{ kind: 'ServiceAccount', name: 'sample', namespace: 'observability' }],
    });
  });

  it.each(['hostNetwork', 'hostPid'])('is one of the constructor too: %s', (field) => {
    const chart = testChart({ platform: platform('openshift') });
    sampleWorkload(chart, 'sample', { [field]: 'for the test' });
    expect(objectOf(chart, 'RoleBinding', 'sample-scc').subjects).toHaveLength(1);
  });

  it('needs no binding elsewhere, and none where there is no exception', () => {
    const generic = testChart();
    for (const [, take] of kinds.slice(0, 1)) take(sampleWorkload(generic));
    const openshift = testChart({ platform: platform('openshift') });
    sampleWorkload(openshift);
    for (const chart of [generic, openshift])
      expect(objectsOf(chart).filter((o) => o.kind === 'RoleBinding')).toEqual([]);
  });

  it('is remembered with its reason', () => {
    const workload = sampleWorkload(testChart());
    workload.readPodLogs('reads logs');
    expect(workload.exceptions).toEqual([
      { field: 'runAsNonRoot', reason: 'log files belong to root' },
      { field: 'hostPath /var/log/pods', reason: 'reads logs' },
    ]);
  });
});
