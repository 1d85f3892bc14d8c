import { refuse } from '../model/refusal.js';
import { type Address, parseHostPort, parseUrl, standardPorts, whoAnswers } from './address.js';
import { checkForeignPods, checkPorts, checkUrlOptions } from './endpoint-checks.js';
import type { Peer, Transport } from './peer.js';
import type { SecretRef } from './secret-ref.js';
import type { Workload } from './workload.js';

/** How a listener is spoken to. */
export type Scheme = 'http' | 'https' | 'grpc' | 'tcp';

/** How a caller proves who it is, always by reference. */
export type Credentials =
  | { readonly kind: 'basic'; readonly username: SecretRef; readonly password: SecretRef }
  | { readonly kind: 'bearer'; readonly token: SecretRef };

/** What a caller must know of a listener that we do not own. */
export interface AccessOptions {
  /** @default - no authentication */
  readonly credentials?: Credentials;
  /** Certificate authority that signed the listener's certificate. @default - the image's own roots */
  readonly ca?: SecretRef;
  /** Org id sent as `X-Scope-OrgID`. @default - none */
  readonly tenant?: string;
}

/** Options of {@link Endpoint.fromUrl}. */
export interface UrlOptions extends AccessOptions {
  /**
   * The pods behind the URL, where it names a Service of this cluster: a policy is judged on their labels
   * and their port, not on the Service's.
   * @default - every pod of the Service's namespace, on the port of the URL
   */
  readonly pods?: Pick<ForeignPods, 'namespace' | 'labels' | 'port'>;
}

interface EndpointFacts extends AccessOptions {
  readonly name: string;
  readonly scheme: Scheme;
  readonly host: string;
  readonly port: number;
  /** Last of a range of ports, where nobody knows the port in advance. @default - the port alone */
  readonly lastPort?: number;
  /** Port of the pod, where the Service's differs. @default - the port */
  readonly podPort?: number;
  readonly path: string;
  readonly transports: readonly Transport[];
  /** Our workload, or who else answers there. */
  readonly owner: Workload | Peer;
}

/** Where to find pods that are not ours. */
export interface ForeignPods {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The port of the pod, which a policy is judged on; it may differ from the Service's. */
  readonly port: number;
  readonly name?: string;
  readonly scheme?: Scheme;
  readonly path?: string;
}

/**
 * Where something listens: scheme, host, port, path, and who answers. Ports, Services, probes, config
 * URLs, datasources, routes and network policies are all derived from it, so that an address is
 * written once.
 */
export class Endpoint {
  /** A listener of one of our workloads. Made by `Workload.listen`. @internal */
  static ofWorkload(
    owner: Workload,
    facts: Pick<EndpointFacts, 'name' | 'scheme' | 'host' | 'port' | 'transports'>,
  ): Endpoint {
    return new Endpoint({ ...facts, path: '', owner });
  }

  /**
   * A listener outside the cluster, or reached by a URL.
   *
   * @throws when the URL does not parse, is not http(s), or carries a user, a query or a fragment; on options
   *   that are unknown or malformed
   * @example
   * Endpoint.fromUrl('https://logs.example.com/loki', { credentials: { kind: 'bearer', token } })
   */
  static fromUrl(url: string, options: UrlOptions = {}): Endpoint {
    return Endpoint.ofAddress(parseUrl(url), 'url', options);
  }

  /**
   * A listener that is spoken to without HTTP, by its address: a mail server.
   *
   * @throws when the address is no host and port
   * @example
   * Endpoint.fromAddress('smtp.example.com:587')
   */
  static fromAddress(address: string, options: Pick<UrlOptions, 'pods'> = {}): Endpoint {
    return Endpoint.ofAddress(parseHostPort(address), 'address', options);
  }

  private static ofAddress(address: Address, name: string, options: UrlOptions): Endpoint {
    checkUrlOptions(address.host, options);
    const { pods, ...access } = options;
    return new Endpoint({
      ...access,
      ...address,
      name,
      transports: ['TCP'],
      ...(pods ? { podPort: pods.port } : {}),
      owner: pods
        ? { kind: 'pods', namespace: pods.namespace, labels: pods.labels }
        : whoAnswers(address.host),
    });
  }

