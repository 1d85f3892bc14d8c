import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-30';
import type { Construct } from 'constructs';
import {
  type Check,
  type Checks,
  Component,
  type ComponentProps,
  componentChecks,
  type Dashboard,
  hostRoot,
  type IDashboardSource,
  type IHostMetrics,
  type IRuleSource,
  type IScrapeTarget,
  images,
  isArgument,
  isFlag,
  isText,
  listOf,
  type RuleContext,
  type ScrapeTarget,
  Workload,
} from '../core/index.js';
import { nodeExporterArgs, systemBus } from './flags.js';
import { type HostWatch, hostWatch } from './host-watch.js';

/** What a node-exporter is told as it is made. */
export interface NodeExporterProps extends ComponentProps {
  /**
   * Whether it sees the processes of its node, as upstream advises. Without, `/proc` of the node is still
   * read through the mount of its root.
   * @default true
   */
  readonly hostPid?: boolean;
  /** Directory on each node with files `*.prom`, whose metrics are shown as well. @default - none */
  readonly textFiles?: string;
  /**
   * Whether it asks systemd of each node for its services, over the message bus of the node, which must answer
   * a plain user.
   * @default false
   */
  readonly systemd?: boolean;
  /** Why it runs beside the one that the platform brings. @default - where there is one, it is refused */
  readonly beside?: string;
  /** Flags in node-exporter's own words, after ours. @default - none */
  readonly extraArgs?: readonly string[];
}

const isPath: Check = (value) =>
  typeof value === 'string' && /^(\/[^/]+)+$/.test(value)
    ? undefined
    : { rule: 'is not the path of a directory', remedy: 'give "/var/lib/node-exporter", say' };

const checks: Checks<NodeExporterProps> = {
  ...componentChecks,
  hostPid: isFlag,
  textFiles: isPath,
  systemd: isFlag,
  beside: isText,
  extraArgs: listOf(isArgument),
};

/**
 * Shows how each node fares: processors, memory, disks, file systems, network. One on every node, as a user
 * without any capability.
 *
 * @example
 * prometheus.scrape(new NodeExporter(chart, 'node-exporter'));
 * @see https://github.com/prometheus/node_exporter
 */
export class NodeExporter
  extends Component
  implements IScrapeTarget, IRuleSource, IDashboardSource, IHostMetrics
{
  readonly scrapeTargets: readonly ScrapeTarget[];
  readonly dashboards: readonly Dashboard[];
  readonly hostMetrics: IHostMetrics['hostMetrics'];

  private readonly watch: HostWatch;

  constructor(scope: Construct, id: string, props: NodeExporterProps = {}) {
    super(scope, id, props, { product: 'node-exporter', onNodes: true });
    this.check(props, checks);
    const { hostPid = true, textFiles, systemd = false, beside, extraArgs = [] } = props;
    this.checkPlatform(beside);
    if (extraArgs.length > 0) this.escapes.push('extraArgs');

    const port = this.site.platform.nodeExporterPort;
    const workload = new Workload(this, 'Workload', {
      kind: 'DaemonSet',
      container: {
        image: images.nodeExporter,
        args: () =>
          nodeExporterArgs({
            addressFrom: 'HOST_IP',
            port,
            rootDir: hostRoot.dir,
            textFiles,
            systemd,
            extraArgs,
          }),
        resources: {
          cpu: Cpu.millis(10),
          memory: Size.mebibytes(24),
          memoryLimit: Size.mebibytes(64),
        },
        goMemoryLimit: true,
      },
      hostNetwork: 'the network of the node is what it measures: /proc/net is that of the reader',
      ...(hostPid ? { hostPid: 'the processes and mounts of the node are what it measures' } : {}),
    });
    // On the node's address alone: no policy guards the host network.
    workload.env('HOST_IP', { field: 'status.hostIP' });
    if (systemd) workload.env('DBUS_SYSTEM_BUS_ADDRESS', { value: systemBus(hostRoot.dir) });
    workload.mountHostPath(hostRoot.path, hostRoot.dir, hostRoot.options);
    const http = workload.listen({
      name: 'metrics',
      port,
      probes: { readiness: { path: '/' }, liveness: {} },
    });
    this.scrapeTargets = [{ job: this.name, endpoints: [http.at('/metrics')], measures: 'hosts' }];
    this.watch = hostWatch({
      job: this.name,
      tracksConnections: true,
      readsTextFiles: textFiles !== undefined,
      watchesServices: systemd,
    });
    this.dashboards = this.watch.dashboards;
    this.hostMetrics = this.watch.hostMetrics;
  }

  /** Rules that watch it and the nodes it measures, where it is scraped. */
  readonly rules = (context: RuleContext) => this.watch.rules(context);

  private checkPlatform(beside: string | undefined): void {
    const { name, hostNamespaces, hostPaths, brings } = this.site.platform;
    if (!hostNamespaces || hostPaths !== 'all')
      this.refuse(
        `platform "${name}" lets no pod see its node`,
        'leave it out: the kubelets and the platform show how nodes fare',
      );
    if (brings.includes('node-exporter') && beside === undefined)
      this.refuse(
        `platform "${name}" brings a node-exporter`,
        'leave this one out, or say why in "beside"',
      );
    if (beside !== undefined) this.escapes.push(`beside the platform's own: ${beside}`);
  }
}
