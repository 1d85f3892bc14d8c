import {
  Endpoint,
  isCalledByName,
  type ScrapeTarget,
  tenantHeader,
  viaProxy,
  type Workload,
} from '../../core/index.js';
import { connectionClient, type HttpClient, scrapeClient } from '../http-client.js';

/** Opens the ways to the targets of a job, to what lists them and to where tokens come from. */
export function reachTarget(workload: Workload, target: ScrapeTarget): HttpClient {
  const { job, endpoints, discovery, auth } = target;
  const reason = `scrapes ${job}`;
  const named = endpoints.filter((endpoint) => isCalledByName(target, endpoint));
  for (const endpoint of endpoints) if (!named.includes(endpoint)) workload.reach(endpoint, reason);
  const [first] = named.map((endpoint) => ({
    connection: workload.connectTo(endpoint, reason),
    viaProxy: viaProxy(endpoint, workload.site),
  }));
  if (discovery?.kind === 'http')
    workload.connectTo(Endpoint.fromUrl(discovery.url), `lists ${job}`);
  const tokens = auth?.kind === 'oauth2' ? Endpoint.fromUrl(auth.tokenUrl) : undefined;
  if (tokens) workload.connectTo(tokens, `gets tokens for ${job}`);
  const said = scrapeClient(
    target,
    (ref) => workload.secretFile(ref),
    tokens !== undefined && viaProxy(tokens, workload.site),
  );
  if (!first) return said;
  const found = connectionClient(first);
  const { tenant } = first.connection;
  return {
    attributes: {
      ...found.attributes,
      http_headers: tenant === undefined ? undefined : { [tenantHeader]: [tenant] },
    },
    // What the target says of itself goes before what its address says.
    blocks: said.blocks.length > 0 ? said.blocks : found.blocks,
    files: said.blocks.length > 0 ? said.files : found.files,
  };
}
