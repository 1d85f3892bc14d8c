import { isDeepStrictEqual } from 'node:util';
import type { Duration } from 'cdk8s';
import {
  type Connection,
  checkKeepOptions,
  checkTarget,
  claimTarget,
  discoveriesOf,
  discoveryPermissions,
  Endpoint,
  isCalledByName,
  type KeepOptions,
  type KeptMetrics,
  keepSteps,
  type MetricReaders,
  type ScrapeAnnotated,
  type ScrapedJobs,
  type ScrapeTarget,
  scrapeAnnotated,
  seriesOf,
  shown,
  tenantHeader,
  viaProxy,
  type Workload,
} from '../core/index.js';
import {
  connectionClient,
  type HttpClient,
  type ProxyChoice,
  scrapeClient,
} from './http-client.js';
import type { ScrapeJob } from './scrape-config.js';

/** What the discovery by annotations can be told. */
export type AnnotatedOptions = Partial<ScrapeAnnotated>;

/** The jobs of one Prometheus, and what each of them asks of its pods: permissions, ways out, Secrets. */
export class Jobs {
  private readonly known = new Map<string, ScrapeJob & KeepOptions>();
  private readonly written = new Set<() => ScrapedJobs>();

  /** @param readers late, as they count on the jobs in turn */
  constructor(
    private readonly workload: Workload,
    private readonly interval: Duration,
    private readonly metrics: KeptMetrics,
    private readonly readers: () => MetricReaders,
  ) {}

  /** All of them, sorted by name. */
  get all(): readonly ScrapeJob[] {
    return [...this.known.values()].sort((a, b) => (a.target.job < b.target.job ? -1 : 1));
  }

  /** How often each is scraped, those of others that write here included. */
  get intervals(): ScrapedJobs {
    return new Map([...this.written].flatMap((jobs) => [...jobs()]).concat([...this.own]));
  }

  /** How often each is scraped by this Prometheus itself. */
  get own(): ScrapedJobs {
    return new Map(
      this.all.map(({ target: { job, interval = this.interval } }) => [job, { interval }]),
    );
  }

  /** Counts on the jobs of someone who writes here. */
  expect(jobs: () => ScrapedJobs): void {
    this.written.add(jobs);
  }

  /**
   * Adds a job; the same target twice is the same job.
   *
   * @throws when its name is taken, someone else scrapes it, it waits longer than it scrapes, its endpoints are
   *   not of one kind, or it is told twice what is kept of it
   */
  add(target: ScrapeTarget, options: KeepOptions = {}): void {
    const { where } = this.workload.component;
    checkKeepOptions(`${where}: scrape`, options);
    const { metrics = target.metrics } = options;
    const before = this.known.get(target.job);
    const known = before?.target;
    if (known && !isDeepStrictEqual(known, target))
      this.refuse(
        `job "${target.job}" is two things, ${placeOf(known)} and ${placeOf(target)}`,
        'give one of them another name',
      );
    if (before && shown(before.metrics) !== shown(metrics))
      this.refuse(
        `job "${target.job}" is told metrics ${shown(before.metrics)} and ${shown(metrics)}`,
        'say it once',
      );
    if (before) return;
    checkTarget(where, target, this.interval);
    claimTarget(this.workload.component, target);
    for (const discovery of discoveriesOf(target))
      for (const { scope, permission } of discoveryPermissions(discovery))
        this.workload.allow(scope, permission);
    for (const permission of target.permissions ?? []) this.workload.allow('cluster', permission);
    const job = { target, metrics, kept: () => this.kept(target, metrics ?? this.metrics) };
    this.known.set(target.job, { ...job, ...this.reach(target) });
  }

  /** Adds a job of whatever asks for it by annotation, and says in the summary what that opens. */
  discover(on: 'pods' | 'services', options: AnnotatedOptions): void {
    const { scrapeTargets } = scrapeAnnotated(on, { job: `annotated-${on}`, ...options });
    for (const target of scrapeTargets) this.add(target);
    const ports = options.ports ? `ports ${options.ports.join(', ')}` : 'every port';
    const opened = `calls every pod on ${ports}: annotated ${on} are scraped`;
    const { escapes } = this.workload.component;
    if (!escapes.includes(opened)) escapes.push(opened);
  }

  private kept(target: ScrapeTarget, metrics: KeptMetrics) {
    const where = `${this.workload.component.where}: job "${target.job}"`;
    return keepSteps({ where, metrics, read: () => this.readers().of(seriesOf(target)) });
  }

  /** Opens the ways to the targets, to what lists them, and to where tokens come from. */
  private reach(target: ScrapeTarget): Pick<ScrapeJob, 'client' | 'list'> {
    const { workload } = this;
    const { job, endpoints, discovery, auth } = target;
    const named = endpoints.filter((endpoint) => isCalledByName(target, endpoint));
    for (const endpoint of endpoints)
      if (!named.includes(endpoint)) workload.reach(endpoint, `scrapes ${job}`);
    const [found] = named.map((endpoint) => workload.connectTo(endpoint, `scrapes ${job}`));
    const list = discovery?.kind === 'http' ? [Endpoint.fromUrl(discovery.url)] : [];
    for (const endpoint of list) workload.connectTo(endpoint, `lists ${job}`);
    const tokens = auth?.kind === 'oauth2' ? [Endpoint.fromUrl(auth.tokenUrl)] : [];
    for (const endpoint of tokens) workload.connectTo(endpoint, `gets tokens for ${job}`);
    const { basic_auth, authorization, ...others } = clientOf(found);
    return {
      client: {
        ...(auth ? others : clientOf(found)),
        ...scrapeClient(target, (ref) => workload.secretFile(ref), proxyChoice(workload, tokens)),
        ...proxyChoice(workload, endpoints),
      },
      list: proxyChoice(workload, list),
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
export const proxyChoice = ({ site }: Workload, endpoints: readonly Endpoint[]): ProxyChoice =>
  endpoints.some((endpoint) => viaProxy(endpoint, site)) ? { proxy_from_environment: true } : {};

/** Where a target is, for people. */
function placeOf({ endpoints: [first], discovery }: ScrapeTarget): string {
  if (first?.workload) return first.workload.component.where;
  if (first && first.host !== '') return first.url;
  return discovery ? `found by ${discovery.kind}` : 'other pods';
}
