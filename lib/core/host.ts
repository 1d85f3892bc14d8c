import type { HostPathOptions } from './volumes.js';

/*
 * What all who measure a node agree on: its series look the same whether a node-exporter shows them or an
 * Alloy collects them, and rules and dashboards do not care.
 */

/** Job of what measures the nodes, where nobody names another. */
export const hostJob = 'node-exporter';

/** Where the root of the node is mounted, its `/proc` and `/sys` with it. */
export const hostRoot = {
  path: '/',
  dir: '/host/root',
  options: {
    reason: 'the file systems of the node are what it measures, those mounted later too',
    followMounts: true,
  },
} as const satisfies { path: string; dir: string; options: HostPathOptions };

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

/** A regular expression of the places in a node's file tree that are not its own. */
export const notHostMounts = `^/(${containerMounts.join('|')})($|/)`;

/**
 * A regular expression of devices that are one end of a pod's network: veth of most CNIs, Calico's, Cilium's,
 * the VPC CNI's, OVN's 15 digits.
 */
export const podDevices = '^(veth.*|cali.*|lxc.*|eni.*|[a-f0-9]{15})$';

/**
 * A regular expression of devices that carry what passes another device of the node as well, or passes none:
 * loopback, bridges and tunnels of container networks, what kube-proxy and caches of names bind to.
 */
const innerDevices =
  'lo|br-.*|cbr.*|cilium.*|cni.*|docker.*|dummy.*|flannel.*|genev.*|kube-.*|nodelocaldns|ovn.*|ovs.*|tunl.*|virbr.*|vxlan.*';

/** Matchers for the devices through which a node reaches others. */
export const uplinks = { device: { notRe: innerDevices } } as const;

/** Collectors that ask the kernel for what it tells root alone. */
export const rootCollectors = ['btrfs', 'rapl'] as const;
