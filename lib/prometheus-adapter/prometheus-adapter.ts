import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-30';
import type { Construct } from 'constructs';
import {
  Component,
  ConfigFile,
  type Dashboard,
  type Endpoint,
  type IDashboardSource,
  type IDatasource,
  type IExpectsQueries,
  type IRuleSource,
  type IScrapeTarget,
  images,
  type RuleContext,
  type ScrapeTarget,
  Workload,
} from '../core/index.js';
import { toYaml } from '../model/yaml.js';
import { type MetricsApi, registerApi } from './apis.js';
import { certificateName, issueCertificate, mountCertificate } from './certificate.js';
import { adapterConfig, queriesOf } from './config.js';
import { prometheusAdapterDashboard } from './dashboard.js';
import type { CertificateFiles } from './flags.js';
import { delegateJudgement, letViewersRead, listsNodes, listsPods } from './permissions.js';
import { checkAdapter, type PrometheusAdapterProps } from './props.js';
import { prometheusAdapterRules } from './rules.js';
import type { ScalingMetric } from './scaling-metric.js';
import { checkSource } from './source.js';
import { Wiring } from './wiring.js';

const configDir = '/etc/prometheus-adapter/config';
const ownCertificateDir = '/var/run/prometheus-adapter';

/**
 * Answers the metrics APIs of Kubernetes from a Prometheus, so that a HorizontalPodAutoscaler scales by
 * requests as it does by CPU. Its maintainers point to KEDA, where the field moves: what a metric is stands
 * in a value of its own, whose `promql` a ScaledObject's trigger can ask as well.
 *
 * @example
 * const adapter = new PrometheusAdapter(chart, 'prometheus-adapter');
 * adapter.query(prometheus);
 * adapter.serve(podMetric({ name: 'http_requests', series: 'http_requests_total', as: 'rate' }));
 * @see https://github.com/kubernetes-sigs/prometheus-adapter
 */
export class PrometheusAdapter
  extends Component
  implements IScrapeTarget, IRuleSource, IDashboardSource
{
  readonly scrapeTargets: readonly ScrapeTarget[];
  readonly dashboards: readonly Dashboard[];

  private readonly workload: Workload;
  private readonly https: Endpoint;
  private readonly wiring: Wiring;
  private readonly apis = new Set<MetricsApi>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PrometheusAdapterProps = {},
  ) {
    super(scope, id, props, { product: 'prometheus-adapter' });
    checkAdapter(this, props);
    const { replicas = 1, servingCertificate = { kind: 'self-signed' } } = props;
    this.wiring = new Wiring(this, props);
    const config = new ConfigFile(this, 'config', {
      file: 'config.yaml',
      whenChanged: 'restart',
      content: () => toYaml(adapterConfig(this.wiring.model())),
    });
    this.workload = new Workload(this, 'Workload', {
      kind: 'Deployment',
      replicas,
      container: {
        image: images.prometheusAdapter,
        args: () => this.wiring.flags(https.port, `${configDir}/${config.file}`, certificate),
        resources: {
          cpu: Cpu.millis(20),
          memory: Size.mebibytes(96),
          memoryLimit: Size.mebibytes(256),
        },
        goMemoryLimit: true,
      },
    });
    this.workload.mount(config, configDir);
    const https = this.workload.listen({
      name: 'https',
      port: 6443,
      scheme: 'https',
      probes: {
        readiness: { path: '/readyz' },
        liveness: { path: '/livez', period: 30, failures: 5 },
        startup: { path: '/livez', period: 10, failures: 18 },
      },
    });
    this.https = https;
    this.workload.traffic.admit({ kind: 'api-server' }, https, 'is asked for metrics');
    let certificate: CertificateFiles = { dir: ownCertificateDir };
    if (servingCertificate.kind === 'cert-manager') {
      issueCertificate(this, servingCertificate.clusterIssuer, https.host);
      certificate = mountCertificate(this.workload);
    } else {
      this.escapes.push(
        'insecureSkipTLSVerify: the API server takes any certificate, as the adapter signs its own at each start',
      );
      this.workload.volumes.scratch(ownCertificateDir, Size.mebibytes(1));
    }
    delegateJudgement(this.workload);
    if (props.resourceMetrics) this.serveResources();
    this.scrapeTargets = [
      {
        job: this.name,
        endpoints: [https.at('/metrics')],
        auth: { kind: 'service-account' },
        tls: { unverified: 'its certificate is for the API server, and its authority known there' },
        permissions: [{ urls: ['/metrics'], reason: 'scrapes prometheus-adapter' }],
      },
    ];
    this.dashboards = [prometheusAdapterDashboard(this.name, this.namespace, replicas)];
    this.validate(() => this.faults());
  }

  /** Rules that watch it, where it is scraped. What it answers is not judged here. */
  readonly rules = (context: RuleContext) => prometheusAdapterRules(this.name, context);

  /**
   * Asks this Prometheus, which must hold the series of this cluster. A token is read as the adapter starts:
   * after a new one, restart it.
   *
   * @throws on a second one, on one that is no Prometheus, and on one that wants a password
   */
  query(source: IDatasource & IExpectsQueries): void {
    const { datasource } = source;
    if (this.wiring.source?.datasource === datasource) return;
    if (this.wiring.source)
      this.refuse(
        `queries datasource "${this.wiring.source.datasource.uid}", and cannot query "${datasource.uid}" as well`,
        'leave one out: the API server knows one adapter',
      );
    checkSource(this, datasource);
    const connection = this.connectTo(datasource.endpoint, 'asks for metrics');
    this.wiring.source = { datasource, connection };
    source.expectQueries?.(() => queriesOf(this.where, adapterConfig(this.wiring.model())));
  }

  /**
   * Serves a metric: of pods and other objects by the custom metrics API, of no object by the external one.
   *
   * @throws when another metric of its API has this name
   */
  serve(metric: ScalingMetric): void {
    const api = metric.objects ? 'custom' : 'external';
    this.wiring.add(api, metric);
    this.register(api);
    // Their own objects an autoscaler asks for by name, which takes no look at them.
    if (metric.objects?.resource === 'pods') this.workload.allow('cluster', listsPods);
  }

  private serveResources(): void {
    this.register('resource');
    this.workload.allow('cluster', listsPods);
    this.workload.allow('cluster', listsNodes);
    letViewersRead(this);
  }

  private register(api: MetricsApi): void {
    if (this.apis.has(api)) return;
    this.apis.add(api);
    const verified = this.props.servingCertificate?.kind === 'cert-manager';
    registerApi(this, api, {
      endpoint: this.https,
      ...(verified ? { certificate: certificateName(this) } : {}),
    });
  }

  private faults(): readonly string[] {
    return [
      ...(this.wiring.source
        ? []
        : [`${this.where}: queries no Prometheus; call query(prometheus)`]),
      ...(this.apis.size > 0
        ? []
        : [`${this.where}: serves nothing; call serve(podMetric({ … })), or set resourceMetrics`]),
    ];
  }
}
