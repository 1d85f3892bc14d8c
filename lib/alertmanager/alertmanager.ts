import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-30';
import type { Construct } from 'constructs';
import {
  Component,
  ConfigFile,
  configReloader,
  type Dashboard,
  type Datasource,
  Endpoint,
  externalUrl,
  type IAlertsDestination,
  type IDashboardSource,
  type IDatasource,
  type IExpectsAlerts,
  type IHttpBackend,
  type IRuleSource,
  type IScrapeTarget,
  images,
  type RuleContext,
  ring,
  type ScrapeTarget,
  type UrlOptions,
  Workload,
} from '../core/index.js';
import { merge } from '../model/merge.js';
import type { AlertRule } from '../model/rule.js';
import { toYaml } from '../model/yaml.js';
import { alertmanagerConfig } from './config.js';
import { alertmanagerDashboard } from './dashboard.js';
import { flags, type Gossip } from './flags.js';
import { unheard } from './heard.js';
import { checkInhibitions, houseInhibitions, inhibitionsAmong } from './inhibitions.js';
import { type AlertmanagerProps, alertmanagerChecks, checkLinks } from './props.js';
import { alertmanagerRules } from './rules.js';
import { Routing } from './simulator.js';
import { messageTemplates } from './templates.js';
import { checkTree } from './tree.js';
import { openWays } from './ways-out.js';

const dataDir = '/alertmanager';
const configDir = '/etc/alertmanager/config';
const configName = 'alertmanager.yml';
const templatesDir = '/etc/alertmanager/templates';

/**
 * Groups alerts and tells people of them.
 *
 * @example
 * const team = slack({ webhook: new SecretRef('alertmanager-slack', 'url'), channel: '#alerts' });
 * const onCall = pagerDuty({ routingKey: new SecretRef('alertmanager-pagerduty', 'routing-key') });
 * const alertmanager = new Alertmanager(chart, 'alertmanager', {
 *   routes: {
 *     receiver: team,
 *     routes: [
 *       heartbeat({ url: new SecretRef('alertmanager-heartbeat', 'url') }),
 *       route({ match: { severity: 'critical' }, receiver: onCall }),
 *     ],
 *   },
 * });
 * prometheus.sendAlertsTo(alertmanager);
 * @see https://prometheus.io/docs/alerting/latest/alertmanager/
 */
