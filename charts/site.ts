import { Duration, Size } from 'cdk8s';
import * as z from 'zod/mini';
import type { RootRoute } from '../lib/alertmanager/index.js';
import {
  areKeptMetrics,
  type KeptMetrics,
  parseSite,
  refuse,
  type Site,
  siteSchema,
} from '../lib/core/index.js';
import type { GatewayProps } from '../lib/gateway/index.js';
import type { Login } from '../lib/grafana/index.js';
import type { IngressProps } from '../lib/ingress/index.js';

const duration = z.custom<Duration>(
  (d) => d instanceof Duration,
  "is not a Duration; give Duration.days(14), from 'cdk8s'",
);
const size = z.custom<Size>(
  (s) => s instanceof Size,
  "is not a Size; give Size.gibibytes(50), from 'cdk8s'",
);
const object = <T extends object>(what: string) =>
  z.custom<T>((v) => typeof v === 'object' && v !== null, `is not ${what}`);

const host = z
  .string()
  .check(z.regex(/\./, 'is not a full domain name; give one like grafana.example.com'));

/** The root of a tree of routes, or why there is no Alertmanager; never both. */
type Alerts =
  | { readonly none: string; readonly receiver?: never; readonly routes?: never }
  | (RootRoute & { readonly none?: never });

function isAlerts(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (!('none' in value)) return true;
  return (
    Object.keys(value).length === 1 && typeof value.none === 'string' && value.none.trim() !== ''
  );
}

const schema = z.extend(siteSchema, {
  /** How long is kept what. */
  retention: z.prefault(
    z.strictObject({
      metrics: z._default(duration, () => Duration.days(15)),
      logs: z._default(duration, () => Duration.days(7)),
    }),
    {},
  ),
  /** Which metrics are stored: all, or those that rules and dashboards read, and what else is named. */
  metrics: z._default(
    z.custom<KeptMetrics>(
      (value) => areKeptMetrics(value) === undefined,
      "is neither 'all' nor 'used' nor { keep: ['name', …] }; give one of them",
    ),
    'all',
  ),
  /** Sizes of the volumes; Grafana has one only where it is named. */
  volumes: z.prefault(
    z.strictObject({
      metrics: z._default(size, () => Size.gibibytes(50)),
      logs: z._default(size, () => Size.gibibytes(50)),
      alerts: z._default(size, () => Size.gibibytes(1)),
      dashboards: z.optional(size),
    }),
    {},
  ),
  /** Replicas of what can have more than one. */
  replicas: z.prefault(
    z.strictObject({
      prometheus: z._default(
        z.union([z.literal(1), z.literal(2)], 'is not 1 or 2; give 2 for a pair'),
        1,
      ),
      alertmanager: z._default(
        z.union(
          [z.literal(1), z.literal(2), z.literal(3)],
          'is not 1 to 3; give 3 to survive the loss of one',
        ),
        1,
      ),
    }),
    {},
  ),
  /** The way in from outside. Without one, nothing of the Gateway API is written. */
  gateway: z.optional(object<GatewayProps>("a gateway's properties")),
  /** The way in where there is no Gateway API. Not both. */
  ingress: z.optional(object<IngressProps>("an ingress's properties")),
  /** Host names under which people reach a part, and are probed; each needs the gateway, or the ingress. */
  hosts: z.prefault(z.strictObject({ grafana: z.optional(host) }), {}),
  /** Where alerts go: the root of the tree of routes, or why there is no Alertmanager. */
  alerts: z.custom<Alerts>(
    isAlerts,
    "is neither a tree of routes nor { none: 'why' }; give one of the two",
  ),
  /** How people log in to Grafana. */
  login: object<Login>('a login'),
});

/** The facts of one installation of the whole stack, as a site file gives them. */
export type StackFacts = z.input<typeof schema>;

/** The same, complete: what every component must know, and what the floor plan decides by. */
export type StackSite = Omit<z.output<typeof schema>, keyof Site> & { readonly site: Site };

/**
 * Completes and judges the facts of an installation.
 *
 * @throws on a fact that is missing, unknown or malformed, on two ways in, and on a host without one
 */
export function stackSite(facts: StackFacts): StackSite {
  const { retention, metrics, volumes, replicas, gateway, ingress, hosts, alerts, login, ...site } =
    parseSite(schema, facts);
  if (gateway && ingress)
    refuse('site', 'gateway and ingress are both given', 'give the one that people come in by');
  if (hosts.grafana !== undefined && !gateway && !ingress)
    refuse(
      'site',
      `hosts.grafana "${hosts.grafana}" has no gateway or ingress that leads there`,
      'give gateway or ingress, or leave the host out',
    );
  return { retention, metrics, volumes, replicas, gateway, ingress, hosts, alerts, login, site };
}
