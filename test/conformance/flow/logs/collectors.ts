import type { V1Pod } from '@kubernetes/client-node';
import { until } from '../../cluster/run.js';
import { instance, type RunningPod } from '../system/pods.js';
import type { System } from '../system/system.js';

/** A block of an Alloy that remembers how far it has read. */
export interface Collector {
  readonly namespace: string;
  /** Name of the Alloy, and of its container. */
  readonly alloy: string;
  /** `loki.source.file.pod_logs`, below which it keeps its positions. */
  readonly block: string;
}

export const podLogCollector: Collector = {
  namespace: 'observability-node',
  alloy: 'alloy',
  block: 'loki.source.file.pod_logs',
};

export const eventCollector: Collector = {
  namespace: 'observability',
  alloy: 'alloy-events',
  block: 'loki.source.kubernetes_events.cluster_events',
};

/** The pod of a collector; of one that is on every node, the one on a node. */
function podOn(
  system: System,
  { namespace, alloy }: Collector,
  node?: string,
): Promise<RunningPod> {
  const where = node ? ` on ${node}` : '';
  return until(`${alloy} runs${where}`, 60, async () => {
    const pods = await system.pods(namespace, { [instance]: alloy });
    return pods.find((pod) => node === undefined || pod.node === node);
  });
}

/** When the collector last wrote down how far it has read; undefined where it never did. */
export async function savedAt(
  system: System,
  collector: Collector,
  node?: string,
): Promise<Date | undefined> {
  const pod = await podOn(system, collector, node);
  const root = `/proc/${pod.pid(collector.alloy)}/root`;
  const file = `${root}/var/lib/alloy/${collector.block}/positions.yml`;
  const { code, stdout } = await system.network.run('stat', ['--format=%.3Y', file]);
  return code === 0 ? new Date(Number(stdout) * 1000) : undefined;
}

/** How often the collector in a pod was started again, and whether it is ready now. */
async function state(
  { kubectl }: System,
  { namespace, alloy }: Collector,
  { name }: RunningPod,
): Promise<{ readonly restarts: number; readonly ready: boolean }> {
  const text = await kubectl.ok(['get', 'pod', name, `--namespace=${namespace}`, '--output=json']);
  // The API server's own JSON.
  const { status } = JSON.parse(text) as V1Pod;
  const found = status?.containerStatuses?.find((one) => one.name === alloy);
  return { restarts: found?.restartCount ?? 0, ready: found?.ready ?? false };
}

/** Ends it as a crash would, and waits until it is ready again. @returns when that was */
export async function kill(system: System, collector: Collector, node?: string): Promise<Date> {
  const { alloy } = collector;
  const pod = await podOn(system, collector, node);
  const before = await state(system, collector, pod);
  const time = new Date();
  await system.kill(pod, alloy);
  await until(`${alloy} is ready again after it was killed`, 60, async () => {
    const { restarts, ready } = await state(system, collector, pod);
    return restarts > before.restarts && ready ? true : undefined;
  });
  return time;
}

/** Milliseconds after which Loki has what a collector was told of: batches leave once a second. */
export const sentAfter = 2500;
