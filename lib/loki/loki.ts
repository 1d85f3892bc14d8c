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
  type IExpectsAlerts,
  type ILogsDestination,
  type IRuleSource,
  type IScrapeTarget,
  images,
  type RuleContext,
  rulesOf,
  type ScrapeTarget,
  type UrlOptions,
  Workload,
} from '../core/index.js';
import { merge } from '../model/merge.js';
import { isAlert, ruleFile } from '../model/rule.js';
import { toYaml } from '../model/yaml.js';
import { lokiConfig } from './config.js';
import { lokiDashboard } from './dashboard.js';
import { checkLoki, type LokiProps } from './props.js';
import { lokiRules } from './rules.js';

/** What a Loki is told when it is made. */
/** Where a store without tenants keeps what belongs to all. */
const singleTenant = 'fake';
const dataDir = '/var/loki';
const rulesDir = '/etc/loki/rules';

/**
 * Stores log streams and answers LogQL, as one process on a volume.
 *
 * @example
 * const loki = new Loki(chart, 'loki', { retention: Duration.days(14) });
 * alloy.sendLogsTo(loki);
 * @see https://grafana.com/docs/loki/latest/
 */
export class Loki
  extends Component
  implements ILogsDestination, IDatasource, IScrapeTarget, IRuleSource, IDashboardSource
{
  /**
   * A Loki that we do not run.
   *
   * @example
   * alloy.sendLogsTo(Loki.fromUrl('https://logs.example.com', { tenant: 'shop' }));
   */
  static fromUrl(
    url: string,
    options: UrlOptions & { readonly uid?: string } = {},
  ): ILogsDestination & IDatasource {
    const { uid = 'loki', ...access } = options;
    const endpoint = Endpoint.fromUrl(url, access);
    return {
      logsEndpoint: endpoint.at(`${endpoint.path}/loki/api/v1/push`),
      datasource: { uid, type: 'loki', endpoint },
    };
  }

  readonly logsEndpoint: Endpoint;
  readonly datasource: Datasource;
  readonly scrapeTargets: readonly ScrapeTarget[];
  readonly dashboards: readonly Dashboard[];

  private readonly ruleSources = new Set<IRuleSource>();
  private readonly alertmanagers = new Map<string, string>();
  private readonly workload: Workload;
  private readonly tenant: string;

  constructor(scope: Construct, id: string, props: LokiProps = {}) {
    super(scope, id, props, { product: 'loki' });
    checkLoki(this, props);
    const {
      retention = Duration.days(7),
      streamRetention = [],
      volumeSize = Size.gibibytes(20),
      schema = [{ from: '2025-01-01' }],
      tenant,
      ingestionRate = Size.mebibytes(8),
      maxStreams = 10_000,
      extraConfig,
    } = props;
    this.tenant = tenant ?? singleTenant;
    if (extraConfig) this.escapes.push('extraConfig');

    const config = new ConfigFile(this, 'config', {
      file: 'config.yaml',
      whenChanged: 'restart',
      content: () =>
        toYaml(
          merge(
            lokiConfig({
              httpPort: http.port,
              grpcPort: 9095,
              dataDir,
              schema,
              retention,
              streamRetention,
              tenants: tenant !== undefined,
              ingestionRate,
              maxStreams,
              replayCeiling: this.workload.memoryShare(0.75),
              ...(this.ruleSources.size > 0 ? { rulesDir } : {}),
              alertmanagers: [...this.alertmanagers.keys()].sort(),
              cluster: this.site.cluster,
            }),
            extraConfig,
          ),
        ),
    });
    this.workload = new Workload(this, 'Workload', {
      kind: 'StatefulSet',
      container: {
        image: images.loki,
        args: () => ['-config.file=/etc/loki/config/config.yaml'],
        resources: {
          cpu: Cpu.millis(100),
          memory: Size.mebibytes(448),
          memoryLimit: Size.gibibytes(1),
        },
        goMemoryLimit: true,
      },
      volume: { path: dataDir, size: volumeSize, storageClass: props.storageClass },
      // Its chunks are flushed to the volume before it goes.
      gracePeriod: Duration.minutes(5),
    });
    this.workload.mount(config, '/etc/loki/config');
    this.workload.volumes.scratch('/tmp', Size.mebibytes(64));
    const http = this.workload.listen({
      name: 'http',
      port: 3100,
      probes: {
        readiness: { path: '/ready' },
        // Not /ready: that fails while the write-ahead log is replayed, and a restart replays it again.
        liveness: { path: '/loki/api/v1/status/buildinfo', period: 30, failures: 10 },
        startup: { path: '/ready', period: 10, failures: 90 },
      },
    });
    const asTenant = tenant === undefined ? http : http.asTenant(tenant);
    this.logsEndpoint = asTenant.at('/loki/api/v1/push');
    this.datasource = { uid: this.name, type: 'loki', endpoint: asTenant };
    this.scrapeTargets = [{ job: this.name, endpoints: [http.at('/metrics')] }];
    this.dashboards = [lokiDashboard(this.name, this.namespace)];
  }

  /** Rules that watch it, where it is scraped. */
  readonly rules = (context: RuleContext) =>
    lokiRules({ job: this.name, namespace: this.namespace, workload: this.workload.name }, context);

  /** Evaluates the log rules (LogQL) that a component brings. Changed rules are polled: nothing restarts. */
  addRules(source: IRuleSource): void {
    this.ruleSources.add(source);
    if (this.ruleSources.size > 1) return;
    const file = new ConfigFile(this, 'rules', {
      file: 'rules.yaml',
      whenChanged: 'reload',
      content: () => toYaml(ruleFile(this.logRules())),
    });
    // The local store reads directories named by tenant; files beside them it ignores without a word.
    this.workload.mount(file, `${rulesDir}/${this.tenant}`);
  }

  /** Sends the alerts of its log rules to every replica of an Alertmanager. */
  sendAlertsTo(destination: IAlertsDestination & IExpectsAlerts): void {
    destination.expectAlerts?.(() => this.logRules().flatMap(({ rules }) => rules.filter(isAlert)));
    for (const endpoint of destination.alertsEndpoint)
      this.alertmanagers.set(
        endpoint.url,
        this.connectTo(endpoint, 'sends alerts of log rules').url,
      );
  }

  private logRules() {
    const context = { jobs: new Map(), cluster: this.site.cluster };
    return rulesOf(this, this.ruleSources, 'logql', context);
  }
}
