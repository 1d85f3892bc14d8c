import { Duration, Size } from 'cdk8s';
import * as z from 'zod/mini';
import type { RootRoute } from '../lib/alertmanager/index.js';
import { parseSite, type Site, siteSchema } from '../lib/core/index.js';
import type { GatewayProps } from '../lib/gateway/index.js';
import type { Login } from '../lib/grafana/index.js';

const duration = z.custom<Duration>((d) => d instanceof Duration, 'is not a Duration');
const size = z.custom<Size>((s) => s instanceof Size, 'is not a Size');
const object = <T extends object>(what: string) =>
  z.custom<T>((v) => typeof v === 'object' && v !== null, `is not ${what}`);

const schema = z.extend(siteSchema, {
  /** How long is kept what. */
  retention: z.prefault(
    z.strictObject({
      metrics: z._default(duration, () => Duration.days(15)),
      logs: z._default(duration, () => Duration.days(7)),
    }),
    {},
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
      prometheus: z._default(z.union([z.literal(1), z.literal(2)], 'is not 1 or 2'), 1),
      alertmanager: z._default(
        z.union([z.literal(1), z.literal(2), z.literal(3)], 'is not 1 to 3'),
        1,
      ),
    }),
    {},
  ),
  /** The way in from outside. Without one, nothing of the Gateway API is written. */
  gateway: z.optional(object<GatewayProps>("a gateway's properties")),
  /** Host names under which people reach a part; each needs the gateway. */
  hosts: z.prefault(z.strictObject({ grafana: z.optional(z.string()) }), {}),
  /** Where alerts go: the root of the tree of routes, or why there is no Alertmanager. */
  alerts: z.union([z.strictObject({ none: z.string() }), object<RootRoute>('a route')]),
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
 * @throws on a fact that is missing, unknown or malformed
 */
export function stackSite(facts: StackFacts): StackSite {
  const { retention, volumes, replicas, gateway, hosts, alerts, login, ...site } = parseSite(
    schema,
    facts,
  );
  return { retention, volumes, replicas, gateway, hosts, alerts, login, site };
}