export class Alertmanager
  extends Component
  implements
    IAlertsDestination,
    IExpectsAlerts,
    IDatasource,
    IScrapeTarget,
    IRuleSource,
    IDashboardSource,
    IHttpBackend
{
  /**
   * An Alertmanager that we do not run. Of one with several replicas, name each: a load balancer would tell
   * only one of them.
   *
   * @example
   * prometheus.sendAlertsTo(Alertmanager.fromUrl('https://alerts.example.com'));
   */
  static fromUrl(
    url: string,
    options: UrlOptions & { readonly uid?: string } = {},
  ): IAlertsDestination & IDatasource {
    const { uid = 'alertmanager', ...access } = options;
    const endpoint = Endpoint.fromUrl(url, access);
    return { alertsEndpoint: [endpoint], datasource: { uid, type: 'alertmanager', endpoint } };
  }

  readonly alertsEndpoint: readonly Endpoint[];
  readonly datasource: Datasource;
  readonly scrapeTargets: readonly ScrapeTarget[];
  readonly dashboards: readonly Dashboard[];
  readonly httpEndpoint: Endpoint;
  /** Tells what becomes of an alert: `alertmanager.routes.of({ alertname, severity })`. */
  readonly routes: Routing;

  private readonly workload: Workload;
  private readonly persistent: boolean;
  private readonly routePrefix: string;
  private readonly expected: (() => readonly AlertRule[])[] = [];
  private externalUrl?: string;

  constructor(scope: Construct, id: string, props: AlertmanagerProps) {
    super(scope, id, props, { product: 'alertmanager' });
    if (props.routes === undefined)
      this.refuse(
        'routes is missing: nobody would be told of any alert',
        'give { receiver: slack({ webhook, channel }) }, or leave Alertmanager out of the site',
      );
    this.check(props, alertmanagerChecks);
    const {
      routes,
      inhibitions = houseInhibitions,
      replicas = 1,
      retention = Duration.days(5),
      resolveTimeout = Duration.minutes(5),
      persistent = true,
      volumeSize = Size.gibibytes(1),
      storageClass,
      links = {},
      routePrefix = '',
      extraConfig,
    } = props;
    checkTree(this.where, routes, retention);
    checkInhibitions(this.where, inhibitions);
    checkLinks(this.where, links);
    if (extraConfig) this.escapes.push('extraConfig');
    this.routes = new Routing(routes, inhibitions);
    this.persistent = persistent;
    this.routePrefix = routePrefix;

    this.workload = new Workload(this, 'Workload', {
      kind: 'StatefulSet',
      replicas,
      container: {
        image: images.alertmanager,
        args: () =>
          flags({
            configFile: `${configDir}/${configName}`,
            dataDir,
            retention,
            routePrefix,
            externalUrl: this.externalUrl,
            gossip,
          }),
        resources: {
          cpu: Cpu.millis(10),
          memory: Size.mebibytes(48),
          memoryLimit: Size.mebibytes(128),
        },
        // Its own auto-gomemlimit is an experiment, and says the same.
        goMemoryLimit: true,
      },
      ...(persistent ? { volume: { path: dataDir, size: volumeSize, storageClass } } : {}),
      // Time to tell what it was about to tell, and to write down that it did.
      gracePeriod: Duration.minutes(2),
    });
    if (!persistent) this.workload.volumes.scratch(dataDir, volumeSize);
    const gossip = replicas > 1 ? this.gossip() : undefined;
    const http = this.workload
      .listen({
        name: 'http',
        port: 9093,
        probes: {
          readiness: { path: `${routePrefix}/-/ready`, period: 5, failures: 10 },
          liveness: { path: `${routePrefix}/-/healthy`, failures: 10 },
        },
      })
      .at(routePrefix);
    this.escapes.push(...openWays(this.workload, routes));
    const alerts = () => this.expected.flatMap((told) => told());
    this.validate(() => unheard(this.where, routes, alerts()));

    const settings = alertmanagerConfig({
      root: routes,
      resolveTimeout,
      templates: `${templatesDir}/*.tmpl`,
      http: this.site.proxy ? { proxy_from_environment: true } : {},
      file: (ref) => this.workload.secretFile(ref),
    });
    const config = new ConfigFile(this, 'config', {
      file: configName,
      whenChanged: 'reload',
      content: () => toYaml(merge(settings(inhibitionsAmong(alerts(), inhibitions)), extraConfig)),
    });
    const templates = new ConfigFile(this, 'templates', {
      file: 'house.tmpl',
      whenChanged: 'reload',
      content: () => messageTemplates({ ...links, alertmanager: this.externalUrl !== undefined }),
    });
    configReloader(this.workload, {
      files: new Map([
        [configDir, config],
        [templatesDir, templates],
      ]),
      reload: http.at(`${routePrefix}/-/reload`),
    });

    this.httpEndpoint = http;
    this.alertsEndpoint = this.workload.eachReplica(http);
    this.datasource = { uid: this.name, type: 'alertmanager', endpoint: http };
    this.scrapeTargets = [{ job: this.name, endpoints: [http.at(`${routePrefix}/metrics`)] }];
    this.dashboards = [alertmanagerDashboard(this.name, this.namespace, replicas)];
  }

  /** Rules that watch it, where it is scraped. */
  readonly rules = (context: RuleContext) =>
    alertmanagerRules(
      {
        job: this.name,
        namespace: this.namespace,
        workload: this.workload.name,
        replicas: this.workload.replicas,
        persistent: this.persistent,
      },
      context,
    );

  /** Told by its senders what alerts will come, to see that each finds its way. */
  readonly expectAlerts = (alerts: () => readonly AlertRule[]): void => {
    this.expected.push(alerts);
  };

  /**
   * Told under which URL people reach it: its messages then lead to its list of alerts and to silences.
   *
   * @throws when it was told another before, or the path is not that of `routePrefix`
   */
  exposedAt(url: string): void {
    this.externalUrl = externalUrl(this.where, url, this.externalUrl, this.routePrefix);
  }

  /** Lets the replicas find each other. */
  private gossip(): Gossip {
    const { address, port } = ring(this, [this.workload], { port: 9094 });
    this.workload.env('POD_IP', { field: 'status.podIP' });
    return { self: `[$(POD_IP)]:${port}`, peer: address, label: `${this.namespace}/${this.name}` };
  }
}
