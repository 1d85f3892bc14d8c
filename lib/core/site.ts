import type { k8s } from 'cdk8s-plus-30';
import * as z from 'zod/mini';
import { closest, shown } from './check.js';
import type { Platform } from './platform.js';
import { platform } from './platforms.js';
import { refuse } from './refusal.js';

const name = z
  .string()
  .check(z.regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'is not a DNS label'));
const domain = z
  .string()
  .check(
    z.regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/, 'is not a domain'),
  );
const cidr = z.union([z.cidrv4('is not a CIDR'), z.cidrv6('is not a CIDR')], 'is not a CIDR');
const words = z.record(z.string(), z.string());

const toleration = z.strictObject({
  key: z.optional(z.string()),
  operator: z.optional(z.enum(['Exists', 'Equal'])),
  value: z.optional(z.string()),
  effect: z.optional(z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute'])),
  tolerationSeconds: z.optional(z.int()),
});

/** How a site file must look. Rooms and charts add their own facts by `z.extend`. */
export const siteSchema = z.strictObject({
  /** Name of the cluster, on every series and every log stream. */
  cluster: name,
  /** What kind of cluster it is. */
  platform: z._default(
    z.custom<Platform>(
      (p) => typeof p === 'object' && p !== null && 'policies' in p,
      'is not a Platform',
    ),
    () => platform('generic'),
  ),
  /** Namespace of everything that needs nothing of the host. */
  namespace: z._default(name, 'observability'),
  /** Namespace of what must touch the host: log readers, node-exporter. */
  nodeNamespace: z._default(name, 'observability-node'),
  clusterDomain: z._default(domain, 'cluster.local'),
  /** Storage class of every volume that names none itself. */
  storageClass: z.optional(name),
  nodeSelector: z._default(words, {}),
  tolerations: z._default(z.array(toleration), []),
  affinity: z.optional(
    z.custom<k8s.Affinity>((a) => typeof a === 'object' && a !== null, 'is not an affinity'),
  ),
  priorityClass: z.optional(name),
  /** Priority class of the agents on every node. */
  nodePriorityClass: z._default(name, 'system-node-critical'),
  /** Registry (and path) that mirrors every image, in place of the image's own. */
  registryMirror: z.optional(
    z.string().check(z.regex(/^[a-z0-9][a-z0-9.:/_-]*[a-z0-9]$/, 'is not a registry')),
  ),
  /** Names of Secrets with registry credentials, in the namespace of each pod. */
  pullSecrets: z._default(z.array(name), []),
  /** Addresses of the API server, for network policies. Unknown: its ports are open to every address. */
  apiServerCidrs: z._default(z.array(cidr), []),
  /** Addresses of the nodes, likewise. */
  nodeCidrs: z._default(z.array(cidr), []),
  /** Addresses outside that may be called. Unknown: every one but the cloud's metadata service. */
  outsideCidrs: z._default(z.array(cidr), []),
  /** Proxy to the outside. */
  proxy: z.optional(
    z.strictObject({ url: z.url('is not a URL'), noProxy: z._default(z.array(z.string()), []) }),
  ),
  /** ConfigMap, in the namespace of each pod, with certificate authorities to trust as well. */
  caBundle: z.optional(z.strictObject({ configMap: name, key: z._default(z.string(), 'ca.crt') })),
});

/** The facts of one installation, as written in a site file. */
export type SiteProps = z.input<typeof siteSchema>;

/** The facts of one installation, complete. */
export type Site = z.output<typeof siteSchema>;

/** A site from its facts; what is not told has the defaults of {@link siteSchema}.
 *
 * @throws on a fact that is missing, unknown or malformed
 * @example
 * site({ cluster: 'prod-1', platform: platform('doks'), storageClass: 'do-block-storage' })
 */
export const site = (facts: SiteProps): Site => parseSite(siteSchema, facts);

/** Judges a site file by its schema, in this library's words. */
export function parseSite<S extends z.ZodMiniObject>(schema: S, facts: z.input<S>): z.output<S> {
  const result = z.safeParse(schema, facts);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  if (!issue) throw result.error;
  return refuseIssue(issue, facts, Object.keys(schema.shape));
}

function refuseIssue(issue: z.core.$ZodIssue, facts: unknown, known: readonly string[]): never {
  const path = issue.path.map(String);
  const where = path.join('.');
  const given = path.reduce(
    (value: unknown, key) =>
      typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined,
    facts,
  );
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const near = closest(key, known);
    refuse(
      'site',
      `"${[...path, key].join('.')}" is not a known fact`,
      near ? `did you mean "${near}"?` : 'leave it out',
    );
  }
  if (given === undefined) refuse('site', `${where} is missing`, 'it has no default');
  if (issue.code === 'invalid_value')
    refuse(
      'site',
      `${where} ${shown(given)} is not one of the choices`,
      `choices: ${issue.values.join(', ')}`,
    );
  if (issue.code === 'invalid_type')
    refuse('site', `${where} ${shown(given)} is of the wrong type`, `give a ${issue.expected}`);
  return refuse('site', `${where} ${shown(given)} ${issue.message}`, 'see the docs of SiteProps');
}
