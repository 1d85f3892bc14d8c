import type { Construct } from 'constructs';
import {
  type AskedQuery,
  Component,
  ConfigFile,
  type Dashboard,
  type Datasource,
  type Endpoint,
  externalUrl,
  type IAlertsDestination,
  type IDashboardSource,
  type IDatasource,
  type IExpectsAlerts,
  type IExpectsQueries,
  type IHttpBackend,
  type IMetricsDestination,
  type IOtlpMetricsDestination,
  type IRuleSource,
  type IScrapeTarget,
  type KeepOptions,
  MetricReaders,
  type Peer,
  type RuleContext,
  type ScrapedJobs,
  type ScrapeTarget,
  type SeriesOfJob,
  type Workload,
} from '../core/index.js';
import { merge } from '../model/merge.js';
import { toYaml } from '../model/yaml.js';
import { prometheusConfig } from './config.js';
import { prometheusDashboards } from './dashboard.js';
import { Destinations, type RemoteWriteOptions } from './destinations.js';
import { type ElsewhereOptions, prometheusElsewhere } from './elsewhere.js';
import { prometheusFlags } from './flags.js';
import { type AnnotatedOptions, Jobs } from './jobs.js';
import { checks, completed, type PrometheusProps, type Settings } from './props.js';
import { RuleFiles } from './rule-files.js';
import { prometheusRules } from './rules.js';
import { dataDir, workloadOf } from './workload.js';

