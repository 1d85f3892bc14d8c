import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-30';
import type { Construct } from 'constructs';
import {
  Component,
  ConfigFile,
  type Dashboard,
  Endpoint,
  type IDashboardSource,
  type IRoutedHosts,
  type IRuleSource,
  type IScrapeTarget,
  images,
  type RuleContext,
  refusal,
  type ScrapeTarget,
  Workload,
} from '../core/index.js';
import { merge } from '../model/merge.js';
import { copyLabel, setLabel } from '../model/relabel.js';
import { toYaml } from '../model/yaml.js';
import { blackboxExporterDashboard } from './dashboard.js';
import { blackboxConfig } from './modules.js';
import { Probes } from './probes.js';
import {
  type BlackboxExporterProps,
  checkExporter,
  checkHttpProbe,
  checkTcpProbe,
  type HttpProbeOptions,
  type TcpProbeOptions,
} from './props.js';
import { type BlackboxExporterIdentity, blackboxExporterRules } from './rules.js';

const configDir = '/etc/blackbox-exporter';
const file = 'blackbox.yml';

/**
 * Calls hosts as people do, and shows whether they answer, how fast, and until when their certificates are good.
 * ICMP is not offered: it takes a capability.
 *
 * @example
 * const probes = new BlackboxExporter(chart, 'blackbox-exporter');
 * probes.probe('https://shop.example.com');
 * probes.probeRoutes(gateway);
 * prometheus.scrape(probes);
 * @see https://github.com/prometheus/blackbox_exporter
 */
export class BlackboxExporter
  extends Component
  implements IScrapeTarget, IRuleSource, IDashboardSource
{
  readonly scrapeTargets: readonly ScrapeTarget[];
  readonly dashboards: readonly Dashboard[];

  private readonly probes = new Probes();
  private readonly workload: Workload;
  private readonly identity: BlackboxExporterIdentity;

  constructor(scope: Construct, id: string, props: BlackboxExporterProps = {}) {
    super(scope, id, props, { product: 'blackbox-exporter' });
    checkExporter(this, props);
    const { interval, extraConfig } = props;
    if (extraConfig) this.escapes.push('extraConfig');
    this.identity = { job: this.name, probesJob: `${this.name}-probes` };

    const config = new ConfigFile(this, 'config', {
      file,
      whenChanged: 'reload',
      content: () =>
        toYaml(
          merge(blackboxConfig(this.probes.modules, this.site.proxy !== undefined), extraConfig),
        ),
    });
    this.workload = new Workload(this, 'Workload', {
      kind: 'Deployment',
      container: {
        image: images.blackboxExporter,
        args: () => [
          `--config.file=${configDir}/${file}`,
          '--config.enable-auto-reload',
          // Each redirect that is followed would be a line of its log, at every probe.
          '--log.prober=error',
          `--web.listen-address=:${http.port}`,
        ],
        resources: {
          cpu: Cpu.millis(10),
          memory: Size.mebibytes(32),
          memoryLimit: Size.mebibytes(64),
        },
        goMemoryLimit: true,
      },
    });
    this.workload.mount(config, configDir);
    const http = this.workload.listen({
      name: 'http',
      port: 9115,
      probes: { readiness: { path: '/-/healthy' }, liveness: {} },
    });
    const often = interval ? { interval } : {};
    this.scrapeTargets = [
      { job: this.identity.job, endpoints: [http.at('/metrics')] },
      {
        ...often,
        job: this.identity.probesJob,
        endpoints: [http.at('/probe')],
        // One job for all: what is probed may be told after the arrow, in ways not known by then.
        discovery: { kind: 'late', groups: () => this.probes.groups },
        relabel: [
          copyLabel('__param_module', 'module'),
          copyLabel('__address__', '__param_target'),
          copyLabel('__address__', 'instance'),
          setLabel('__address__', http.address),
        ],
      },
    ];
    this.dashboards = [blackboxExporterDashboard(this.identity, this.namespace)];
    this.validate(() =>
      this.probes.modules.length > 0
        ? []
        : [refusal(this.where, 'probes nothing', 'call probe(url), or leave it out')],
    );
  }

  /** Rules about what it probes, and about itself, where they are scraped. */
  readonly rules = (context: RuleContext) => blackboxExporterRules(this.identity, context);

  /**
   * Probes a page, redirects followed.
   *
   * @param url with scheme, without a query. A certificate must be one that the image's roots or the site's
   *   authority know.
   * @throws on a URL that is none, or carries a user or a query; on unknown or malformed options
   * @example
   * probes.probe('https://registry.example.com/v2/', { expect: [401] });
   */
  probe(url: string, options: HttpProbeOptions = {}): void {
    checkHttpProbe(this, url, options);
    const { pods, expect = [] } = options;
    const endpoint = Endpoint.fromUrl(url, pods ? { pods } : {});
    this.connectTo(endpoint, `probes ${endpoint.host}`);
    // A slash at the end of a path is part of it: without, a server may answer with a redirect, or not at all.
    const target = endpoint.path === '' ? endpoint.url : new URL(url).href;
    this.probes.add({ target, module: { prober: 'http', expect } });
  }

  /**
   * Probes whether someone listens at an address.
   *
   * @param address `host:port`
   * @throws on an address that is none; on unknown or malformed options
   * @example
   * probes.probeTcp('smtp.example.com:465', { tls: true });
   */
  probeTcp(address: string, options: TcpProbeOptions = {}): void {
    checkTcpProbe(this, address, options);
    const { pods, tls = false } = options;
    const endpoint = Endpoint.fromAddress(address, pods ? { pods } : {});
    this.connectTo(endpoint, `probes ${endpoint.host}`);
    this.probes.add({ target: endpoint.address, module: { prober: 'tcp', tls } });
  }

  /**
   * Probes the first page of every host that leads into the cluster, those that are routed later as well.
   *
   * @param source a `Gateway`, or an `Ingress`
   */
  probeRoutes(source: IRoutedHosts): void {
    if (!this.probes.addRoutes(source)) return;
    for (const entry of source.routedHosts.entries)
      this.workload.reach(entry, 'probes the hosts that lead into the cluster');
    this.workload.traffic.resolveNames();
  }
}
