import type { Construct } from 'constructs';
import { HttpRoute, ReferenceGrant, Gateway as Resource } from '../../imports/gateway-api.js';
import {
  areCertificates,
  type Certificates,
  type Checks,
  Component,
  type ComponentProps,
  componentChecks,
  dashed,
  fields,
  type Host,
  Hosts,
  type IHttpBackend,
  type IRoutedHosts,
  isName,
  isNamespace,
  isPeer,
  isText,
  late,
  type Peer,
  type RoutedHosts,
  refusal,
  required,
  type Workload,
} from '../core/index.js';
import { type GatewayRef, gatewaySpec, parentOf, redirectSpec, routeSpec } from './routes.js';

/** What a Gateway is told when it is made. */
export interface GatewayProps extends Pick<ComponentProps, 'namespace'> {
  /** Class of the Gateway. @default - the platform's */
  readonly className?: string;
  /** Where the data plane's connections come from: whom the backends let in. @default - the platform's */
  readonly dataPlane?: Peer;
  /** @default { kind: 'secret' } */
  readonly certificates?: Certificates;
  /** Hang the routes on a Gateway that is there already, in place of one of our own. @default - our own */
  readonly existing?: GatewayRef;
}

const checks: Checks<GatewayProps> = {
  namespace: componentChecks.namespace,
  className: isName,
  dataPlane: isPeer,
  certificates: areCertificates,
  existing: fields<GatewayRef>({
    name: required(isName),
    namespace: required(isNamespace),
    listener: isText,
  }),
};

/** A Gateway has 64 listeners at most, one of them for HTTP. */
const mostHosts = 63;

/**
 * The way in from outside, by the Gateway API: a Gateway with a listener for each host, its routes, and the
 * redirect from HTTP. Its CRDs and a controller of its class must be there.
 *
 * @example
 * const gateway = new Gateway(chart, 'gateway', { className: 'eg', dataPlane });
 * gateway.route('grafana.example.com', grafana);
 * @see https://gateway-api.sigs.k8s.io/
 */
export class Gateway extends Component implements IRoutedHosts {
  private readonly hosts: Hosts;
  private readonly grants = new Map<string, Set<string>>();
  private readonly source: Certificates;
  private readonly parent: GatewayRef;
  private readonly foreign: boolean;

  constructor(scope: Construct, id: string, props: GatewayProps = {}) {
    super(scope, id, props, { product: 'gateway' });
    this.check(props, checks);
    const known = this.site.platform.gateway;
    const dataPlane =
      props.dataPlane ??
      known?.dataPlane ??
      this.refuse(
        `dataPlane is not known on platform "${this.site.platform.name}"`,
        "say where the gateway's connections come from, as { kind: 'pods', namespace, labels }",
      );
    this.source = props.certificates ?? { kind: 'secret' };
    this.foreign = props.existing !== undefined;
    this.parent = props.existing ?? { name: this.name, namespace: this.namespace };
    this.hosts = new Hosts(this, this.source, dataPlane);
    this.validate(() =>
      this.foreign || this.hosts.all.length > 0
        ? []
        : [refusal(this.where, 'leads nowhere', 'call route(host, component), or leave it out')],
    );
    if (this.foreign) return;
    const className =
      props.className ??
      known?.className ??
      this.refuse(
        `className is not known on platform "${this.site.platform.name}"`,
        'give the class of your gateway',
      );
    new Resource(this, 'Resource', {
      metadata: {
        ...this.metadata,
        ...(this.source.kind === 'cert-manager'
          ? { annotations: { 'cert-manager.io/cluster-issuer': this.source.clusterIssuer } }
          : {}),
      },
      spec: late(() => gatewaySpec(className, this.hosts.all)),
    });
  }

  /**
   * Serves a component at a host, and tells it so.
   *
   * @throws when the host is no name, is taken, is one too many, or the component is not ours
   */
  route(host: string, backend: IHttpBackend): void {
    const led = this.hosts.lead(host, backend);
    if (!led) return;
    if (this.source.kind !== 'none' && !this.foreign && this.hosts.all.length > mostHosts)
      this.refuse(
        `host "${host}" is one more than a Gateway has listeners for`,
        `route at most ${mostHosts} to one, and the others to a second`,
      );
    const { certificate } = led.host;
    if (this.source.kind === 'secret' && !this.foreign && certificate)
      this.certificates.add(certificate);
    this.createRoutes(led.host, led.workload, backend.httpEndpoint.port);
  }

  /** The hosts it serves, for whoever calls them as people outside do. */
  get routedHosts(): RoutedHosts {
    return this.hosts.routed;
  }

  private createRoutes(host: Host, workload: Workload, port: number): void {
    const name = `${this.name}-${dashed(host.host)}`.slice(0, 240);
    const { namespace } = workload;
    new HttpRoute(this, `Route-${host.host}`, {
      metadata: { ...this.metadata, name },
      spec: routeSpec(host, parentOf(this.parent, host, this.foreign), {
        name: workload.name,
        namespace,
        port,
      }),
    });
    if (!this.foreign && host.certificate !== undefined)
      new HttpRoute(this, `Redirect-${host.host}`, {
        metadata: { ...this.metadata, name: `${name}-redirect` },
        spec: redirectSpec(host, this.parent),
      });
    if (namespace !== this.namespace) this.grant(namespace, workload.name);
  }

  /** A namespace lets routes of another refer to its Services only if it says so. */
  private grant(namespace: string, service: string): void {
    const known = this.grants.get(namespace);
    if (known) {
      known.add(service);
      return;
    }
    const services = new Set([service]);
    this.grants.set(namespace, services);
    new ReferenceGrant(this, `Grant-${namespace}`, {
      metadata: { ...this.metadata, name: `${this.namespace}-${this.name}`, namespace },
      spec: late(() => ({
        from: [
          { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: this.namespace },
        ],
        to: [...services].sort().map((name) => ({ group: '', kind: 'Service', name })),
      })),
    });
  }

  private get metadata() {
    return { name: this.name, namespace: this.namespace, labels: this.labels };
  }
}
