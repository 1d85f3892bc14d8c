import type { Duration } from 'cdk8s';
import {
  type Connection,
  discoveriesOf,
  discoveryPermissions,
  Endpoint,
  isWorkload,
  type ScrapeTarget,
  type Workload,
} from '../core/index.js';
import {
  connectionClient,
  type HttpClient,
  type ProxyChoice,
  scrapeClient,
  tenantHeader,
} from './http-client.js';
import type { ScrapeJob } from './scrape-config.js';

/** The jobs of one Prometheus, and what each of them asks of its pods: permissions, ways out, Secrets. */
export class Jobs {
  private readonly known = new Map<string, ScrapeJob>();

  constructor(
    private readonly workload: Workload,
    private readonly interval: Duration,
  ) {}

  /** All of them, sorted by name. */
  get all(): readonly ScrapeJob[] {
    return [...this.known.values()].sort((a, b) => (a.target.job < b.target.job ? -1 : 1));
  }

  /** How often each is scraped. */
  get intervals(): ReadonlyMap<string, { readonly interval: Duration }> {
    return new Map(
      this.all.map(({ target: { job, interval = this.interval } }) => [job, { interval }]),
    );
  }

  /**
   * Adds a job; the same target twice is the same job.
   *
   * @throws when its name is taken, it waits longer than it scrapes, or its endpoints are not of one kind
   */
  add(target: ScrapeTarget): void {
    const known = this.known.get(target.job)?.target;
    if (known === target) return;
    if (known)
      this.refuse(
        `job "${target.job}" is two things, ${placeOf(known)} and ${placeOf(target)}`,
        'give one of them another name',
      );
    this.checkTiming(target);
    this.checkEndpoints(target);
    for (const discovery of discoveriesOf(target))
      for (const { scope, permission } of discoveryPermissions(discovery))
        this.workload.allow(scope, permission);
    for (const permission of target.permissions ?? []) this.workload.allow('cluster', permission);
    this.known.set(target.job, { target, client: this.reach(target) });
  }

  private checkTiming({ job, timeout, interval = this.interval }: ScrapeTarget): void {
    if (timeout && timeout.toMilliseconds() > interval.toMilliseconds())
      this.refuse(
        `job "${job}" has timeout "${timeout.toHumanString()}", which is longer than its interval "${interval.toHumanString()}"`,
        `give ${interval.toHumanString()} or less`,
      );
  }

  private checkEndpoints({ job, endpoints }: ScrapeTarget): void {
    const kinds = [...new Set(endpoints.map(({ scheme, path }) => `${scheme} ${path}`))].sort();
    if (kinds.length !== 1)
      this.refuse(
        `job "${job}" has endpoints of scheme and path "${kinds.join('", "')}"`,
        'give at least one, and a job to each scheme and path',
      );
    const odd = endpoints.find(({ scheme }) => scheme !== 'http' && scheme !== 'https');
    if (odd)
      this.refuse(
        `job "${job}" has an endpoint "${odd.name}" of scheme "${odd.scheme}"`,
        'give one that speaks http or https',
      );
  }

  /** Opens the ways to the targets, to what lists them, and to where tokens come from. */
  private reach(target: ScrapeTarget): HttpClient {
    const { workload } = this;
    const reason = `scrapes ${target.job}`;
    const named = target.endpoints.filter((e) => !isWorkload(e.owner) && e.host !== '');
    for (const endpoint of target.endpoints)
      if (!named.includes(endpoint)) workload.reach(endpoint, reason);
    const connections = named.map((endpoint) => workload.connectTo(endpoint, reason));
    const { discovery, auth } = target;
    if (discovery?.kind === 'http')
      workload.connectTo(Endpoint.fromUrl(discovery.url), `lists ${target.job}`);
    const tokens = auth?.kind === 'oauth2' ? [Endpoint.fromUrl(auth.tokenUrl)] : [];
    for (const endpoint of tokens) workload.connectTo(endpoint, `gets tokens for ${target.job}`);
    return {
      ...clientOf(connections[0]),
      ...scrapeClient(target, (ref) => workload.secretFile(ref), viaProxy(workload, tokens)),
      ...viaProxy(workload, target.endpoints),
    };
  }

  private refuse(problem: string, remedy: string): never {
    return this.workload.component.refuse(problem, remedy);
  }
}

/** What a connection brings by itself, its tenant included. */
export const clientOf = (connection: Connection | undefined): HttpClient =>
  connection
    ? {
        ...connectionClient(connection),
        ...(connection.tenant
          ? { http_headers: { [tenantHeader]: { values: [connection.tenant] } } }
          : {}),
      }
    : {};

/** Whether to use the proxy: where the site has one, and something outside is called. */
export const viaProxy = (
  { site }: Workload,
  endpoints: readonly Endpoint[],
): ProxyChoice =>
  site.proxy && endpoints.some(({ owner }) => !isWorkload(owner) && owner.kind === 'outside')
    ? { proxy_from_environment: true }
    : {};

/** Where a target is, for people. */
function placeOf({ endpoints: [first], discovery }: ScrapeTarget): string {
  if (first?.workload) return first.workload.component.where;
  if (first && first.host !== '') return first.url;
  return discovery ? `found by ${discovery.kind}` : 'other pods';
}