  /** A listener on every node's own address: the kubelet, for instance. */
  static onNodes(facts: { name: string; port: number; scheme?: Scheme; path?: string }): Endpoint {
    return new Endpoint({
      scheme: 'https',
      path: '',
      ...facts,
      host: '',
      transports: ['TCP'],
      owner: { kind: 'nodes' },
    });
  }

  /**
   * A listener of pods that are not ours, found by their labels.
   *
   * @throws when nobody could find them: on labels, a namespace or a port that are none
   */
  static ofPods(pods: ForeignPods): Endpoint {
    checkForeignPods(pods);
    return new Endpoint({
      name: pods.name ?? 'http',
      scheme: pods.scheme ?? 'http',
      host: '',
      port: pods.port,
      path: pods.path ?? '',
      transports: ['TCP'],
      owner: { kind: 'pods', namespace: pods.namespace, labels: pods.labels },
    });
  }

  /** A listener that anyone else answers: the API server, a range of addresses, or of ports. */
  static ofPeer(
    owner: Peer,
    facts: { name: string; port: number; lastPort?: number; scheme?: Scheme; path?: string },
  ): Endpoint {
    return new Endpoint({
      scheme: 'https',
      path: '',
      ...facts,
      host: '',
      transports: ['TCP'],
      owner,
    });
  }

  private constructor(private readonly facts: EndpointFacts) {
    const { name, port, podPort, lastPort, path } = facts;
    checkPorts(name, [port, podPort, lastPort]);
    if (path !== '' && !path.startsWith('/'))
      refuse('endpoint', `path "${path}" does not begin with "/"`, `give "/${path}"`);
  }

  /** Name of the port: in the container, in the Service and in its endpoint slices. */
  get name(): string {
    return this.facts.name;
  }
  /** How it is spoken to. */
  get scheme(): Scheme {
    return this.facts.scheme;
  }
  /** The port that a caller names: the Service's, where there is one. */
  get port(): number {
    return this.facts.port;
  }
  /** The port that a connection arrives at, after translation by a Service. */
  get podPort(): number {
    return this.facts.podPort ?? this.facts.port;
  }
  /** Last of a range of ports, where it is one. */
  get lastPort(): number | undefined {
    return this.facts.lastPort;
  }
  /** Path of its URL; empty where it has none. */
  get path(): string {
    return this.facts.path;
  }
  /** Over what it listens; the first is the one probed and named. */
  get transports(): readonly Transport[] {
    return this.facts.transports;
  }
  /** Our workload, or who else answers there. */
  get owner(): Workload | Peer {
    return this.facts.owner;
  }
  /** The host name, or nothing where the address is found by discovery only. */
  get host(): string {
    return this.facts.host;
  }
  /** What a caller needs to be let in. */
  get access(): AccessOptions {
    const { credentials, ca, tenant } = this.facts;
    return { credentials, ca, tenant };
  }
  /** `host:port`. */
  get address(): string {
    return `${this.facts.host}:${this.facts.port}`;
  }
  /** The whole address, with path, without a trailing slash and without a port that the scheme implies. */
  get url(): string {
    const { scheme, host, port, path } = this.facts;
    const implied = (scheme === 'http' || scheme === 'https') && port === standardPorts[scheme];
    return `${scheme}://${implied ? host : this.address}${path}`;
  }
  /** Our workload behind it, if it is ours. */
  get workload(): Workload | undefined {
    return isWorkload(this.facts.owner) ? this.facts.owner : undefined;
  }

  /**
   * The same listener, another path in place of this one.
   *
   * @throws when the path does not begin with a slash
   */
  at(path: string): Endpoint {
    return new Endpoint({ ...this.facts, path });
  }
  /** The same listener under another host name: one replica of a StatefulSet. */
  onHost(host: string): Endpoint {
    return new Endpoint({ ...this.facts, host });
  }
  /** The same listener, spoken to as a tenant. */
  asTenant(tenant: string): Endpoint {
    return new Endpoint({ ...this.facts, tenant });
  }
}

/** Whether the owner of an endpoint is a workload of ours. */
export const isWorkload = (owner: Workload | Peer): owner is Workload => 'endpoints' in owner;
