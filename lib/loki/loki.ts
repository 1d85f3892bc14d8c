import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-30';
import type { Construct } from 'constructs';
import {
  type Checks,
  Component,
  type ComponentProps,
  ConfigFile,
  componentChecks,
  type Dashboard,
  type Datasource,
  Endpoint,
  type IAlertsDestination,
  type IDashboardSource,
  type IDatasource,
  type ILogsDestination,
  type IRuleSource,
  type IScrapeTarget,
  images,
  integer,
  isDuration,
  isObject,
  isSize,
  isText,
  listOf,
  type RuleContext,
  rulesOf,
  type ScrapeTarget,
  type UrlOptions,
  Workload,
} from '../core/index.js';
import { logqlError } from '../model/logql-syntax.js';
import { merge } from '../model/merge.js';
import { ruleFile } from '../model/rule.js';
import { toYaml } from '../model/yaml.js';
import { lokiConfig, type SchemaPeriod, type StreamRetention } from './config.js';
import { lokiDashboard } from './dashboard.js';
import { lokiRules } from './rules.js';

export interface LokiProps extends ComponentProps {
  /** How long lines are kept; the compactor deletes them after. @default Duration.days(7) */
  readonly retention?: Duration;
  /** Streams kept for another time. @default - none */
  readonly streamRetention?: readonly StreamRetention[];
  /** Size of its volume. @default Size.gibibytes(20) */
  readonly volumeSize?: Size;
  /** @default - the site's */
  readonly storageClass?: string;
  /** Formats of the store by first day, in order. Append, never change. @default - v13 from 2025-01-01 */
  readonly schema?: readonly SchemaPeriod[];
  /** Org id that writers and readers must name. @default - none: everything belongs to one tenant */
  readonly tenant?: string;
  /** Bytes a second that writers may send; bursts twice that. @default Size.mebibytes(8) */
  readonly ingestionRate?: Size;
  /** Streams that may be open at once. @default 10000 */
  readonly maxStreams?: number;
  /** Configuration in Loki's own words, put over ours. @default - none */
  readonly extraConfig?: Readonly<Record<string, unknown>>;
}

const checks: Checks<LokiProps> = {
  ...componentChecks,
  retention: isDuration(Duration.hours(24)),
  streamRetention: listOf(isObject),
  volumeSize: isSize(Size.gibibytes(1)),
  storageClass: isText,
  schema: listOf(isObject),
  tenant: isText,
  ingestionRate: isSize(Size.mebibytes(1)),
  maxStreams: integer(1, 10_000_000),
  extraConfig: isObject,
};

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
    this.check(props, checks);
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
    this.checkSchema(schema);
    this.checkStreams(streamRetention);
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
  sendAlertsTo(destination: IAlertsDestination): void {
    for (const endpoint of destination.alertsEndpoint)
      this.alertmanagers.set(
        endpoint.url,
        this.connectTo(endpoint, 'sends alerts of log rules').url,
      );
  }

  private logRules() {
    const context = { jobs: new Map(), cluster: this.site.cluster };
    return rulesOf(this.where, this.ruleSources, 'logql', context);
  }

  private checkSchema(schema: readonly SchemaPeriod[]): void {
    if (schema.length === 0) this.refuse('schema has no period', "give [{ from: '2025-01-01' }]");
    for (const [i, { from }] of schema.entries()) {
      if (!/^\d{4}-\d{2}-\d{2}$/.test(from) || Number.isNaN(Date.parse(from)))
        this.refuse(`schema.from "${from}" is not a day`, 'give YYYY-MM-DD');
      const before = schema[i - 1]?.from;
      if (before !== undefined && before >= from)
        this.refuse(
          `schema.from "${from}" does not come after "${before}"`,
          'append periods in order, and never change one that has begun',
        );
    }
  }

  private checkStreams(streams: readonly StreamRetention[]): void {
    for (const { selector, retention } of streams) {
      const fault = logqlError(selector);
      if (fault) this.refuse(`streamRetention.selector ${fault}`, 'give a stream selector');
      const tooShort = isDuration(Duration.hours(24))(retention);
      if (tooShort) this.refuse(`streamRetention of ${selector} ${tooShort.rule}`, tooShort.remedy);
    }
  }
}
