import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-30';
import type { Construct } from 'constructs';
import {
  Component,
  ConfigFile,
  type Dashboard,
  type Datasource,
  Endpoint,
  type IAlertsDestination,
  type IDashboardSource,
  type IDatasource,
  type IHttpBackend,
  type IMetricsDestination,
  type IOtlpMetricsDestination,
  type IRuleSource,
  type IScrapeTarget,
  images,
  type Peer,
  type RuleContext,
  type ScrapeAnnotated,
  type ScrapeTarget,
  scrapeAnnotated,
  type UrlOptions,
  Workload,
} from '../core/index.js';
import { merge } from '../model/merge.js';
import type { RelabelStep } from '../model/relabel.js';
import { toYaml } from '../model/yaml.js';
import {
  type AlertDestination,
  type PrometheusModel,
  prometheusConfig,
  type RemoteWrite,
} from './config.js';
import { prometheusDashboard } from './dashboard.js';
import { tenantHeader } from './http-client.js';
import { clientOf, Jobs, viaProxy } from './jobs.js';
import { checks, type PrometheusProps, sizeToKeep } from './props.js';
import { packRules, rulesToEvaluate } from './rule-files.js';
import { prometheusRules } from './rules.js';

const dataDir = '/prometheus';
const configDir = '/etc/prometheus/config';
const rulesDir = '/etc/prometheus/rules';

/**
 * Scrapes metrics, stores them on a volume, answers PromQL and evaluates rules.
 *
 * @example
 * const prometheus = new Prometheus(chart, 'prometheus', { retention: Duration.days(30) });
 * prometheus.scrape(loki);
 * prometheus.addRules(loki);
 * prometheus.sendAlertsTo(alertmanager);
 * @see https://prometheus.io/docs/prometheus/latest/
 */
export class Prometheus
  extends Component
  implements
    IMetricsDestination,
    IDatasource,
    IScrapeTarget,
    IRuleSource,
    IDashboardSource,
    IHttpBackend
{
  /**
   * A Prometheus, or what speaks like one, that we do not run.
   *
   * @example
   * alloy.sendMetricsTo(Prometheus.fromUrl('https://metrics.example.com', { tenant: 'shop' }));
   */
  static fromUrl(
    url: string,
    options: UrlOptions & Partial<Pick<Datasource, 'scrapeInterval' | 'uid'>> = {},
  ): IMetricsDestination & IDatasource {
    const { uid = 'prometheus', scrapeInterval, ...access } = options;
    const endpoint = Endpoint.fromUrl(url, access);
    return {
      remoteWriteEndpoints: [endpoint.at(`${endpoint.path}/api/v1/write`)],
      datasource: {
        uid,
        type: 'prometheus',
        endpoint,
        ...(scrapeInterval ? { scrapeInterval } : {}),
      },
    };
  }

  readonly httpEndpoint: Endpoint;
  readonly remoteWriteEndpoints: readonly Endpoint[];
  readonly datasource: Datasource;
  readonly scrapeTargets: readonly ScrapeTarget[];
  readonly dashboards: readonly Dashboard[];

  private readonly jobs: Jobs;
  private readonly ruleSources = new Set<IRuleSource>([this]);
  private readonly alertmanagers = new Map<string, AlertDestination>();
  private readonly remoteWrites = new Map<string, RemoteWrite>();
  private readonly workload: Workload;
  private otlp?: IOtlpMetricsDestination;
  private externalUrl?: string;
  private packed?: readonly string[];

  constructor(scope: Construct, id: string, props: PrometheusProps = {}) {
    super(scope, id, props, { product: 'prometheus' });
    this.check(props, checks);
    const { replicas = 1, volumeSize = Size.gibibytes(50), extraConfig } = props;
    const interval = props.scrapeInterval ?? Duration.seconds(30);
    const facts = this.facts(props, interval, volumeSize);
    const config = new ConfigFile(this, 'config', {
      file: 'prometheus.yaml',
      whenChanged: 'reload',
      content: () => toYaml(merge(prometheusConfig({ ...facts, ...this.wired(props) }), extraConfig)),
    });
    this.workload = new Workload(this, 'Workload', {
      kind: 'StatefulSet',
      replicas,
      container: {
        image: images.prometheus,
        args: () => this.args(facts),
        resources: {
          cpu: Cpu.millis(200),
          memory: Size.mebibytes(512),
          memoryLimit: Size.gibibytes(2),
        },
      },
      volume: { path: dataDir, size: volumeSize, storageClass: props.storageClass },
      // What it holds in memory is written before it goes; killed earlier, it replays its log for as long.
      gracePeriod: Duration.minutes(10),
      // Replicas scrape at different moments: a graph drawn from both in turn would flicker.
      service: { sticky: replicas > 1 },
    });
    this.workload.mount(config, configDir);
    this.addRuleSlots(props.ruleSlots ?? 4);
    if (replicas > 1) this.workload.env('POD_NAME', { field: 'metadata.name' });
    this.httpEndpoint = this.workload.listen({
      name: 'http',
      port: 9090,
      probes: {
        readiness: { path: '/-/ready', period: 5 },
        liveness: { path: '/-/healthy', period: 5, failures: 6 },
        // The write-ahead log is replayed first: minutes on a large one.
        startup: { path: '/-/ready', period: 15, failures: 60 },
      },
    });
    const http = this.httpEndpoint;
    this.remoteWriteEndpoints = this.workload.eachReplica(http.at('/api/v1/write'));
    this.datasource = { uid: this.name, type: 'prometheus', endpoint: http, scrapeInterval: interval };
    this.scrapeTargets = [{ job: this.name, endpoints: [http.at('/metrics')] }];
    this.dashboards = [prometheusDashboard(this.name, this.namespace)];
    this.jobs = new Jobs(this.workload, interval);
    if (props.scrapeItself ?? true) this.scrape(this);
  }
