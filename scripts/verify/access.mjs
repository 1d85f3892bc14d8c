// Whether each account may do what its roles in dist/ say.
import { each } from './cluster.mjs';
import { ofKind, unique } from './dist.mjs';
import { reasonOf } from './kubectl.mjs';
import { count, fails, skip, unless } from './lines.mjs';

/**
 * May this account do that?
 * @typedef {{ account: string, verb: string, what: string, name?: string, namespace?: string }} Question
 */

/** What one rule allows, one question each: `get` of `nodes/metrics`, `deployments.apps/scale` or `/metrics`. */
const ofRule = (rule) => {
  const resources = (rule.resources ?? []).flatMap((path) =>
    rule.apiGroups.map((group) => (group ? path.replace(/^[^/]+/, `$&.${group}`) : path)),
  );
  const names = rule.resourceNames ?? [undefined];
  return rule.verbs.flatMap((verb) => [
    ...(rule.nonResourceURLs ?? []).map((what) => ({ verb, what })),
    ...resources.flatMap((what) => names.map((name) => ({ verb, what, name }))),
  ]);
};

/**
 * What the bindings of dist/ mean its accounts to be allowed.
 *
 * @returns {Question[]}
 */
export function questionsOf(objects) {
  const roles = ofKind(objects, 'Role', 'ClusterRole');
  return ofKind(objects, 'RoleBinding', 'ClusterRoleBinding').flatMap((binding) => {
    const { namespace } = binding.metadata;
    const role = roles.find(
      ({ kind, metadata }) =>
        kind === binding.roleRef.kind &&
        metadata.name === binding.roleRef.name &&
        (kind === 'ClusterRole' || metadata.namespace === namespace),
    );
    return (binding.subjects ?? [])
      .filter(({ kind }) => kind === 'ServiceAccount')
      .flatMap((subject) =>
        (role?.rules ?? []).flatMap(ofRule).map((question) => ({
          ...question,
          account: `${subject.namespace}:${subject.name}`,
          namespace,
        })),
      );
  });
}

/** Rows as `kubectl auth can-i --list` prints them: resource, URLs, names of objects, verbs. */
export const readRules = (text) =>
  text.split('\n').flatMap((line) => {
    const [, resource, ...lists] =
      /^(\S*)\s+\[(.*?)\]\s+\[(.*?)\]\s+\[(.*?)\]\s*$/.exec(line) ?? [];
    const [urls, names, verbs] = lists.map((list) => list.split(' ').filter((word) => word !== ''));
    return verbs ? [{ resource, urls, names, verbs }] : [];
  });

const allows =
  ({ verb, what, name }) =>
  ({ resource, urls, names, verbs }) =>
    (resource === what || resource === '*.*' || urls.includes(what)) &&
    (verbs.includes(verb) || verbs.includes('*')) &&
    (names.length === 0 || names.includes(name));

/** In which words a line says it. */
const inWords = ({ verb, what, namespace }) =>
  `${verb} ${what}${what.startsWith('/') ? '' : ` in ${namespace ?? 'every namespace'}`}`;

/**
 * A namespace that is not there, and for which nobody has a permission: what is allowed in it is allowed in all.
 * Rules are listed for one namespace at a time.
 */
const anywhere = 'not-there';

/** Each account may do what its roles say; one line for each that may not. */
export async function checkAccess(objects, cluster) {
  const questions = questionsOf(objects);
  const placeOf = ({ account, namespace = anywhere }) => `${account} ${namespace}`;
  const places = unique(questions.map(placeOf));
  const answers = await each(places, (place) => {
    const [account, namespace] = place.split(' ');
    return cluster.ask([
      ...['auth', 'can-i', '--list', '--no-headers', `--namespace=${namespace}`],
      `--as=system:serviceaccount:${account}`,
    ]);
  });
  const refused = answers.find(({ code }) => code !== 0);
  if (refused) return [skip('permissions of the ServiceAccounts', reasonOf(refused.stderr))];
  const rules = new Map(places.map((place, i) => [place, readRules(answers[i].stdout)]));
  const isAllowed = (question) => rules.get(placeOf(question)).some(allows(question));
  const accounts = unique(questions.map(({ account }) => account)).sort();
  const faults = accounts.flatMap((account) => {
    const missing = questions.filter((one) => one.account === account && !isAllowed(one));
    const [first] = missing.map(inWords);
    const more = missing.length > 1 ? ` and ${missing.length - 1} more` : '';
    return first
      ? [
          fails(
            `ServiceAccount ${account.replace(':', '/')}`,
            `cannot ${first}${more}`,
            'apply the roles and bindings of dist/ again',
          ),
        ]
      : [];
  });
  return unless(
    faults,
    questions.length,
    `${count(accounts.length, 'ServiceAccount')} may do the ${questions.length} things their roles say`,
  );
}
