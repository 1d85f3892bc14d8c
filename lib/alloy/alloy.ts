import { Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  byKey,
  Component,
  ConfigFile,
  configReloader,
  type Dashboard,
  type Endpoint,
  type IDashboardSource,
  type ILogsDestination,
  type IMetricsDestination,
  type IRuleSource,
  type IScrapeTarget,
  images,
  type KeepOptions,
  type RuleContext,
  type ScrapeTarget,
  viaProxy,
  Workload,
} from '../core/index.js';
import { alloyArgs, httpPort } from './args.js';
import { alloyFile } from './config.js';
import { alloyDashboard } from './dashboard.js';
import type { Surroundings } from './feature.js';
import { Features } from './features.js';
import type { Destination } from './http-client.js';
import { type ClusterEventsOptions, clusterEvents } from './pipelines/cluster-events.js';
import type { HostMetricsOptions } from './pipelines/host-metrics.js';
import { logsReceiver, logsReceiverPort } from './pipelines/logs-receiver.js';
import { type PodLogsOptions, podLogs } from './pipelines/pod-logs.js';
import { nodeName } from './pipelines/scope.js';
import { type AlloyProps, checkAlloy } from './props.js';
import { resources } from './resources.js';
import { type AlloyFacts, alloyRules } from './rules.js';
import { Scrapes } from './scrapes.js';
import { wiringFaults } from './wiring.js';

/** Where its blocks keep what must outlive the process. */
const stateDir = '/var/lib/alloy';
const configDir = '/etc/alloy';

/**
 * Collects logs, events and metrics, and sends them on.
 *
 * @example
 * const alloy = new Alloy(chart, 'alloy', { runsOn: 'every-node' });
 * alloy.collectPodLogs();
 * alloy.sendLogsTo(loki);
 * @see https://grafana.com/docs/alloy/latest/
 */
export class Alloy extends Component implements IScrapeTarget, IRuleSource, IDashboardSource {
  readonly scrapeTargets: readonly ScrapeTarget[];
  readonly dashboards: readonly Dashboard[];

