/** All that node-exporter's flags depend on. */
export interface NodeExporterModel {
  /** Environment variable with the address to listen on. */
  readonly addressFrom: string;
  readonly port: number;
  /** Where the node's root is mounted. */
  readonly rootDir: string;
  /** Directory of the node with files of metrics. @default - none */
  readonly textFiles?: string;
  readonly extraArgs: readonly string[];
}

/**
 * What containers mount comes and goes with them and is the kubelet's to measure. Upstream's own list, with
 * the homes of containerd, k3s and the kubelet beside Docker's and Podman's.
 */
const containerMounts = [
  'dev',
  'proc',
  'sys',
  'run/containerd/.+',
  'run/containers/.+',
  'run/credentials/.+',
  'run/k3s/containerd/.+',
  'var/lib/containerd/.+',
  'var/lib/containers/storage/.+',
  'var/lib/docker/.+',
  'var/lib/kubelet/.+',
];

/** One end of each pod's network: veth of most CNIs, Calico's, Cilium's, the VPC CNI's, OVN's 15 digits. */
const podDevices = '^(veth.*|cali.*|lxc.*|eni.*|[a-f0-9]{15})$';

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
  `--collector.filesystem.mount-points-exclude=^/(${containerMounts.join('|')})($|/)`,
  `--collector.netclass.ignored-devices=${podDevices}`,
  `--collector.netdev.device-exclude=${podDevices}`,
  // Both ask the kernel for what it tells root alone.
  '--no-collector.btrfs',
  '--no-collector.rapl',
  ...model.extraArgs,
];
