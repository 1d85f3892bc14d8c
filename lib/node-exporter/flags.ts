import { notHostMounts, podDevices, rootCollectors } from '../core/index.js';

/** All that node-exporter's flags depend on. */
export interface NodeExporterModel {
  /** Environment variable with the address to listen on. */
  readonly addressFrom: string;
  readonly port: number;
  /** Where the node's root is mounted. */
  readonly rootDir: string;
  /** Directory of the node with files of metrics. @default - none */
  readonly textFiles?: string;
  /** Whether systemd is asked for its services. */
  readonly systemd: boolean;
  readonly extraArgs: readonly string[];
}

/** Of its units, services alone: of sockets, timers and the like there are many, and nobody asks for them. */
const ofSystemd = [
  '--collector.systemd',
  '--collector.systemd.enable-restarts-metrics',
  '--collector.systemd.unit-include=.+\\.service',
];

/** Where systemd is asked: the message bus of the node. */
export const systemBus = (rootDir: string): string =>
  `unix:path=${rootDir}/run/dbus/system_bus_socket`;

/**
 * The flags of node-exporter in a pod that sees its node.
 *
 * @see https://github.com/prometheus/node_exporter/tree/v1.12.1#docker
 */
export const nodeExporterArgs = (model: NodeExporterModel): readonly string[] => [
  // In brackets, which both families of addresses may stand in.
  `--web.listen-address=[$(${model.addressFrom})]:${model.port}`,
  `--path.rootfs=${model.rootDir}`,
  `--path.procfs=${model.rootDir}/proc`,
  `--path.sysfs=${model.rootDir}/sys`,
  `--path.udev.data=${model.rootDir}/run/udev/data`,
  ...(model.textFiles ? [`--collector.textfile.directory=${model.rootDir}${model.textFiles}`] : []),
  `--collector.filesystem.mount-points-exclude=${notHostMounts}`,
  `--collector.netclass.ignored-devices=${podDevices}`,
  `--collector.netdev.device-exclude=${podDevices}`,
  ...rootCollectors.map((name) => `--no-collector.${name}`),
  ...(model.systemd ? ofSystemd : []),
  ...model.extraArgs,
];
