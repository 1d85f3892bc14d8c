import type { k8s } from 'cdk8s-plus-30';
import * as z from 'zod/mini';
import { type Check, isReserved } from './check.js';
import { areLabels } from './check-nested.js';
import { isCidr } from './cidr.js';
import { dnsLabel, dnsSubdomain, isObjectName } from './names.js';
import { parseSite } from './parse-site.js';
import type { Platform } from './platform.js';
import { platform } from './platforms.js';
import { AlertTuning } from './tuning.js';

const text = (good: (text: string) => boolean, message: string) =>
  z.string().check(z.refine(good, message));

const name = text(
  (s) => s.length <= 63 && dnsLabel.test(s),
  'is not a DNS label; give at most 63 lower-case letters, digits and "-"',
);
const home = name.check(
  z.refine((s) => !isReserved(s), 'is not for this stack; give it one of its own'),
);
const objectName = text(
  isObjectName,
  'is not a Kubernetes name; give lower-case letters, digits, "-" and "."',
);
const domain = text(
  (s) => dnsSubdomain.test(s),
  'is not a domain; give one as in cluster.local, without a dot at an end',
);
const registry = text(
  (s) => /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/.test(s),
  'is not a registry; give host[:port][/path], without https://',
);
/** Passes what a check passes; what the check says, the message says. */
const passes =
  (check: Check) =>
  ({ value, issues }: z.core.ParsePayload): void => {
    const fault = check(value);
    if (fault)
      issues.push({ code: 'custom', input: value, message: `${fault.rule}; ${fault.remedy}` });
  };
const cidr = z.string().check(passes(isCidr));
/** A proxy that asks who calls is not for here: what is synthesized is committed to git. */
const proxyUrl = text(
  (s) => /^https?:\/\/[^/@\s]+\/?$/.test(s) && URL.canParse(s),
  'is not the URL of a proxy; give http://host:port, without a user',
);
const webPage = text(
  (s) => /^https?:\/\/[^\s/]\S*[^\s/]$/.test(s) && URL.canParse(s),
  'is not the address of web pages; give https://host/path, without a slash at the end',
);
const labels = z.record(z.string(), z.string()).check(passes(areLabels));

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
      "is not a Platform; give platform('generic') or another",
    ),
    () => platform('generic'),
  ),
  /** Namespace of everything that needs nothing of the host. */
  namespace: z._default(home, 'observability'),
  /** Namespace of what must touch the host: log readers, node-exporter. */
  nodeNamespace: z._default(home, 'observability-node'),
  clusterDomain: z._default(domain, 'cluster.local'),
  /** Storage class of every volume that names none itself. */
  storageClass: z.optional(objectName),
  /** Storage classes that the cluster has: a volume of any other is refused. Unknown: none is judged. */
  storageClasses: z.optional(z.array(objectName)),
  /**
   * Secrets that exist, with their keys: a reference to any other is refused. Unknown: none is judged. They
   * are looked for by name alone; that each is in the namespace of its pod, nobody here can see.
   */
  secrets: z.optional(z.record(objectName, z.array(z.string()))),
  nodeSelector: z._default(labels, {}),
  tolerations: z._default(z.array(toleration), []),
  affinity: z.optional(
    z.custom<k8s.Affinity>((a) => typeof a === 'object' && a !== null, 'is not an affinity'),
  ),
  priorityClass: z.optional(objectName),
  /** Priority class of the agents on every node. Absent: the platform's. */
  nodePriorityClass: z.optional(objectName),
  /** Registry (and path) that mirrors every image, in place of the image's own. */
  registryMirror: z.optional(registry),
  /** Names of Secrets with registry credentials, in the namespace of each pod. */
  pullSecrets: z._default(z.array(objectName), []),
  /** Alerts that are to fire otherwise here, or not at all: `[alerts.TargetDown.tune({ … })]`. */
  tuning: z._default(
    z.array(
      z.custom<AlertTuning>(
        (t) => t instanceof AlertTuning,
        'is not a change of an alert; give alerts.TargetDown.tune({ … }) or .off(reason)',
      ),
    ),
    [],
  ),
  /** Where docs/runbooks can be read, without a slash at the end: alerts lead there. Absent: they lead nowhere. */
  runbooks: z.optional(webPage),
  /** Addresses of the API server, for network policies. Unknown: its ports are open to every address. */
  apiServerCidrs: z._default(z.array(cidr), []),
  /** Addresses of the nodes, likewise. */
  nodeCidrs: z._default(z.array(cidr), []),
  /** Addresses outside that may be called. Unknown: every one but the cloud's metadata service. */
  outsideCidrs: z._default(z.array(cidr), []),
  /** Proxy to the outside. */
  proxy: z.optional(
    z.strictObject({ url: proxyUrl, noProxy: z._default(z.array(z.string()), []) }),
  ),
  /** ConfigMap, in the namespace of each pod, with certificate authorities to trust as well. */
  caBundle: z.optional(
    z.strictObject({ configMap: objectName, key: z._default(z.string(), 'ca.crt') }),
  ),
});

/** The facts of one installation, as written in a site file. */
export type SiteProps = z.input<typeof siteSchema>;

/** The facts of one installation, complete. */
export type Site = z.output<typeof siteSchema>;

/**
 * A site from its facts; what is not told has the defaults of {@link siteSchema}.
 *
 * @throws on a fact that is missing, unknown or malformed
 * @example
 * site({ cluster: 'prod-1', platform: platform('doks'), storageClass: 'do-block-storage' })
 */
export const site = (facts: SiteProps): Site => parseSite(siteSchema, facts);
