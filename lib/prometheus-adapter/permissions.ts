import { k8s } from 'cdk8s-plus-30';
import type { Component, Permission, Workload } from '../core/index.js';

const judges = (apiGroup: string, resource: string): Permission => ({
  apiGroup,
  resources: [resource],
  verbs: ['create'],
  reason: 'lets the API server judge who asks',
});

/**
 * Lets the adapter leave to the API server who is who and may do what: it serves APIs of the cluster, and
 * has no users of its own.
 *
 * The HorizontalPodAutoscaler's controller may read all metrics APIs by a role of Kubernetes' own.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.37.1/plugin/pkg/auth/authorizer/rbac/bootstrappolicy/controller_policy.go
 */
export function delegateJudgement(workload: Workload): void {
  workload.allow('cluster', judges('authentication.k8s.io', 'tokenreviews'));
  workload.allow('cluster', judges('authorization.k8s.io', 'subjectaccessreviews'));
  // It holds whose word the API server passes on. Asked for by name alone, as RBAC grants it.
  workload.allow(
    { namespace: 'kube-system' },
    {
      apiGroup: '',
      resources: ['configmaps'],
      names: ['extension-apiserver-authentication'],
      verbs: ['get', 'list', 'watch'],
      reason: 'learns by whom the API server speaks for others',
    },
  );
}

/** Pods by labels: an autoscaler asks for those of its Deployment. Other objects are asked for by name. */
export const listsPods: Permission = {
  apiGroup: '',
  resources: ['pods'],
  verbs: ['list', 'watch'],
  reason: 'finds the pods whose metrics are asked for',
};

/** Nodes and pods that there are: it answers for each. */
export const listsNodes: Permission = {
  apiGroup: '',
  resources: ['nodes'],
  verbs: ['list', 'watch'],
  reason: 'finds the nodes whose metrics are asked for',
};

/**
 * Lets whoever may view a namespace see what its pods use: `kubectl top` asks as its user. metrics-server
 * brings the same role, and Kubernetes' own `view` has no word of metrics.
 */
export function letViewersRead(component: Component): void {
  const aggregate = (role: string) => [`rbac.authorization.k8s.io/aggregate-to-${role}`, 'true'];
  new k8s.KubeClusterRole(component, 'Readers', {
    metadata: {
      name: `${component.namespace}-${component.name}-readers`,
      labels: {
        ...component.labels,
        ...Object.fromEntries(['admin', 'edit', 'view'].map(aggregate)),
      },
      annotations: { 'observability.cdk8s.io/reasons': 'shows people what pods and nodes use' },
    },
    rules: [
      {
        apiGroups: ['metrics.k8s.io'],
        resources: ['nodes', 'pods'],
        verbs: ['get', 'list', 'watch'],
      },
    ],
  });
}
