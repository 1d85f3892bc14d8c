import { k8s } from 'cdk8s-plus-30';
import type { Workload } from './workload.js';

/** A departure from Pod Security's restricted profile, and why. */
export interface PodSecurityException {
  readonly field: string;
  readonly reason: string;
}

/**
 * Records that a workload departs from Pod Security's restricted profile. Where the platform judges pods by
 * SecurityContextConstraints, the first departure binds its account to one that admits it.
 */
export function takeException(workload: Workload, field: string, reason: string): void {
  workload.exceptions.push({ field, reason });
  const { site, namespace, name, labels } = workload;
  if (!site.platform.securityContextConstraints || workload.exceptions.length > 1) return;
  new k8s.KubeRoleBinding(workload, 'SecurityContextConstraints', {
    metadata: { name: `${name}-scc`, namespace, labels },
    roleRef: {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      // hostaccess and hostmount-anyuid refuse any seccomp profile, RuntimeDefault too, and an SELinux type
      // of one's own. This one admits both, and grants nothing by itself: the pod still drops everything.
      name: 'system:openshift:scc:privileged',
    },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  });
}
