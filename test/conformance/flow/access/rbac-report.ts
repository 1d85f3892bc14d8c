import type { Manifest } from '../../../../lib/core/index.js';
import type { Access } from '../../cluster/access.js';
import type { Verdict } from '../../cluster/checks.js';
import { named } from '../../cluster/stack.js';
import { accountText, resourceText, type Use } from './audit.js';

/** One thing that a role lets an account do. */
export interface Grant extends Access {
  /** The only objects it is about, where the rule names some. */
  readonly names?: readonly string[];
}

interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/** A RoleBinding or a ClusterRoleBinding, by what is read of it. */
interface Binding extends Manifest {
  readonly roleRef: { readonly kind: string; readonly name: string };
  readonly subjects: readonly {
    readonly kind: string;
    readonly name: string;
    readonly namespace: string;
  }[];
}

/** What a rule is about: resources as questions of access name them, and paths. */
const subjectsOf = ({ apiGroups = [], resources = [], nonResourceURLs = [] }: Rule): string[] => [
  ...apiGroups.flatMap((group) =>
    resources.map((one) => {
      const [resource = '', subresource] = one.split('/');
      return resourceText(resource, group, subresource);
    }),
  ),
  ...nonResourceURLs,
];

function grantsOf(rules: readonly Rule[], user: string, namespace?: string): Grant[] {
  return rules.flatMap((rule) =>
    subjectsOf(rule).flatMap((what) =>
      rule.verbs.map((verb) => ({
        ...{ user, verb, what },
        ...(namespace ? { namespace } : {}),
        ...(rule.resourceNames ? { names: rule.resourceNames } : {}),
      })),
    ),
  );
}

/**
 * All that the roles among some objects let the accounts do that they are bound to.
 *
 * @throws on a binding to a role that is not among them: nobody knows what that one grants
 */
export function granted(objects: readonly Manifest[]): readonly Grant[] {
  const bindings = objects.filter((o): o is Binding => o.kind.endsWith('RoleBinding'));
  return bindings.flatMap((binding) => {
    const { roleRef: ref, subjects } = binding;
    const { namespace } = binding.metadata;
    const role = objects.find(
      (o) =>
        o.kind === ref.kind &&
        o.metadata.name === ref.name &&
        (o.kind === 'ClusterRole' || o.metadata.namespace === namespace),
    );
    if (!role)
      throw new Error(
        `${named(binding)}: ${ref.kind} "${ref.name}" is not written; bind a role of our own`,
      );
    const rules = role.rules as readonly Rule[];
    return subjects
      .filter(({ kind }) => kind === 'ServiceAccount')
      .map((s) => `system:serviceaccount:${s.namespace}:${s.name}`)
      .flatMap((user) => grantsOf(rules, user, namespace));
  });
}

/** Why an account has a permission that it does not use while the stack runs here. */
export interface Explanation {
  /** `namespace:name` */
  readonly account: string;
  readonly verb: string;
  readonly what: readonly string[];
  readonly reason: string;
  /** Whether some runs use it all the same: the explanation then stands as long as it is granted. */
  readonly sometimes?: true;
}

/** Why nothing here is ever listed. */
export const listsByWatch = {
  verb: 'list',
  reason:
    'client-go lists by a watch (sendInitialEvents) since 0.35, and by a list where that fails or the API server ' +
    'cannot do it, as before Kubernetes 1.34',
  // A first watch that meets a network which is not ready yet.
  sometimes: true,
} as const;

/** Permissions that nothing here uses, each by name. */
export const explained: readonly Explanation[] = [
  {
    ...listsByWatch,
    account: 'observability:prometheus',
    what: ['nodes', 'pods', 'services', 'endpointslices.discovery.k8s.io'],
  },
  {
    ...listsByWatch,
    account: 'observability:kube-state-metrics',
    what: [
      ...['limitranges', 'namespaces', 'nodes', 'persistentvolumeclaims', 'persistentvolumes'],
      ...['pods', 'replicationcontrollers', 'resourcequotas', 'services'],
      ...['daemonsets.apps', 'deployments.apps', 'replicasets.apps', 'statefulsets.apps'],
      ...['cronjobs.batch', 'jobs.batch', 'horizontalpodautoscalers.autoscaling'],
      ...['ingresses.networking.k8s.io', 'poddisruptionbudgets.policy'],
      'storageclasses.storage.k8s.io',
    ],
  },
  { ...listsByWatch, account: 'observability-node:alloy', what: ['pods'] },
  { ...listsByWatch, account: 'observability:alloy-events', what: ['events'] },
];

const covers = (grant: Grant, use: Use): boolean =>
  grant.user === use.user &&
  grant.verb === use.verb &&
  grant.what === use.what &&
  (grant.namespace === undefined || grant.namespace === use.namespace) &&
  (grant.names === undefined || grant.names.includes(use.name ?? ''));

/** What was granted and not used. */
export interface RbacReport extends Verdict {
  /** To be printed: what is explained, with its reason. */
  readonly lines: readonly string[];
}

/**
 * Compares what was granted with what was used. A fault is a permission that nothing used and nobody explains, and an
 * explanation that nothing needs.
 */
export function unused(
  grants: readonly Grant[],
  uses: readonly Use[],
  explanations: readonly Explanation[] = explained,
): RbacReport {
  const idle = grants.filter((grant) => !uses.some((use) => covers(grant, use)));
  const about = ({ account, verb, what }: Explanation, grant: Grant) =>
    account === accountText(grant.user) && verb === grant.verb && what.includes(grant.what);
  const unexplained = idle
    .filter((grant) => !explanations.some((one) => about(one, grant)))
    .map((grant) => `${grantText(grant)}, and never did; explain it, or take it away`);
  const stale = explanations.flatMap((one) => {
    const needed = one.sometimes ? grants : idle;
    return one.what
      .filter((what) => !needed.some((grant) => grant.what === what && about(one, grant)))
      .map((what) => `${one.account} ${one.verb} ${what}: needs no explanation; take it away`);
  });
  return {
    saw: grants.length,
    lines: explanations.flatMap((one) => {
      const what = new Set(idle.filter((grant) => about(one, grant)).map((grant) => grant.what));
      const { account, verb, reason } = one;
      return what.size > 0 ? [`${account} ${verb} ${[...what].sort().join(', ')}: ${reason}`] : [];
    }),
    faults: [...unexplained, ...stale].sort(),
  };
}

const grantText = ({ user, verb, what, namespace }: Grant): string =>
  `${accountText(user)} may ${verb} ${what}${namespace ? ` in ${namespace}` : ''}`;
