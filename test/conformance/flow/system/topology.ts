import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Network } from '../../cluster/network.js';
import { apiServer } from '../../cluster/pki.js';
import { until } from '../../cluster/run.js';

/** A node as the network knows it. */
export interface Node {
  readonly name: string;
  readonly address: string;
  readonly podCidr: string;
}

/** The node of the control plane: its network is the router's, in which all others meet. */
export const controlNode: Node = {
  name: 'control',
  address: apiServer.address,
  podCidr: '10.244.0.0/24',
};

/** Nodes with a network of their own. */
export const workerNodes: readonly Node[] = [1, 2].map((n) => ({
  name: `node-${n}`,
  address: `192.0.2.${n}`,
  podCidr: `10.244.${n}.0/24`,
}));

/** All nodes; the same number as in the cluster tier, by which its checks count. */
export const nodes: readonly Node[] = [controlNode, ...workerNodes];

/** Where the world outside the cluster answers. */
export const outsideAddress = '203.0.113.10';

const services = '10.96.0.0/16';

/** What a network needs to be a node's: it forwards, and takes what comes by another way than it would answer. */
const asNode = `
ip link set lo up
echo 1 > /proc/sys/net/ipv4/ip_forward
for where in all default; do
  echo 0 > /proc/sys/net/ipv4/conf/$where/rp_filter
  echo 1 > /proc/sys/net/ipv6/conf/$where/disable_ipv6
done
`;

/** The cluster's wires: a router, which is the control plane's node, and a namespace for each other node. */
export class Topology {
  private readonly holders = new Map<string, number>();

  private constructor(private readonly network: Network) {}

  /** @throws when a link or a route cannot be made, with what `ip` said */
  static async lay(network: Network, folder: string): Promise<Topology> {
    const topology = new Topology(network);
    await topology.shell(
      controlNode.name,
      `${asNode}
      ip address add ${controlNode.address}/32 dev lo
      ip address add ${outsideAddress}/32 dev lo
      # An address of a Service is translated on its way out, and a way out there must be.
      ip route add ${services} dev lo src ${controlNode.address}`,
    );
    for (const node of workerNodes) await topology.add(node, folder);
    return topology;
  }

  /** A command as it is run in the network of a node, inside of the private network. */
  inside(node: string, command: readonly string[]): readonly [string, ...string[]] {
    if (node === controlNode.name) return ['env', ...command];
    const pid = this.holders.get(node);
    if (pid === undefined) throw new Error(`node "${node}" is not there; see flow/topology.ts`);
    return ['nsenter', `--net=/proc/${pid}/ns/net`, '--', ...command];
  }

  private async add({ name, address, podCidr }: Node, folder: string): Promise<void> {
    const file = join(folder, `${name}.pid`);
    // The number that is written is the one by which others inside know it.
    const holder = 'echo $$ > "$1"; exec sleep infinity';
    this.network.start(`${name}-network`, 'unshare', ['--net', 'sh', '-c', holder, 'sh', file]);
    const pid = await until(`network of ${name}`, 10, async () => {
      this.network.assertRunning();
      return numberIn(file);
    });
    this.holders.set(name, pid);
    // The name of a pod's own link: node-exporter passes these over.
    const link = `veth-${name}`;
    await this.shell(
      controlNode.name,
      `ip link add ${link} type veth peer name eth0 netns ${pid}
      ip link set ${link} up
      ip route add ${address} dev ${link} src ${controlNode.address}
      ip route add ${podCidr} via ${address} dev ${link} onlink src ${controlNode.address}`,
    );
    await this.shell(
      name,
      `${asNode}
      ip link set eth0 up
      ip address add ${address}/32 dev eth0
      ip route add default via ${controlNode.address} dev eth0 onlink src ${address}`,
    );
  }

  private async shell(node: string, script: string): Promise<void> {
    const [command, ...args] = this.inside(node, ['sh', '-euc', script]);
    const { code, stderr } = await this.network.run(command, args);
    if (code !== 0) throw new Error(`no network for ${node}: ${stderr.trim()}; it takes root`);
  }
}

function numberIn(file: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10) || undefined;
  } catch {
    return undefined;
  }
}
