import { isName, isText, required } from './check.js';
import { kinds } from './check-nested.js';
import type { Component } from './component.js';
import type { IHttpBackend, RoutedHosts } from './contracts.js';
import { Endpoint } from './endpoint.js';
import type { Peer } from './peer.js';
import type { Workload } from './workload.js';

/** Where the certificates of hosts come from. */
export type Certificates =
  /** Secrets of type `kubernetes.io/tls` that exist: one for all hosts, or `<host-with-dashes>-tls` each. */
  | { readonly kind: 'secret'; readonly name?: string }
  /** cert-manager makes one for each host, by an annotation. */
  | { readonly kind: 'cert-manager'; readonly clusterIssuer: string }
  /** None: plain HTTP, for a reason. */
  | { readonly kind: 'none'; readonly reason: string };

/** Check of {@link Certificates}. */
export const areCertificates = kinds<Certificates, 'kind'>('kind', {
  secret: { name: isName },
  'cert-manager': { clusterIssuer: required(isName) },
  none: { reason: required(isText) },
});

/** A host that is served. */
export interface Host {
  readonly host: string;
  /** Secret with its certificate. Absent: plain HTTP. */
  readonly certificate?: string;
}

/** The host in characters that an object's name may have. */
export const dashed = (host: string): string => host.replaceAll('.', '-');

const domainName =
  /^(?=.{1,253}$)([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** The hosts that one way into the cluster serves, each with the backend it leads to. */
export class Hosts {
  private readonly backends = new Map<string, IHttpBackend>();

  /**
   * @param component the way in, in whose name faults are told
   * @param dataPlane where its connections come from: whom the backends let in
   */
  constructor(
    private readonly component: Component,
    private readonly certificates: Certificates,
    private readonly dataPlane: Peer,
  ) {
    if (certificates.kind === 'none') component.escapes.push(`plain HTTP: ${certificates.reason}`);
  }

  /** All of them, sorted. */
  get all(): readonly Host[] {
    return [...this.backends.keys()].sort().map((host) => this.hostOf(host));
  }

  /** What someone must know who calls them as people outside do. */
  get routed(): RoutedHosts {
    const [scheme, port] =
      this.scheme === 'http' ? (['http', 80] as const) : (['https', 443] as const);
    const facts = { name: scheme, port, scheme };
    // The address of a load balancer leads straight to the pods behind it, on a port that nobody here knows.
    const pods = { ...facts, port: 1, lastPort: 65_535 };
    return {
      urls: () => this.all.map(({ host }) => this.urlOf(host)),
      entries: [
        Endpoint.ofPeer({ kind: 'outside' }, facts),
        Endpoint.ofPeer(this.dataPlane, this.dataPlane.kind === 'pods' ? pods : facts),
      ],
    };
  }

  /**
   * Leads a host to a backend: tells it so, and has it let the data plane in.
   *
   * @returns nothing where it led there before
   * @throws when the host is no name, is taken, or the component is not ours
   */
  lead(host: string, backend: IHttpBackend): { host: Host; workload: Workload } | undefined {
    const known = this.backends.get(host);
    if (known === backend) return undefined;
    if (!domainName.test(host))
      this.component.refuse(
        `host "${host}" is not a full domain name`,
        'give one like grafana.example.com, in lower case, no address and no "*"',
      );
    if (known)
      this.component.refuse(`host "${host}" leads elsewhere already`, 'give each backend its own');
    const workload =
      backend.httpEndpoint.workload ??
      this.component.refuse(
        `host "${host}" has a backend that is not ours`,
        'route to a component of this app',
      );
    this.backends.set(host, backend);
    backend.exposedAt(this.urlOf(host));
    workload.traffic.admit(this.dataPlane, backend.httpEndpoint, 'lets the gateway in');
    return { host: this.hostOf(host), workload };
  }

  private get scheme(): 'http' | 'https' {
    return this.certificates.kind === 'none' ? 'http' : 'https';
  }
  private urlOf(host: string): string {
    return `${this.scheme}://${host}`;
  }

  private hostOf(host: string): Host {
    const { certificates } = this;
    if (certificates.kind === 'none') return { host };
    const own = `${dashed(host)}-tls`;
    return {
      host,
      certificate: certificates.kind === 'secret' ? (certificates.name ?? own) : own,
    };
  }
}