  private readonly logs = new Map<string, Destination>();
  private readonly metrics = new Map<string, Destination>();
  private receiver?: ILogsDestination;
  private readonly workload: Workload;
  private readonly features: Features;
  private readonly surroundings: Surroundings;
  private readonly scrapes: Scrapes;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AlloyProps,
  ) {
    super(scope, id, props, { product: 'alloy', onNodes: props.runsOn === 'every-node' });
    checkAlloy(this, props);
    const { runsOn, replicas = 1, volumeSize = Size.gibibytes(2), storageClass } = props;
    if (props.extraConfig) this.escapes.push('extraConfig');

    const config = new ConfigFile(this, 'config', {
      file: 'config.alloy',
      whenChanged: 'reload',
      content: () => this.render(),
    });
    this.surroundings = {
      where: this.where,
      identity: `${this.namespace}-${this.name}`,
      runsOn,
      clustered: replicas > 1,
      stateDir,
      site: this.site,
      pod: { namespace: this.namespace, container: this.name },
      configMap: { namespace: this.namespace, name: config.name },
    };
    this.workload = new Workload(this, 'Workload', {
      ...(runsOn === 'every-node'
        ? { kind: 'DaemonSet' }
        : {
            kind: 'StatefulSet',
            replicas,
            volume: { path: stateDir, size: volumeSize, storageClass },
          }),
      container: {
        image: images.alloy,
        args: () => alloyArgs(`${configDir}/config.alloy`, this.surroundings, this.workload),
        resources: resources[runsOn],
      },
      // What is queued has 15 seconds to be taken; then state is written.
      gracePeriod: Duration.minutes(1),
    });
    this.features = new Features(this.workload);
    this.scrapes = new Scrapes(this, this.workload, this.surroundings, this.features, props);
    if (runsOn === 'every-node') {
      this.workload.volumes.scratch(stateDir, Size.gibibytes(1));
      this.workload.env(nodeName, { field: 'spec.nodeName' });
    }
    const http = this.workload.listen({
      name: 'http',
      port: httpPort,
      probes: {
        readiness: { path: '/-/ready' },
        // Not /-/healthy: one block that ails is no reason to stop the others.
        liveness: { failures: 10 },
      },
    });
    if (replicas > 1) this.formCluster(http);
    configReloader(this.workload, {
      files: new Map([[configDir, config]]),
      reload: http.at('/-/reload'),
    });
    this.scrapeTargets = [{ job: this.name, endpoints: [http.at('/metrics')] }];
    this.dashboards = [alloyDashboard(this.name, this.namespace, () => this.facts())];
    this.validate(() =>
      wiringFaults({
        where: this.where,
        features: this.features.all,
        logs: sorted(this.logs).map(({ connection }) => connection.url),
        metrics: sorted(this.metrics).map(({ connection }) => connection.url),
        extended: props.extraConfig !== undefined,
      }),
    );
  }

  /** Rules that watch it, where it is scraped, and the stack by the logs it collects. */
  readonly rules = (context: RuleContext) => alloyRules(this.facts(), context);

  /**
   * Collects the logs of pods.
   *
   * @throws on options that do not fit the platform or where it runs, or that differ from earlier ones
   */
  collectPodLogs(options: PodLogsOptions = {}): void {
    this.features.ask('collectPodLogs', options, () => podLogs(this.surroundings, options));
  }

  /**
   * Collects Kubernetes events as log lines.
   *
   * @throws on every node, or on options that differ from earlier ones
   */
  collectClusterEvents(options: ClusterEventsOptions = {}): void {
    this.features.ask('collectClusterEvents', options, () =>
      clusterEvents(this.surroundings, options),
    );
  }

  /**
   * Scrapes something that shows metrics: on every node what stands there, in the cluster all of it.
   *
   * @throws on a job whose name is taken, that another component scrapes, that it could not scrape, or that it
   *   would scrape once a node
   */
  scrape(source: IScrapeTarget, options: KeepOptions = {}): void {
    this.scrapes.add(source, options);
  }

  /**
   * Collects how each node fares. The rules and the dashboard for it are `hostWatch()`.
   *
   * @throws where it stands on no node or may not see one, beside a scraped `NodeExporter`, as root without a
   *   reason, or on options that differ from earlier ones
   */
  collectHostMetrics(options: HostMetricsOptions = {}): void {
    this.scrapes.collectHost(options);
  }

  /** Sends all logs here too. */
  sendLogsTo({ logsEndpoint }: ILogsDestination): void {
    this.send(this.logs, logsEndpoint, 'sends logs');
  }

  /** Sends all metrics here too: each sample to every replica. */
  sendMetricsTo(destination: IMetricsDestination): void {
    for (const endpoint of destination.remoteWriteEndpoints)
      this.send(this.metrics, endpoint, 'sends metrics');
    this.scrapes.sendTo(destination);
  }

  /** Takes logs over Loki's push API, to relay them. */
  addLogsReceiver(): ILogsDestination {
    if (this.receiver) return this.receiver;
    this.features.ask('addLogsReceiver', {}, () => logsReceiver);
    const endpoint = this.workload.listen({ name: 'logs', port: logsReceiverPort });
    this.receiver = { logsEndpoint: endpoint.at('/loki/api/v1/push') };
    return this.receiver;
  }

  private send(to: Map<string, Destination>, endpoint: Endpoint, reason: string): void {
    const key = `${endpoint.url} ${endpoint.access.tenant ?? ''}`;
    const connection = this.connectTo(endpoint, reason);
    to.set(key, { connection, viaProxy: viaProxy(endpoint, this.site) });
  }

  /** Replicas find each other by DNS and talk on the port of the UI. */
  private formCluster(http: Endpoint): void {
    this.workload.env('POD_IP', { field: 'status.podIP' });
    this.workload.reach(http, 'shares work with its replicas');
    this.workload.traffic.resolveNames();
  }

  private render(): string {
    return alloyFile({
      cluster: this.site.cluster,
      features: this.features.all,
      logs: sorted(this.logs),
      metrics: sorted(this.metrics),
      extraConfig: this.props.extraConfig,
    });
  }

  private facts(): AlloyFacts {
    return {
      job: this.name,
      namespace: this.namespace,
      stack: [this.site.namespace, this.site.nodeNamespace],
      logs: this.logs.size > 0,
      metrics: this.metrics.size > 0,
      podLogs: this.features.has('collectPodLogs'),
      files: this.features.all.some(({ readsPodLogs }) => readsPodLogs),
      events: this.features.all.find(({ events }) => events)?.events,
      onNodes: this.props.runsOn === 'every-node',
      replicas: this.props.replicas ?? 1,
    };
  }
}

const sorted = <T>(map: ReadonlyMap<string, T>): readonly T[] =>
  byKey(map).map(([, value]) => value);
