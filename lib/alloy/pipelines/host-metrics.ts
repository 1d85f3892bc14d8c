import { Duration } from 'cdk8s';
import {
  areKeptMetrics,
  type Checks,
  checkProps,
  hostJob,
  hostRoot,
  isDuration,
  isText,
  type KeptMetrics,
  notHostMounts,
  podDevices,
  refuse,
  rootCollectors,
} from '../../core/index.js';
import { type Block, block, type ComponentBlock, call, component } from '../../model/alloy.js';
import { alloyRelabel, drop, type RelabelStep, replaceLabel } from '../../model/relabel.js';
import type { Feature, Surroundings } from '../feature.js';
import { nodeName, podName } from './scope.js';
import { scrapeTimes } from './scrape.js';

/** How the metrics of nodes are collected. */
export interface HostMetricsOptions {
  /** Their job, by which rules and dashboards ask for them. @default 'node-exporter' */
  readonly job?: string;
  /** How often. @default - the Alloy's `scrapeInterval` */
  readonly interval?: Duration;
  /** Which of them are sent on. @default - the Alloy's `metrics` */
  readonly metrics?: KeptMetrics;
  /**
   * Why root may read every file of the node, where this Alloy also reads log files, which it does as root.
   * @default - the two together are refused
   */
  readonly asRoot?: string;
}

const checks: Checks<HostMetricsOptions> = {
  job: isText,
  interval: isDuration(Duration.seconds(1)),
  metrics: areKeptMetrics,
  asRoot: isText,
};

/** What is told of all that an Alloy scrapes. */
interface Usual {
  readonly interval: Duration;
  /** The last steps on the series, asked for as the configuration is written. */
  readonly kept: () => readonly RelabelStep[];
}

/** Collectors of `/proc/net`, which shows the network of whoever reads it. */
const network = [
  'arp',
  'ipvs',
  'netdev',
  'netstat',
  'nfs',
  'nfsd',
  'sockstat',
  'softnet',
  'udp_queues',
];

/** Off as well: what a pod of its own network is not told, and what reads every process, off in node-exporter. */
const off = [...rootCollectors, 'conntrack', 'processes'];

const label = 'host';
const networkLabel = `${label}_network`;

/**
 * What a node-exporter would show, from the one that stands in every Alloy: the same names, and the labels
 * that Prometheus gives the series of a `NodeExporter`. Its rules and its dashboard are `hostWatch()`.
 *
 * It joins neither the network nor the processes of its node, so that its policy still binds it: through the
 * mount of the node's root, `/proc` is the node's, and `/proc/1/net` the network of the node's first process.
 * Only the state of connections tracked is not to be had that way, and left out.
 *
 * @throws on an Alloy that does not run on every node; where the platform lets no pod see its node, or brings
 *   a node-exporter
 * @see https://grafana.com/docs/alloy/latest/reference/components/prometheus/prometheus.exporter.unix/
 */
export function hostMetrics(
  alloy: Surroundings,
  options: HostMetricsOptions,
  usual: Usual,
): Feature {
  const where = `${alloy.where}: collectHostMetrics`;
  checkProps(where, options, checks);
  checkPlace(where, alloy);
  const { job = hostJob, interval = usual.interval, asRoot } = options;
  return {
    collects: 'metrics',
    blocks: ({ metrics }) => {
      const kept = usual.kept().map((step) => block('rule', alloyRelabel(step)));
      const scraped = (page: ComponentBlock<'prometheus.exporter.unix'>, step: Block) => {
        const targets = { targets: page.export('targets') };
        const found = component('discovery.relabel', page.label, targets, labels(alloy, job));
        const mended = component('prometheus.relabel', page.label, { forward_to: metrics }, [
          step,
          ...kept,
        ]);
        const scrape = component('prometheus.scrape', page.label, {
          targets: found.export('output'),
          forward_to: [mended.export('receiver')],
          job_name: job,
          ...scrapeTimes(interval),
        });
        return [page, found, scrape, mended];
      };
      return [...scraped(hostPage, realName), ...scraped(networkPage, saidOnce)];
    },
    permissions: [],
    mounts: [hostRoot],
    env: { [podName]: 'metadata.name' },
    readsNode: { asRoot },
  };
}

/** Refuses where there is no node to be seen, or where each would be seen twice. */
function checkPlace(where: string, { runsOn, site }: Surroundings): void {
  const { name, hostPaths, brings } = site.platform;
  if (runsOn !== 'every-node')
    refuse(
      where,
      'measures the node it stands on, and this Alloy stands on few',
      "make an Alloy that runs on 'every-node'",
    );
  if (hostPaths !== 'all')
    refuse(
      where,
      `platform "${name}" lets no pod see its node`,
      'leave it out: the kubelets and the platform show how nodes fare',
    );
  if (brings.includes('node-exporter'))
    refuse(
      where,
      `platform "${name}" brings a node-exporter`,
      'leave it out, and scrape that one if its metrics are wanted here',
    );
}

const root = hostRoot.dir;
const paths = {
  procfs_path: `${root}/proc`,
  rootfs_path: root,
  sysfs_path: `${root}/sys`,
  udev_data_path: `${root}/run/udev/data`,
};

const hostPage = component(
  'prometheus.exporter.unix',
  label,
  { ...paths, disable_collectors: [...off, ...network].sort() },
  [
    block('filesystem', { mount_points_exclude: notHostMounts }),
    block('netclass', { ignored_devices: podDevices }),
  ],
  'What a node-exporter would show of the node.',
);

const networkPage = component(
  'prometheus.exporter.unix',
  networkLabel,
  { ...paths, procfs_path: `${root}/proc/1`, set_collectors: network },
  [block('netdev', { device_exclude: podDevices })],
  "The node's network is that of its first process: /proc/net is the reader's own.",
);

const realName = block(
  'rule',
  alloyRelabel(
    replaceLabel({ from: ['__name__', 'node'], matches: 'node_uname_info;(.+)', to: 'nodename' }),
  ),
  [],
  'A pod has a host name of its own.',
);

const saidOnce = block(
  'rule',
  alloyRelabel(drop({ from: ['__name__'], matches: 'up|scrape_.+|node_exporter_build_info' })),
  [],
  'The other page says these of the same node.',
);

/** The labels of every pod that is scraped; `instance` is the node's name, as of kubelets. */
const labels = ({ pod: { namespace, container } }: Surroundings, job: string): readonly Block[] =>
  Object.entries({
    job,
    instance: call('sys.env', nodeName),
    namespace,
    pod: call('sys.env', podName),
    container,
    node: call('sys.env', nodeName),
  }).map(([name, value]) => block('rule', { target_label: name, replacement: value }));
