// Whether the nodes have room for the pods that are still to come.
import { named, replicasOf } from './dist.mjs';
import { count, fails, skip, unless } from './lines.mjs';
import { amount, ofPod, readable } from './quantity.mjs';

const resources = ['cpu', 'memory'];

const isReady = ({ spec, status }) =>
  !spec?.unschedulable &&
  status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True');

/** Nodes that take pods of ours: ready ones that run Linux. */
export const usable = (nodes) =>
  nodes.filter((node) => isReady(node) && node.metadata.labels?.['kubernetes.io/os'] === 'linux');

const tolerates = ({ tolerations = [] }, { spec }) =>
  (spec?.taints ?? [])
    .filter(({ effect }) => effect !== 'PreferNoSchedule')
    .every((taint) =>
      tolerations.some(
        ({ key, operator = 'Equal', value = '', effect }) =>
          (effect === undefined || effect === taint.effect) &&
          (key === undefined || key === taint.key) &&
          (operator === 'Exists' || value === (taint.value ?? '')),
      ),
    );

const selects = ({ nodeSelector = {} }, { metadata }) =>
  Object.entries(nodeSelector).every(([label, value]) => metadata.labels?.[label] === value);

const asks = (pod) => resources.map((resource) => ofPod(pod, 'requests', resource) ?? 0);

/** What each node has left when the pods that run on it have what they request. */
function roomOf(nodes, pods) {
  return nodes.map((node) => {
    const own = pods.filter(({ spec }) => spec.nodeName === node.metadata.name);
    const left = resources.map(
      (resource, i) =>
        amount(node.status.allocatable[resource]) -
        own.reduce((sum, { spec }) => sum + asks(spec)[i], 0),
    );
    return { node, left };
  });
}

/**
 * Puts pods on nodes, agents first and then the largest, each where most memory is left. It is a guess at the
 * scheduler, good enough to see that a cluster is too small.
 *
 * @returns workloads of which a pod found no place
 */
export function unplaced(workloads, nodes, pods) {
  const room = roomOf(nodes, pods);
  const place = (pod, on) => {
    const wanted = asks(pod);
    const [best] = on
      .filter(({ left }) => left.every((amountLeft, i) => amountLeft >= wanted[i]))
      .sort((a, b) => b.left[1] - a.left[1]);
    if (best) best.left = best.left.map((amountLeft, i) => amountLeft - wanted[i]);
    return best !== undefined;
  };
  const largestFirst = (a, b) => asks(b.spec.template.spec)[1] - asks(a.spec.template.spec)[1];
  const agents = workloads.filter(({ kind }) => kind === 'DaemonSet');
  const others = workloads.filter(({ kind }) => kind !== 'DaemonSet').sort(largestFirst);
  return [...agents, ...others].filter((workload) => {
    const pod = workload.spec.template.spec;
    const fit = room.filter(({ node }) => tolerates(pod, node) && selects(pod, node));
    if (workload.kind === 'DaemonSet') return !fit.every((one) => place(pod, [one]));
    return !Array.from({ length: replicasOf(workload) }, () => place(pod, fit)).every(Boolean);
  });
}

/**
 * Whether there is room for workloads that are not there yet.
 *
 * @param nodes what the cluster answered when it was asked for its nodes
 */
export async function checkNodes(workloads, nodes, cluster) {
  const title = `room for the pods of ${count(workloads.length, 'workload')}`;
  if (workloads.length === 0) return [];
  if (nodes.why) return [skip(title, nodes.why)];
  const linux = usable(nodes.items);
  if (linux.length === 0)
    return [fails('nodes', `none of ${nodes.items.length} is ready and runs Linux`, 'add one')];
  const running = '--field-selector=status.phase!=Succeeded,status.phase!=Failed';
  const pods = await cluster.list('pods', { flags: [running] });
  if (pods.why) return [skip(title, pods.why)];
  const faults = unplaced(workloads, linux, pods.items).map((workload) => {
    const wanted = asks(workload.spec.template.spec).map((n, i) => readable(resources[i], n));
    return fails(
      `room for ${named(workload)}`,
      `cpu ${wanted[0]} and memory ${wanted[1]} are not left for each of its pods`,
      'add nodes, or larger ones',
    );
  });
  return unless(faults, 1, `${title} on ${count(linux.length, 'node')}`);
}
