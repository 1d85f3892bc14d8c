import { k8s } from 'cdk8s-plus-30';
import type { Construct } from 'constructs';
import {
  areCertificates,
  type Certificates,
  type Checks,
  Component,
  dashed,
  type Host,
  Hosts,
  type IHttpBackend,
  type IRoutedHosts,
  isName,
  isObject,
  isPeer,
  type Peer,
  type RoutedHosts,
  refusal,
  required,
  type Workload,
} from '../core/index.js';

/** What an Ingress is told when it is made. */
export interface IngressProps {
  /** Class of the controller that serves it, as in `kubectl get ingressclass`. */
  readonly className: string;
  /** Where that controller's connections come from: whom the backends let in. */
  readonly dataPlane: Peer;
  /** @default { kind: 'secret' } */
  readonly certificates?: Certificates;
  /** What the controller reads besides, as `traefik.ingress.kubernetes.io/router.entrypoints`. @default - nothing */
  readonly annotations?: Readonly<Record<string, string>>;
}

const checks: Checks<IngressProps> = {
  className: required(isName),
  dataPlane: required(isPeer),
  certificates: areCertificates,
  annotations: isObject,
};

/**
 * The way in from outside where a cluster has no Gateway API: an Ingress for each host, in the namespace
 * of its backend. Whether HTTP is sent to HTTPS, its controller decides.
 *
 * @example
 * const ingress = new Ingress(chart, 'ingress', { className: 'traefik', dataPlane });
 * ingress.route('grafana.example.com', grafana);
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/
 */
export class Ingress extends Component implements IRoutedHosts {
  private readonly hosts: Hosts;
  private readonly source: Certificates;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: IngressProps,
  ) {
    super(scope, id, {}, { product: 'ingress' });
    this.check(props, checks);
    this.source = props.certificates ?? { kind: 'secret' };
    this.hosts = new Hosts(this, this.source, props.dataPlane);
    this.validate(() =>
      this.hosts.all.length > 0
        ? []
        : [refusal(this.where, 'leads nowhere', 'call route(host, component), or leave it out')],
    );
  }

  /**
   * Serves a component at a host, and tells it so.
   *
   * @throws when the host is no name, is taken, or the component is not ours
   */
  route(host: string, backend: IHttpBackend): void {
    const led = this.hosts.lead(host, backend);
    if (!led) return;
    const { workload } = led;
    if (this.source.kind === 'secret' && led.host.certificate)
      workload.component.certificates.add(led.host.certificate);
    new k8s.KubeIngress(this, host, {
      metadata: {
        name: `${this.name}-${dashed(host)}`.slice(0, 253),
        namespace: workload.namespace,
        labels: this.labels,
        ...this.annotated,
      },
      spec: ingressSpec(this.props.className, led.host, workload, backend.httpEndpoint.name),
    });
  }

  /** The hosts it serves, for whoever calls them as people outside do. */
  get routedHosts(): RoutedHosts {
    return this.hosts.routed;
  }

  private get annotated() {
    const annotations = {
      ...(this.source.kind === 'cert-manager'
        ? { 'cert-manager.io/cluster-issuer': this.source.clusterIssuer }
        : {}),
      ...this.props.annotations,
    };
    return Object.keys(annotations).length > 0 ? { annotations } : {};
  }
}

/** Everything of a host to one Service. */
const ingressSpec = (
  className: string,
  { host, certificate }: Host,
  workload: Workload,
  port: string,
): k8s.IngressSpec => ({
  ingressClassName: className,
  ...(certificate ? { tls: [{ hosts: [host], secretName: certificate }] } : {}),
  rules: [
    {
      host,
      http: {
        paths: [
          {
            path: '/',
            pathType: 'Prefix',
            backend: { service: { name: workload.name, port: { name: port } } },
          },
        ],
      },
    },
  ],
});
