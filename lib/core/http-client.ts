import { type Endpoint, isWorkload } from './endpoint.js';
import type { Site } from './site.js';

/*
 * What the HTTP clients of all products are told alike, each in its own notation.
 */

/** The header by which Mimir, Loki and their kind know a tenant. */
export const tenantHeader = 'X-Scope-OrgID';

/** Where the kubelet puts a pod's own token and the cluster's authority. */
export const serviceAccountDir = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Whether the site's proxy stands between: products use the environment's only where they are told to. */
export const viaProxy = ({ owner }: Endpoint, site: Site): boolean =>
  site.proxy !== undefined && !isWorkload(owner) && owner.kind === 'outside';
