import { k8s } from 'cdk8s-plus-30';
import { late } from './late.js';
import { byKey, sortedWords } from './order.js';
import { checkPermission } from './permission-checks.js';
import type { Workload } from './workload.js';

/** What a feature must be allowed to ask of the Kubernetes API, and what for. */
export type Permission = ResourcePermission | UrlPermission;

/** Verbs on resources of one API group. */
export interface ResourcePermission {
  /** API group; the core group is the empty string. */
  readonly apiGroup: string;
  readonly resources: readonly string[];
  readonly verbs: readonly ('get' | 'list' | 'watch' | 'create')[];
  /** Only these objects. @default - all */
  readonly names?: readonly string[];
  readonly reason: string;
}

/** `get` on paths of an API server that are no resource: `/metrics`. */
export interface UrlPermission {
  readonly urls: readonly string[];
  readonly reason: string;
}

/** Where a permission holds. */
export type PermissionScope = 'cluster' | { readonly namespace: string };

/**
 * Roles of one workload. A role and its binding exist from the first permission in their scope on; scopes
 * are given by the features and never merged, so that one feature's cluster-wide need widens no other.
 */
export class Permissions {
  private readonly scopes = new Map<string, Permission[]>();

  constructor(private readonly workload: Workload) {}

  /** Whether anything was allowed: the pod then carries a token. */
  get any(): boolean {
    return this.scopes.size > 0;
  }

  /** @throws when it would grant more than it says, or could never be granted */
  allow(scope: PermissionScope, permission: Permission): void {
    checkPermission(this.workload.node.path, scope, permission);
    const namespace = scope === 'cluster' ? '' : scope.namespace;
    const known = this.scopes.get(namespace);
    if (known) known.push(permission);
    else {
      const granted = [permission];
      this.scopes.set(namespace, granted);
      if (namespace === '') this.clusterRole(granted);
      else this.role(namespace, granted);
    }
  }

  private clusterRole(granted: readonly Permission[]): void {
    const { workload } = this;
    const name = `${workload.namespace}-${workload.name}`;
    new k8s.KubeClusterRole(workload, 'ClusterRole', {
      metadata: { name, labels: workload.labels, annotations: reasons(granted) },
      rules: late(() => rules(granted)),
    });
    new k8s.KubeClusterRoleBinding(workload, 'ClusterRoleBinding', {
      metadata: { name, labels: workload.labels },
      ...this.binding('ClusterRole', name),
    });
  }

  private role(namespace: string, granted: readonly Permission[]): void {
    const { workload } = this;
    const foreign = namespace !== workload.namespace;
    const name = foreign ? `${workload.namespace}-${workload.name}` : workload.name;
    const metadata = { name, namespace, labels: workload.labels };
    new k8s.KubeRole(workload, `Role-${namespace}`, {
      metadata: { ...metadata, annotations: reasons(granted) },
      rules: late(() => rules(granted)),
    });
    new k8s.KubeRoleBinding(workload, `RoleBinding-${namespace}`, {
      metadata,
      ...this.binding('Role', name),
    });
  }

  private binding(kind: 'Role' | 'ClusterRole', name: string) {
    const { name: account, namespace } = this.workload;
    return {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name },
      subjects: [{ kind: 'ServiceAccount', name: account, namespace }],
    };
  }
}

const reasons = (granted: readonly Permission[]): Record<string, string> => ({
  'observability.cdk8s.io/reasons': late(() =>
    sortedWords(granted.map((p) => p.reason)).join('; '),
  ),
});

/** One rule for each API group and set of verbs, so that a reader sees at once what may be done. */
function rules(granted: readonly Permission[]): k8s.PolicyRule[] {
  const merged = new Map<string, k8s.PolicyRule>();
  for (const permission of granted) {
    const rule = policyRule(permission);
    const key = JSON.stringify([
      rule.apiGroups,
      rule.verbs,
      rule.resourceNames,
      !!rule.nonResourceUrLs,
    ]);
    const known = merged.get(key);
    merged.set(key, known ? union(known, rule) : rule);
  }
  return byKey(merged).map(([, rule]) => rule);
}

const union = (a: k8s.PolicyRule, b: k8s.PolicyRule): k8s.PolicyRule =>
  a.nonResourceUrLs
    ? { ...a, nonResourceUrLs: sortedWords([...a.nonResourceUrLs, ...(b.nonResourceUrLs ?? [])]) }
    : { ...a, resources: sortedWords([...(a.resources ?? []), ...(b.resources ?? [])]) };

const policyRule = (p: Permission): k8s.PolicyRule =>
  'urls' in p
    ? { nonResourceUrLs: sortedWords(p.urls), verbs: ['get'] }
    : {
        apiGroups: [p.apiGroup],
        resources: sortedWords(p.resources),
        verbs: sortedWords(p.verbs),
        ...(p.names ? { resourceNames: sortedWords(p.names) } : {}),
      };