const configDir = '/etc/prometheus/config';
const configFile = `${configDir}/prometheus.yaml`;
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
    IExpectsQueries,
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
  static fromUrl(url: string, options: ElsewhereOptions = {}): IMetricsDestination & IDatasource {
    return prometheusElsewhere(url, options);
  }

  readonly httpEndpoint: Endpoint;
  readonly remoteWriteEndpoints: readonly Endpoint[];
  readonly datasource: Datasource;
  readonly scrapeTargets: readonly ScrapeTarget[];
  readonly dashboards: readonly Dashboard[];

  private readonly settings: Settings;
  private readonly jobs: Jobs;
  private readonly ruleFiles: RuleFiles;
  private readonly readers: MetricReaders;
  private readonly destinations: Destinations;
  private readonly workload: Workload;
  private otlp?: IOtlpMetricsDestination;
  private externalUrl?: string;

  constructor(scope: Construct, id: string, props: PrometheusProps = {}) {
    super(scope, id, props, { product: 'prometheus' });
    this.check(props, checks);
    const { extraConfig, retentionSizeReason } = props;
    if (extraConfig) this.escapes.push('extraConfig');
    if (retentionSizeReason) this.escapes.push(`retentionSize: ${retentionSizeReason}`);
    const settings = completed(this.where, props);
    this.settings = settings;
    const { replicas, volumeSize, interval } = settings;
    const config = new ConfigFile(this, 'config', {
      file: 'prometheus.yaml',
      whenChanged: 'reload',
      content: () =>
        toYaml(merge(prometheusConfig({ ...settings, ...this.wiring(), rulesDir }), extraConfig)),
    });
    this.workload = workloadOf(this, {
      ...{ replicas, volumeSize, storageClass: props.storageClass },
      args: () => prometheusFlags({ ...settings, ...this.wiring(), configFile, dataDir }),
    });
    this.workload.mount(config, configDir);
    if (replicas > 1) this.workload.env('POD_NAME', { field: 'metadata.name' });
    const http = this.workload.listen({
      name: 'http',
      port: 9090,
      probes: {
        readiness: { path: '/-/ready', period: 5 },
        liveness: { path: '/-/healthy', period: 5, failures: 6 },
        // The write-ahead log is replayed first: minutes on a large one.
        startup: { path: '/-/ready', period: 15, failures: 60 },
      },
    });
    this.httpEndpoint = http;
    this.remoteWriteEndpoints = this.workload.eachReplica(http.at('/api/v1/write'));
    this.datasource = {
      uid: this.name,
      type: 'prometheus',
      endpoint: http,
      scrapeInterval: interval,
    };
    this.scrapeTargets = [{ job: this.name, endpoints: [http.at('/metrics')] }];
    this.jobs = new Jobs(this.workload, interval, settings.metrics, () => this.readers);
    this.destinations = new Destinations(this.workload);
    this.dashboards = prometheusDashboards(this, replicas, this.destinations, this.jobs);
    this.ruleFiles = new RuleFiles(this.workload, rulesDir, settings.ruleSlots, this.jobs);
    this.readers = new MetricReaders(this.where, {
      jobs: () => this.jobs.intervals,
      recorded: () => this.ruleFiles.recorded,
    });
    this.readers.expect(() => this.ruleFiles.queries);
    this.addRules(this);
    if (props.scrapeItself ?? true) this.scrape(this);
  }

  /** Rules that watch it where it is scraped, its targets, and that alerts arrive at all. */
  readonly rules = (context: RuleContext) =>
    prometheusRules(
      {
        job: this.name,
        namespace: this.namespace,
        workload: this.workload.name,
        bodySizeLimit: this.settings.limits.bodySize,
        ...this.destinations.all,
      },
      context,
    );

  /**
   * Scrapes every job of a component.
   *
   * @throws when a job's name is taken, or a job cannot be scraped as it says
   */
  scrape(source: IScrapeTarget, options: KeepOptions = {}): void {
    for (const target of source.scrapeTargets) this.jobs.add(target, options);
  }

  /**
   * Scrapes every pod that is annotated `prometheus.io/scrape: "true"`, by its `…/port`, `…/path` and
   * `…/scheme`. It may then call every pod of the cluster, on every port unless some are named.
   */
  discoverAnnotatedPods(options: AnnotatedOptions = {}): void {
    this.jobs.discover('pods', options);
  }

  /** The same for the endpoints of Services that are so annotated. */
  discoverAnnotatedServices(options: AnnotatedOptions = {}): void {
    this.jobs.discover('services', options);
  }

  /** Evaluates the PromQL rules that a component brings; its own are among them. Nothing restarts. */
  addRules(source: IRuleSource): void {
    this.ruleFiles.add(source);
  }

  /** Sends alerts to every replica of an Alertmanager. */
  sendAlertsTo(destination: IAlertsDestination & IExpectsAlerts): void {
    this.destinations.addAlerts(destination);
    destination.expectAlerts?.(() => this.ruleFiles.alerts);
  }

  /** Writes every sample elsewhere as well. */
  sendMetricsTo(destination: IMetricsDestination, options: RemoteWriteOptions = {}): void {
    this.destinations.addMetrics(destination, options);
    destination.expectJobs?.(() => this.jobs.own);
    this.readers.addDestination(destination);
  }

  /** Told of what jobs the samples will be that someone writes here: rules may read them. */
  expectJobs(jobs: () => ScrapedJobs): void {
    this.jobs.expect(jobs);
  }

  /** Told what is asked of it, by who asks: with `metrics: 'used'` it stores no more. */
  expectQueries(queries: () => readonly AskedQuery[]): void {
    this.readers.expect(queries);
  }

  /** What is read of a job here, and wherever its samples are sent on to. */
  metricsRead(of: SeriesOfJob) {
    return this.readers.of(of);
  }

  /**
   * Takes metrics over OTLP and HTTP. Their `cluster` is what the sender has as attribute of that name:
   * `OTEL_RESOURCE_ATTRIBUTES=cluster=prod-1`.
   *
   * @param options `callers`: who may send, besides the components wired to it
   */
  addOtlpReceiver(options: { readonly callers?: readonly Peer[] } = {}): IOtlpMetricsDestination {
    const endpoint = this.httpEndpoint.at('/api/v1/otlp/v1/metrics');
    for (const caller of options.callers ?? [])
      this.workload.traffic.admit(caller, endpoint, 'sends metrics over OTLP');
    this.otlp ??= { otlpMetricsEndpoints: this.workload.eachReplica(endpoint) };
    return this.otlp;
  }

  /**
   * Told under which URL people reach it, for the links in alerts.
   *
   * @throws when told another URL before, or one with a path
   */
  exposedAt(url: string): void {
    this.externalUrl = externalUrl(this.where, url, this.externalUrl);
  }

  /** How it is called and wired, for its configuration and its command line. */
  private wiring() {
    return {
      cluster: this.site.cluster,
      jobs: this.jobs.all,
      ...this.destinations.all,
      port: this.httpEndpoint.port,
      externalUrl: this.externalUrl ?? this.httpEndpoint.url,
      writtenTo: this.remoteWriteEndpoints.some((e) => this.workload.traffic.isCalled(e)),
      otlp: this.otlp !== undefined,
    };
  }
}
