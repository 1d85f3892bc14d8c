import { expectAlert } from '../expect-alert.js';
import { rising, series } from '../inputs.js';

const job = 'kube-state-metrics';

type Resource = 'cpu' | 'memory';

/** Of these there is more than of any other: who asks for all at once asks for this. */
const plenty = 'ephemeral_storage';
const huge = 1e15;

/** Nodes, by what each has of a resource. */
const nodesOf = (resource: Resource, nodes: readonly number[]) =>
  nodes.flatMap((size, i) => [
    series('kube_node_status_allocatable', { job, node: `node-${i}`, resource }, size),
    series('kube_node_status_allocatable', { job, node: `node-${i}`, resource: plenty }, huge),
  ]);

const podOf = (pod: string, phase: string, resource: string, asked: number) => [
  series(
    'kube_pod_container_resource_requests',
    { job, namespace: 'shop', pod, uid: pod, container: 'cart', resource },
    asked,
  ),
  ...['Running', 'Succeeded'].map((one) =>
    series(
      'kube_pod_status_phase',
      { job, namespace: 'shop', pod, uid: pod, phase: one },
      Number(one === phase),
    ),
  ),
];

/** Nodes, what their pods ask for, and one pod that has ended and asked for a lot. */
const requests =
  (resource: Resource) =>
  ({ nodes, asked }: { nodes: readonly number[]; asked: number }) => [
    ...nodesOf(resource, nodes),
    ...podOf('cart-0', 'Running', resource, asked),
    ...podOf('cart-0', 'Running', plenty, huge).slice(0, 1),
    ...podOf('bill-1', 'Succeeded', resource, huge),
  ];

interface Promises {
  readonly nodes: readonly number[];
  /** What the quotas of two namespaces allow, each. */
  readonly each: number;
  readonly named: string;
}

const promises =
  (resource: Resource) =>
  ({ nodes, each, named }: Promises) => [
    ...nodesOf(resource, nodes),
    ...['shop', 'bank'].flatMap((namespace) => {
      const own = { job, namespace, resourcequota: 'all' };
      return [
        series('kube_resourcequota', { ...own, resource: named, type: 'hard' }, each),
        series('kube_resourcequota', { ...own, resource: named, type: 'used' }, huge),
        series('kube_resourcequota', { ...own, resource: plenty, type: 'hard' }, huge),
      ];
    }),
  ];

const overcommit = (alert: 'KubeCPUOvercommit' | 'KubeMemoryOvercommit', resource: Resource) =>
  expectAlert(alert)
    .given(requests(resource), { nodes: [8, 4, 4], asked: 9 })
    .firesAfter('10m')
    .with({ cluster: 'example', severity: 'warning' })
    .alsoFiresWith({ nodes: [8] })
    .silentWith({ nodes: [10] })
    .silentWith({ asked: 8 });

const quotaOvercommit = (
  alert: 'KubeCPUQuotaOvercommit' | 'KubeMemoryQuotaOvercommit',
  resource: Resource,
) =>
  expectAlert(alert)
    .given(promises(resource), { nodes: [8, 8], each: 12.5, named: `requests.${resource}` })
    .firesAfter('5m')
    .with({ cluster: 'example', severity: 'info' })
    .alsoFiresWith({ named: resource })
    .notAt({ each: 12 })
    .silentWith({ nodes: [8, 8, 8] })
    .silentWith({ named: `limits.${resource}` });

/** How much of a quota is used. */
const quota = ({ used, hard }: { used: number; hard: number }) =>
  Object.entries({ used, hard }).map(([type, value]) =>
    series(
      'kube_resourcequota',
      { job, namespace: 'shop', resourcequota: 'all', resource: 'pods', type },
      value,
    ),
  );

/** A container that is stopped in some of its periods; of the pod as a whole, in all. */
const throttled = ({ share }: { share: number }) => {
  const pod = { job: 'cadvisor', namespace: 'shop', pod: 'cart-0' };
  const container = { ...pod, container: 'cart', id: '/cart' };
  const [stopped, all] = [
    'container_cpu_cfs_throttled_periods_total',
    'container_cpu_cfs_periods_total',
  ];
  return [
    series(stopped, container, rising(600 * share)),
    series(all, container, rising(600)),
    series(stopped, { ...pod, id: '/' }, rising(600)),
    series(all, { ...pod, id: '/' }, rising(600)),
  ];
};

const labels = { namespace: 'shop', resource: 'pods', resourcequota: 'all' };

export default [
  overcommit('KubeCPUOvercommit', 'cpu'),
  overcommit('KubeMemoryOvercommit', 'memory'),
  quotaOvercommit('KubeCPUQuotaOvercommit', 'cpu'),
  quotaOvercommit('KubeMemoryQuotaOvercommit', 'memory'),
  expectAlert('KubeQuotaAlmostFull')
    .given(quota, { used: 91, hard: 100 })
    .firesAfter('15m')
    .with({ ...labels, severity: 'info' })
    .notAt({ used: 90 })
    .silentWith({ used: 100 })
    .silentWith({ hard: 0 }),
  expectAlert('KubeQuotaFullyUsed')
    .given(quota, { used: 100, hard: 100 })
    .firesAfter('15m')
    .with({ ...labels, severity: 'info' })
    .silentWith({ used: 99 })
    .silentWith({ used: 101 }),
  expectAlert('KubeQuotaExceeded')
    .given(quota, { used: 101, hard: 100 })
    .firesAfter('15m')
    .with({ ...labels, severity: 'warning' })
    .silentWith({ used: 100 }),
  expectAlert('CPUThrottlingHigh')
    .given(throttled, { share: 0.6 })
    .firesAfter('31m')
    .with({ namespace: 'shop', pod: 'cart-0', container: 'cart', severity: 'info' })
    .notAt({ share: 0.5 })
    .silentWith({ share: 0 }),
];
