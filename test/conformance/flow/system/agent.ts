import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { programs } from '../../../../scripts/tools/programs.mjs';
import type { Plane } from '../../cluster/control-plane.js';
import type { Kubectl } from '../../cluster/kubectl.js';
import { until } from '../../cluster/run.js';
import { program } from '../../programs.js';
import { playedNginx } from '../node/nginx.js';
import type { NodeFacts } from '../node/types.js';
import { bundle, bundleOf } from './bundle.js';
import { controlNode, type Node, nodes, type Topology } from './topology.js';

/** Address that pods ask for names: that of the Service `kube-dns`. */
export const dnsAddress = '10.96.0.10';

/** What answers in the place of programs that are not here: Grafana, the gateway; and nginx, on some machines. */
const standIns = { 'stand-in': 'node/stand-in.ts', [playedNginx]: 'node/nginx-stand-in.ts' };

const controlPlane = 'node-role.kubernetes.io/control-plane';

/** What the process that plays a node is told about it. */
export function nodeFacts({ pki, folder }: Plane, node: Node): NodeFacts {
  const isControl = node === controlNode;
  const found = programs.map(({ name }) => [name, program(name)] as const);
  const built = found.flatMap(([name, path]) => (path ? [[name, path] as const] : []));
  const played = Object.entries(standIns).map(([name, entry]) => [name, bundleOf(entry, folder)]);
  const at = (part: string) => join(folder, 'nodes', node.name, part);
  return {
    ...node,
    labels: {
      'kubernetes.io/hostname': node.name,
      'kubernetes.io/os': 'linux',
      'kubernetes.io/arch': 'amd64',
      'topology.kubernetes.io/zone': `zone-of-${node.name}`,
      ...(isControl ? { [controlPlane]: '' } : {}),
    },
    taints: isControl ? [{ key: controlPlane, effect: 'NoSchedule' }] : [],
    root: at('root'),
    state: at('state'),
    kubeconfig: pki.file(`${node.name}.kubeconfig`),
    pki: join(folder, 'pki'),
    dns: dnsAddress,
    programs: Object.fromEntries([...built, ...played]),
    trusted: pki.file('ca.crt'),
  };
}

/** Starts what plays kubelet on each node, and a kube-proxy beside it; waits until all nodes take pods. */
export async function startAgents(
  plane: Plane,
  topology: Topology,
  kubectl: Kubectl,
): Promise<void> {
  const script = await bundle('node/main.ts', plane.folder);
  for (const entry of Object.values(standIns)) await bundle(entry, plane.folder);
  for (const node of nodes) {
    const facts = nodeFacts(plane, node);
    for (const folder of [facts.root, facts.state]) mkdirSync(folder, { recursive: true });
    // Mounts that it makes are its own: nobody deletes through them when all is cleared up.
    const alone = ['unshare', '--mount', '--propagation', 'private', process.execPath, script];
    start(plane, topology, node, 'kubelet', [...alone, JSON.stringify(facts)]);
    start(plane, topology, node, 'kube-proxy', kubeProxy(plane, node));
  }
  await until('nodes ready, with no taints but ours', 60, async () => {
    plane.network.assertRunning();
    const live = await kubectl.list('nodes');
    const taints = live.flatMap((one) => one.spec.taints ?? []);
    const ready = live.filter((one) =>
      one.status.conditions?.some(
        (c: { type: string; status: string }) => c.type === 'Ready' && c.status === 'True',
      ),
    );
    return ready.length === nodes.length && taints.every((t) => t.key === controlPlane)
      ? true
      : undefined;
  });
}

function start(
  { network }: Plane,
  topology: Topology,
  node: Node,
  what: string,
  words: readonly string[],
): void {
  const [command, ...args] = topology.inside(node.name, words);
  network.start(`${what}-${node.name}`, command, args);
}

/** How kube-proxy is started: as kubeadm would, but for settings of the whole machine, which are not ours. */
const kubeProxy = ({ binary, pki }: Plane, { name, address }: Node): readonly string[] => [
  binary('kube-proxy'),
  '--proxy-mode=nftables',
  `--hostname-override=${name}`,
  `--kubeconfig=${pki.file('kube-proxy.kubeconfig')}`,
  `--bind-address=${address}`,
  `--metrics-bind-address=${address}:10249`,
  `--healthz-bind-address=${address}:10256`,
  '--cluster-cidr=10.244.0.0/16',
  '--conntrack-max-per-core=0',
  '--conntrack-min=0',
  '--conntrack-tcp-timeout-established=0',
  '--conntrack-tcp-timeout-close-wait=0',
];
