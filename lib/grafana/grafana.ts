import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-30';
import type { Construct } from 'constructs';
import {
  type Checks,
  Component,
  type ComponentProps,
  ConfigFile,
  componentChecks,
  type Dashboard,
  Endpoint,
  externalUrl,
  type IDashboardSource,
  type IDatasource,
  type IExpectsQueries,
  type IHttpBackend,
  type IRuleSource,
  type IScrapeTarget,
  images,
  isName,
  isObject,
  isSecretRef,
  isSize,
  type RuleContext,
  required,
  type ScrapeTarget,
  type SecretRef,
  type ServiceOptions,
  Workload,
} from '../core/index.js';
import { ini } from '../model/ini.js';
import { bytes } from '../model/units.js';
import { toYaml } from '../model/yaml.js';
import { grafanaConfig, type SecretFiles } from './config.js';
import { grafanaDashboard } from './dashboard.js';
import { type AddDatasourceOptions, DatasourceRegistry } from './datasources.js';
import { type GrafanaSettings, mounted, over } from './extra-config.js';
import { checkLogin, type Login, wayInFaults } from './login.js';
import { idlePlugins } from './plugins.js';
import { datasourcesFile, providersFile } from './provisioning.js';
import { grafanaRules } from './rules.js';
import { DashboardShelf } from './shelf.js';

/** What a Grafana is told as it is made. */
export interface GrafanaProps extends ComponentProps {
  /** How people get in: `adminSecret(…)`, `oidc(…)` or `anonymousViewer(…)`. */
  readonly login: Login;
  /** Size of a volume for what people make in the browser. @default - none: it goes with the pod */
  readonly volumeSize?: Size;
  /** Class of the volume. @default - the site's */
  readonly storageClass?: string;
  /**
   * Encrypts credentials in its database. Never change it where there is a volume: what it encrypted could
   * not be read any more.
   * @default - the one of every Grafana, which anyone knows
   */
  readonly secretKey?: SecretRef;
  /** How its Service looks from outside. @default - reached inside the cluster only */
  readonly service?: ServiceOptions;
  /** Configuration in Grafana's own words, by section, put over ours. @default - none */
  readonly extraConfig?: GrafanaSettings;
}

const checks: Checks<GrafanaProps> = {
  ...componentChecks,
  login: required(isObject),
  volumeSize: isSize(Size.mebibytes(128)),
  storageClass: isName,
  secretKey: isSecretRef,
  service: isObject,
  extraConfig: isObject,
};

const dataDir = '/var/lib/grafana';
const configFile = '/etc/grafana/config/grafana.ini';
const provisioningDir = '/etc/grafana/provisioning';

/**
 * Shows metrics, logs and alerts to people. Datasources and dashboards are provisioned, so that it can be
 * lost and comes back as it was; nothing is fetched from the internet.
 *
 * @example
 * const grafana = new Grafana(chart, 'grafana', {
 *   login: adminSecret({ password: new SecretRef('grafana-admin', 'password') }),
 * });
 * grafana.addDatasource(prometheus, { default: true });
 * grafana.addDashboards(prometheus);
 * grafana.addDashboard(dashboardFromFile('dashboards/shop.json', { folder: 'Shop' }));
 * @see https://grafana.com/docs/grafana/latest/
 */
