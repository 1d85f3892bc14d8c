import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import type { V1Pod } from '@kubernetes/client-node';
import { run } from '../../cluster/run.js';
import { identity } from './identity.js';
import type { NodeContext, Sandbox } from './types.js';

/** What every pod sends to: no interface has it, the pod is told its hardware address. */
const gateway = { address: '169.254.1.1', hardware: 'ee:ee:ee:ee:ee:ee' } as const;

/**
 * Runs in the pod's new network namespace, and stays as what holds it. The other end of its interface goes into the
 * namespace of the process that is given.
 */
const inside = `
ip link set lo up
ip link add eth0 type veth peer name "$1" address ${gateway.hardware} netns "$2"
cd /proc/sys/net/ipv4
echo 0 >ip_unprivileged_port_start
for one in all default eth0; do echo 0 >conf/$one/rp_filter; done
[ ! -d ../ipv6 ] || echo 1 >../ipv6/conf/all/disable_ipv6
ip address add "$3/32" dev eth0
ip link set eth0 up
ip neighbour add ${gateway.address} lladdr ${gateway.hardware} dev eth0 nud permanent
ip route add default via ${gateway.address} dev eth0 onlink
echo up
exec sleep infinity >/dev/null 2>&1
`;

/** The pod's interface on its node: what tells it from others, in the 15 letters that a name may have. */
const interfaceOf = (pod: V1Pod): string =>
  `veth${createHash('sha256').update(identity(pod).uid).digest('hex').slice(0, 11)}`;

/**
 * Opens a pod's network namespace with one address in it, reachable from the node's namespace, in which we run.
 * A pod on the host's network has the node's own.
 *
 * @throws when the kernel refuses, with what it said
 */
export async function openSandbox(
  { facts }: NodeContext,
  pod: V1Pod,
  address: string,
): Promise<Sandbox> {
  if (pod.spec?.hostNetwork)
    return { address: facts.address, pid: process.pid, close: async () => undefined };
  const name = interfaceOf(pod);
  const holder = spawn(
    'unshare',
    ['--net', 'sh', '-euc', inside, 'sh', name, String(process.pid), address],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const close = async () => {
    holder.kill('SIGKILL');
    // It goes with its namespace too, but some time later.
    await run('ip', ['link', 'delete', name]);
  };
  try {
    const pid = await opened(holder);
    const sysctl = (path: string, value: number) =>
      writeFileSync(`/proc/sys/net/${path}`, `${value}\n`);
    sysctl(`ipv4/conf/${name}/rp_filter`, 0);
    for (const args of [`link set ${name} up`, `route replace ${address}/32 dev ${name}`]) {
      const { code, stderr } = await run('ip', args.split(' '));
      if (code !== 0) throw new Error(`ip ${args}: ${stderr.trim()}`);
    }
    return { address, pid, close };
  } catch (error) {
    await close();
    const { namespace, name: podName } = identity(pod);
    const why = error instanceof Error ? error.message : error;
    throw new Error(`no network for pod "${namespace}/${podName}": ${why}`);
  }
}

/** The process that holds the namespace, when it is laid out. */
const opened = (holder: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    let said = '';
    holder.stderr?.on('data', (text) => {
      said += text;
    });
    holder.stdout?.once('data', () => resolve(holder.pid ?? 0));
    holder.once('error', reject);
    holder.once('close', (code) => reject(new Error(`ended with ${code}: ${said.trim()}`)));
  });
