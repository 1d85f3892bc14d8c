import { refuse } from '../model/refusal.js';
import { type Checks, checkProps, didYouMean, isText, listOf, oneOf, required } from './check.js';
import type {
  Permission,
  PermissionScope,
  ResourcePermission,
  UrlPermission,
} from './permissions.js';

const resourceChecks: Checks<ResourcePermission> = {
  apiGroup: required((v) =>
    typeof v === 'string' && v !== '*'
      ? undefined
      : { rule: 'is not an API group', remedy: "name one; the core group is ''" },
  ),
  resources: required(listOf(isText)),
  verbs: required(listOf(oneOf('get', 'list', 'watch', 'create'))),
  names: listOf(isText),
  reason: required(isText),
};
const urlChecks: Checks<UrlPermission> = {
  urls: required(listOf(isText)),
  reason: required(isText),
};

/** Ways to more than they say: each lets its holder run something, or become someone. */
const ways: Readonly<Record<string, string>> = {
  'nodes/proxy': 'ask "nodes/metrics": with the proxy, who reads can run a command in any pod',
  'pods/attach': 'leave it out',
  'pods/exec': 'leave it out',
  'pods/portforward': 'leave it out',
  'serviceaccounts/token': 'leave it out',
};

/** Parts of core resources that can be read: RBAC takes any word, and grants nothing by an unknown one. */
const readable = [
  'namespaces/status',
  'nodes/configz',
  'nodes/healthz',
  'nodes/log',
  'nodes/metrics',
  'nodes/pods',
  'nodes/spec',
  'nodes/stats',
  'nodes/status',
  'persistentvolumeclaims/status',
  'persistentvolumes/status',
  'pods/log',
  'pods/status',
  'replicationcontrollers/status',
  'resourcequotas/status',
  'services/status',
];

/**
 * Refuses what would grant more than it says, or could never be granted.
 *
 * @see https://kubernetes.io/docs/concepts/security/rbac-good-practices/
 */
export function checkPermission(
  where: string,
  scope: PermissionScope,
  permission: Permission,
): void {
  if (scope !== 'cluster' && scope.namespace === '')
    refuse(where, `${asked(permission)} is for namespace ""`, "name a namespace, or say 'cluster'");
  if ('urls' in permission) checkUrls(where, scope, permission);
  else checkResources(where, permission);
}

const asked = (permission: Permission): string =>
  `permission on "${('urls' in permission ? permission.urls : permission.resources).join(', ')}"`;

function checkUrls(where: string, scope: PermissionScope, permission: UrlPermission): void {
  checkProps(`${where}: ${asked(permission)}`, permission, urlChecks);
  if (scope !== 'cluster')
    refuse(
      where,
      `${asked(permission)} is for namespace "${scope.namespace}"`,
      "say 'cluster': no URL has a namespace",
    );
}

function checkResources(where: string, permission: ResourcePermission): void {
  const { apiGroup, resources, names } = permission;
  const at = `${where}: ${asked(permission)}`;
  checkProps(at, permission, resourceChecks);
  for (const resource of resources) {
    const way = apiGroup === '' ? ways[resource] : undefined;
    if (way) refuse(where, `permission on "${resource}" is a way to more than it says`, way);
    if (resource.includes('*')) refuse(at, 'is on whatever there will be', 'name what is read');
    if (apiGroup === '' && resource.includes('/') && !readable.includes(resource))
      refuse(where, `permission on "${resource}" is on nothing`, didYouMean(resource, readable));
  }
  if (names?.length === 0)
    refuse(
      where,
      `${asked(permission)} names no object, which RBAC reads as every object`,
      'name some, or leave names out',
    );
}