export class Grafana
  extends Component
  implements IHttpBackend, IScrapeTarget, IRuleSource, IDashboardSource
{
  readonly httpEndpoint: Endpoint;
  readonly scrapeTargets: readonly ScrapeTarget[];
  readonly dashboards: readonly Dashboard[];

  private readonly login: Login;
  private readonly hasVolume: boolean;
  private readonly datasources: DatasourceRegistry;
  private readonly shelf: DashboardShelf;
  private readonly workload: Workload;
  private externalUrl?: string;

  constructor(scope: Construct, id: string, props: GrafanaProps) {
    super(scope, id, props, { product: 'grafana' });
    this.check(props, checks);
    const { login, volumeSize, storageClass, extraConfig = {} } = props;
    checkLogin(this.where, login);
    if (storageClass !== undefined && !volumeSize)
      this.refuse(`storageClass "${storageClass}" is of no volume`, 'give a volumeSize as well');
    this.login = login;
    this.hasVolume = volumeSize !== undefined;
    if (login.kind === 'anonymous') this.escapes.push(`anonymous viewers: ${login.reason}`);
    if (props.extraConfig) this.escapes.push('extraConfig');

    this.workload = new Workload(this, 'Workload', {
      kind: volumeSize ? 'StatefulSet' : 'Deployment',
      container: {
        image: images.grafana,
        args: () => [],
        resources: {
          cpu: Cpu.millis(50),
          memory: Size.mebibytes(256),
          memoryLimit: Size.mebibytes(768),
        },
      },
      ...(volumeSize ? { volume: { path: dataDir, size: volumeSize, storageClass } } : {}),
      service: props.service,
    });
    this.datasources = new DatasourceRegistry(this);
    this.shelf = new DashboardShelf(this, this.workload, this.datasources);
    if (!volumeSize) this.workload.volumes.scratch(dataDir, Size.mebibytes(256));
    this.workload.volumes.scratch('/tmp', Size.mebibytes(64));
    this.workload.env('GF_PATHS_CONFIG', { value: configFile });
    // The plugins' programs share the rest.
    const ownShare = bytes(this.workload.memoryShare(0.6));
    this.workload.env('GOMEMLIMIT', { value: String(ownShare) });
    const http = this.workload.listen({
      name: 'http',
      port: 3000,
      probes: {
        readiness: { path: '/api/health' },
        // Not /api/health: that asks the database, and a restart mends none.
        liveness: { path: '/healthz', failures: 6 },
        // The first start lays out the database.
        startup: { path: '/api/health', failures: 60 },
      },
    });
    const files = this.secretFiles(props);
    const extra = mounted(this.where, extraConfig, (ref) => this.workload.secretFile(ref));
    this.provision('config', 'grafana.ini', '/etc/grafana/config', () =>
      ini(
        over(
          grafanaConfig({
            httpPort: http.port,
            rootUrl: this.externalUrl === undefined ? undefined : new URL(this.externalUrl),
            login,
            files,
            disabledPlugins: idlePlugins(this.datasources.wired.map((w) => w.datasource.type)),
          }),
          extra,
        ),
      ),
    );
    this.provision('datasources', 'datasources.yaml', `${provisioningDir}/datasources`, () =>
      toYaml(datasourcesFile(this.datasources.wired, this.datasources.byType.alertmanager?.uid)),
    );
    this.provision('folders', 'folders.yaml', `${provisioningDir}/dashboards`, () =>
      toYaml(providersFile(this.shelf.folders)),
    );
    this.validate(() => [...this.datasources.faults(), ...this.wayInFaults()]);

    this.httpEndpoint = http;
    this.scrapeTargets = [{ job: this.name, endpoints: [http.at('/metrics')] }];
    this.dashboards = [grafanaDashboard(this.name, this.namespace)];
  }

  /** Rules that watch it, where it is scraped. */
  readonly rules = (context: RuleContext) =>
    grafanaRules(
      {
        job: this.name,
        namespace: this.namespace,
        ...(this.hasVolume ? { volumeOf: this.workload.name } : {}),
      },
      context,
    );

  /**
   * Lets people ask a datasource, under its fixed uid. Credentials are read from files; Grafana takes a `$`
   * in a password for the beginning of a variable, so let there be none.
   */
  addDatasource(source: IDatasource & IExpectsQueries, options: AddDatasourceOptions = {}): void {
    const { datasource } = source;
    const { login } = this;
    if (
      login.kind === 'anonymous' &&
      !login.datasources.some((s) => s.datasource.uid === datasource.uid)
    )
      this.refuse(
        `datasource "${datasource.uid}" could be asked anything by everyone`,
        'list it in anonymousViewer({ datasources }), or leave it out',
      );
    this.datasources.add(datasource, options, () =>
      this.connectTo(datasource.endpoint, `asks the datasource ${datasource.uid}`),
    );
    source.expectQueries?.(() => this.shelf.askedOf(datasource));
  }

  /** Shows the dashboards that a component brings. */
  addDashboards(source: IDashboardSource): void {
    for (const dashboard of source.dashboards) this.addDashboard(dashboard);
  }

  /** Shows one dashboard: `dashboardFromFile(…)`, or typed code, whose links to dashboards not given are left out. */
  addDashboard(dashboard: Dashboard): void {
    this.shelf.add(dashboard);
  }

  /** Told under which URL people reach it. */
  exposedAt(url: string): void {
    this.externalUrl = externalUrl(this.where, url, this.externalUrl);
  }

  private provision(id: string, file: string, dir: string, content: () => string): void {
    this.workload.mount(new ConfigFile(this, id, { file, whenChanged: 'restart', content }), dir);
  }

  /** Mounts what the login needs, and lets it out to whom it asks. */
  private secretFiles({ login, secretKey }: GrafanaProps): SecretFiles {
    const file = (ref?: SecretRef) => (ref ? this.workload.secretFile(ref) : undefined);
    const own = { secretKey: file(secretKey) };
    if (login.kind !== 'oidc') {
      const admin = login.kind === 'admin' ? login : login.admin;
      return { ...own, user: file(admin?.user), password: file(admin?.password) };
    }
    // Only browsers go there; it is judged with the others.
    Endpoint.fromUrl(login.authUrl);
    for (const url of [login.tokenUrl, login.apiUrl])
      this.connectTo(Endpoint.fromUrl(url), 'asks who signs in');
    return { ...own, clientSecret: file(login.clientSecret), ca: file(login.ca) };
  }

  private wayInFaults(): readonly string[] {
    if (this.externalUrl !== undefined) return [];
    return wayInFaults(this.where, this.login, this.workload.props.service);
  }
}
