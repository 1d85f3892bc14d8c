import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Live } from '../../cluster/kubectl.js';
import type { System } from './system.js';

/** Where the logs of a node's pods are, below its folder. */
const podLogs = 'root/var/log/pods';

/** Copies the logs of all pods to where logs stay when a system has ended. */
export function keepPodLogs(folder: string): void {
  const nodes = join(folder, 'nodes');
  for (const node of existsSync(nodes) ? readdirSync(nodes) : []) {
    const logs = join(nodes, node, podLogs);
    if (existsSync(logs)) cpSync(logs, join(folder, 'log', `pods-of-${node}`), { recursive: true });
  }
}

const isReady = ({ status }: Live): boolean =>
  status.conditions?.some(
    (c: { type: string; status: string }) => c.type === 'Ready' && c.status === 'True',
  );

/** Of each pod that is not ready: the state of its containers, and the ends of their logs. */
export async function troubles({
  kubectl,
  folder,
}: Pick<System, 'kubectl' | 'folder'>): Promise<readonly string[]> {
  const pods = (await kubectl.list('pods')).filter((pod) => !isReady(pod));
  return pods.flatMap(({ metadata: { namespace, name, uid }, spec, status }) => [
    `pod ${namespace}/${name} on ${spec.nodeName}: ${JSON.stringify(status.containerStatuses ?? status)}`,
    ...spec.containers.map((container: { name: string }) => {
      const logs = join(folder, 'nodes', `${spec.nodeName}`, podLogs);
      return tail(join(logs, `${namespace}_${name}_${uid}`, container.name));
    }),
  ]);
}

/** The last lines of a container's last log file. */
function tail(folder: string): string {
  const files = existsSync(folder) ? readdirSync(folder).filter((f) => f.endsWith('.log')) : [];
  const last = files.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)).at(-1);
  if (last === undefined) return `${folder}: no log`;
  const lines = readFileSync(join(folder, last), 'utf8').trimEnd().split('\n');
  return [`${folder}/${last}:`, ...lines.slice(-8)].join('\n');
}
