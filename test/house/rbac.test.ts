import type { Manifest } from '../../lib/core/index.js';
import { houseRule, named } from './house.js';
import { podOwners } from './workloads.js';

interface WrittenRule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** What is never granted: each is a way to more than it says. */
const forbidden = [
  'nodes/proxy',
  'pods/exec',
  'pods/attach',
  'pods/portforward',
  'serviceaccounts/token',
];

const roles = (objects: readonly Manifest[]) =>
  objects.filter((o) => o.kind === 'Role' || o.kind === 'ClusterRole');

function ruleFaults(where: string, rule: WrittenRule): string[] {
  const words = [...(rule.apiGroups ?? []), ...(rule.resources ?? []), ...rule.verbs];
  return [
    ...(words.includes('*') ? [`${where} grants "*"`] : []),
    ...(rule.resources ?? [])
      .filter((r) => forbidden.includes(r))
      .map((r) => `${where} grants ${r}`),
    ...(rule.resources?.includes('secrets') && !rule.resourceNames
      ? [`${where} reads every Secret`]
      : []),
    // An informer lists and watches; one without the other stalls after its first look.
    ...(rule.verbs.includes('list') !== rule.verbs.includes('watch')
      ? [`${where} lists or watches, not both`]
      : []),
    ...rule.verbs
      .filter((v) => !['get', 'list', 'watch', 'create'].includes(v))
      .map((v) => `${where} grants ${v}`),
  ];
}

houseRule('roles grant what features need, to accounts that exist, whose pods carry a token', {
  judge: (objects) => {
    const all = roles(objects);
    const granted = all.flatMap((role) =>
      (role.rules as WrittenRule[]).flatMap((rule) => ruleFaults(named(role), rule)),
    );
    const unexplained = all
      .filter((r) => !r.metadata.annotations?.['observability.cdk8s.io/reasons'])
      .map((r) => `${named(r)} gives no reason`);
    const bindings = objects.filter((o) => o.kind.endsWith('RoleBinding'));
    const subjects = bindings.flatMap((b) =>
      (b.subjects as { name: string; namespace: string }[]).map((s) => `${s.namespace}/${s.name}`),
    );
    const accounts = new Set(
      objects
        .filter((o) => o.kind === 'ServiceAccount')
        .map((o) => `${o.metadata.namespace}/${o.metadata.name}`),
    );
    const tokens = podOwners(objects).map(({ object, pod }) => ({
      account: `${object.metadata.namespace}/${pod.serviceAccountName}`,
      mounts: pod.automountServiceAccountToken === true,
    }));
    return {
      saw: all.length + bindings.length + tokens.length,
      faults: [
        ...granted,
        ...unexplained,
        ...subjects
          .filter((s) => !accounts.has(s))
          .map((s) => `${s} is bound and is no ServiceAccount`),
        ...tokens
          .filter((t) => t.mounts !== subjects.includes(t.account))
          .map((t) => `${t.account} has a token ${t.mounts ? 'and no role' : 'missing'}`),
      ],
    };
  },
  atLeast: 16,
  mutations: {
    'a star': (o) => {
      o.get('ClusterRole', 'observability-kube-state-metrics').rules[0].verbs = ['*'];
    },
    'nodes/proxy': (o) => {
      o.get('ClusterRole', 'observability-prometheus').rules[0].resources = ['nodes/proxy'];
    },
    'a list without a watch': (o) => {
      o.get('ClusterRole', 'observability-kube-state-metrics').rules[0].verbs = ['list'];
    },
    'a token without a role': (o) => {
      o.get('StatefulSet', 'loki').spec.template.spec.automountServiceAccountToken = true;
    },
  },
});
