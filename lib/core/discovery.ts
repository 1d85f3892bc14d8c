import { refuse } from '../model/refusal.js';
import type { Discovery, ScrapeTarget } from './contracts.js';
import { type Endpoint, isWorkload } from './endpoint.js';
import { sortedWords } from './order.js';
import type { Permission, PermissionScope } from './permissions.js';

/** A role of Kubernetes discovery, and the namespaces it looks into: none for all of them. */
export interface KubernetesRole {
  readonly role: 'endpointslice' | 'node' | 'pod';
  readonly namespaces: readonly string[];
}

/**
 * How the targets of a job are found: as it says itself, else as its endpoints suggest. Several where
 * several of our workloads are one job.
 *
 * @throws when nothing can be derived: the endpoints are of different kinds, have neither pods nor name, or
 * are ports that no Service offers
 */
export function discoveriesOf(target: ScrapeTarget): readonly Discovery[] {
  if (target.discovery) return [target.discovery];
  const found = target.endpoints.map((endpoint) => derived(target.job, endpoint));
  const kinds = sortedWords(found.map(({ kind }) => kind));
  const [first] = found;
  if (!first || kinds.length > 1)
    return refuse(
      `job "${target.job}"`,
      `endpoints are of kinds "${kinds.join(', ')}", and one job is found in one way`,
      'make a target of each kind',
    );
  if (first.kind === 'static')
    return [{ kind: 'static', targets: sortedWords(target.endpoints.map((e) => e.address)) }];
  return [...new Map(found.map((d) => [JSON.stringify(d), d])).values()];
}

function derived(job: string, endpoint: Endpoint): Discovery {
  const { workload, owner } = endpoint;
  if (workload && !workload.endpoints.some(({ name }) => name === endpoint.name))
    return refuse(
      `job "${job}"`,
      `port "${endpoint.name}" of "${workload.name}" is offered by no Service`,
      'offer it, or say by discovery how its targets are found',
    );
  if (workload)
    return {
      kind: 'endpoint-slices',
      namespaces: [workload.namespace],
      service: workload.name,
      port: endpoint.name,
    };
  if (endpoint.host !== '') return { kind: 'static', targets: [endpoint.address] };
  if ('kind' in owner && owner.kind === 'nodes') return { kind: 'nodes' };
  if ('kind' in owner && owner.kind === 'pods')
    return { kind: 'pods', namespaces: [owner.namespace], labels: owner.labels };
  return refuse(
    `job "${job}"`,
    `endpoint "${endpoint.name}" has neither pods nor a host name`,
    'say by discovery how its targets are found',
  );
}

/** Whether a scraper calls an endpoint by its name, which DNS must then know; others it finds by discovery. */
export const isCalledByName = ({ discovery }: ScrapeTarget, endpoint: Endpoint): boolean =>
  endpoint.host !== '' && (!isWorkload(endpoint.owner) || discovery?.kind === 'late');

/** What the Kubernetes API is asked for; nothing where it is not. Prometheus and Alloy share the words. */
export function kubernetesRole(discovery: Discovery): KubernetesRole | undefined {
  switch (discovery.kind) {
    case 'endpoint-slices':
      return { role: 'endpointslice', namespaces: sortedWords(discovery.namespaces) };
    case 'pods':
      return { role: 'pod', namespaces: sortedWords(discovery.namespaces ?? []) };
    case 'annotated':
      return {
        role: discovery.on === 'pods' ? 'pod' : 'endpointslice',
        namespaces: sortedWords(discovery.namespaces ?? []),
      };
    case 'nodes':
      return { role: 'node', namespaces: [] };
    default:
      return undefined;
  }
}

const watch = { verbs: ['list', 'watch'] } as const;
const core = { ...watch, apiGroup: '' } as const;

/** What each role reads: informers list and watch, and get nothing. */
const permissions: Readonly<Record<KubernetesRole['role'], readonly Permission[]>> = {
  endpointslice: [
    {
      ...watch,
      apiGroup: 'discovery.k8s.io',
      resources: ['endpointslices'],
      reason: 'finds what to scrape behind Services',
    },
    {
      ...core,
      resources: ['services', 'pods'],
      reason: 'finds what to scrape behind Services',
    },
  ],
  pod: [{ ...core, resources: ['pods'], reason: 'finds pods to scrape' }],
  node: [{ ...core, resources: ['nodes'], reason: 'finds nodes to scrape' }],
};

/** What a scraper must be allowed, and where: by namespace wherever the discovery names some. */
export function discoveryPermissions(
  discovery: Discovery,
): readonly { readonly scope: PermissionScope; readonly permission: Permission }[] {
  const asked = kubernetesRole(discovery);
  if (!asked) return [];
  const scopes: readonly PermissionScope[] =
    asked.namespaces.length === 0
      ? ['cluster']
      : asked.namespaces.map((namespace) => ({ namespace }));
  return scopes.flatMap((scope) =>
    permissions[asked.role].map((permission) => ({ scope, permission })),
  );
}
