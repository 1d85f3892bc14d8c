import { statfs } from 'node:fs/promises';
import { counter, gauge, type MetricCatalogue } from '../../../../lib/model/metrics.js';
import { type ControlGroup, controlGroups } from './control-groups.js';
import { Exposition } from './exposition.js';
import { identity } from './identity.js';
import type { KnownPod, NodeContext } from './types.js';

/** What a kubelet shows under /metrics/resource. */
const resourceMetrics: MetricCatalogue = {
  program: 'kubelet-resource',
  version: '1.37.1',
  metrics: {
    node_cpu_usage_seconds_total: counter(),
    node_memory_working_set_bytes: gauge(),
    node_swap_usage_bytes: gauge(),
    pod_cpu_usage_seconds_total: counter('namespace', 'pod'),
    pod_memory_working_set_bytes: gauge('namespace', 'pod'),
    pod_swap_usage_bytes: gauge('namespace', 'pod'),
    container_cpu_usage_seconds_total: counter('container', 'namespace', 'pod'),
    container_memory_working_set_bytes: gauge('container', 'namespace', 'pod'),
    container_start_time_seconds: gauge('container', 'namespace', 'pod'),
    container_swap_usage_bytes: gauge('container', 'namespace', 'pod'),
    resource_scrape_error: gauge(),
  },
};

/** Which part of a node a group is, or undefined where it is a sum in between. */
function levelOf({ id, labels }: ControlGroup): 'node' | 'pod' | 'container' | undefined {
  if (labels.container !== '') return 'container';
  if (labels.pod !== '' && labels.name === '') return 'pod';
  return id === '/' ? 'node' : undefined;
}

const workingSet = ({ usage }: ControlGroup): number => usage.anonymous + usage.files;

/** The page under /metrics/resource, which autoscalers read: processor and memory alone. */
export async function resourcePage(known: readonly KnownPod[]): Promise<string> {
  const page = new Exposition(resourceMetrics);
  page.set('resource_scrape_error', 0);
  const now = Date.now();
  for (const group of await controlGroups(known)) {
    const level = levelOf(group);
    if (level === undefined) continue;
    const { namespace, pod, container } = group.labels;
    const labels = {
      ...(level === 'node' ? {} : { namespace, pod }),
      ...(level === 'container' ? { container } : {}),
    };
    const { user, system, swap } = group.usage;
    page.set(`${level}_cpu_usage_seconds_total`, user + system, labels, now);
    page.set(`${level}_memory_working_set_bytes`, workingSet(group), labels, now);
    page.set(`${level}_swap_usage_bytes`, swap, labels, now);
    if (level === 'container')
      page.set('container_start_time_seconds', group.since.getTime() / 1000, labels, now);
  }
  return page.toString();
}

const resources = (group: ControlGroup, time: string) => ({
  cpu: { time, usageCoreNanoSeconds: Math.round((group.usage.user + group.usage.system) * 1e9) },
  memory: { time, workingSetBytes: workingSet(group), rssBytes: group.usage.anonymous },
  startTime: group.since.toISOString(),
});

/** The answer under /stats/summary: node, pods and containers with processor, memory and disk. */
export async function summary({ facts }: NodeContext, known: readonly KnownPod[]): Promise<object> {
  const [groups, disk] = await Promise.all([controlGroups(known), statfs(facts.state)]);
  const time = new Date().toISOString();
  const node = groups.find((group) => levelOf(group) === 'node');
  return {
    node: {
      nodeName: facts.name,
      ...(node ? resources(node, time) : {}),
      fs: {
        time,
        availableBytes: disk.bavail * disk.bsize,
        capacityBytes: disk.blocks * disk.bsize,
        usedBytes: (disk.blocks - disk.bfree) * disk.bsize,
      },
    },
    pods: known.map(({ pod }) => {
      const { namespace, name, uid } = identity(pod);
      const own = groups.filter(({ labels: l }) => l.namespace === namespace && l.pod === name);
      const whole = own.find((group) => levelOf(group) === 'pod');
      return {
        podRef: { namespace, name, uid },
        ...(whole ? resources(whole, time) : {}),
        containers: own
          .filter((group) => levelOf(group) === 'container')
          .map((group) => ({ name: group.labels.container, ...resources(group, time) })),
      };
    }),
  };
}
