import { type SelectorOf, selector, shownBy } from '../../model/promql.js';
import type { RecordingRule } from '../../model/rule.js';
import { alive, alone } from '../promised.js';
import { pod, recorded, workload } from '../recorded.js';
import { scaled } from '../replicas.js';
import type { Watched } from '../watched.js';

/** What panels would be slow to ask for, of those jobs and objects that are there. */
export function recordingRules({ jobs, objects }: Watched): readonly RecordingRule[] {
  return [
    ...(objects ? ofObjects(objects.job, objects.kinds) : []),
    ...(jobs.has('cadvisor') ? ofContainers : []),
  ];
}

const containers = { ...alone, job: 'cadvisor' } as const;

const ofContainers: readonly RecordingRule[] = [
  {
    record: recorded.cpu,
    expr: `sum by (${pod}) (rate(${selector('container_cpu_usage_seconds_total', containers)}[5m]))`,
  },
  {
    record: recorded.memory,
    expr: `sum by (${pod}) (${selector('container_memory_working_set_bytes', containers)})`,
  },
];

function ofObjects(job: string, kinds: readonly string[]): readonly RecordingRule[] {
  const of = shownBy(job);
  return [...(kinds.includes('pods') ? ofPods(of, kinds) : []), ...replicas(of, kinds)];
}

function ofPods(of: SelectorOf, kinds: readonly string[]): readonly RecordingRule[] {
  // While kube-state-metrics is replaced, two of them show the same.
  const promised = (metric: string) =>
    `sum by (cluster, namespace, resource) (max by (${pod}, container, resource) (${of(metric, { resource: { re: 'cpu|memory' } })}) and on (${pod}) ${alive({ of })})`;
  return [
    { record: recorded.owner, expr: owner(of, kinds) },
    { record: recorded.requests, expr: promised('kube_pod_container_resource_requests') },
    { record: recorded.limits, expr: promised('kube_pod_container_resource_limits') },
  ];
}

/** Numbers of replicas, under the same labels for all kinds. */
function replicas(of: SelectorOf, kinds: readonly string[]): readonly RecordingRule[] {
  const shown = scaled.filter(({ kind }) => kinds.includes(kind));
  if (shown.length === 0) return [];
  return (['wanted', 'available', 'updated'] as const).map((number) => ({
    record: recorded[number],
    expr: shown
      .map(({ type, label, [number]: metric }) => {
        const named = copied(of(metric), label, 'workload');
        return `max by (${workload}) (label_replace(${named}, "workload_type", "${type}", "", ""))`;
      })
      .join(' or '),
  }));
}

/** Series with the value of a label under another name as well. */
const copied = (expr: string, from: string, to: string): string =>
  `label_replace(${expr}, "${to}", "$1", "${from}", "(.+)")`;

/** What stands between a pod and its workload, by the kind that owns the pod. */
const between = [
  {
    kind: 'ReplicaSet',
    shown: 'replicasets',
    metric: 'kube_replicaset_owner',
    label: 'replicaset',
  },
  { kind: 'Job', shown: 'jobs', metric: 'kube_job_owner', label: 'job_name' },
] as const;

/**
 * The workload of each pod: who owns its owner, else its owner, else the pod itself. Each pod stands there
 * once, as the first answer counts, so that what is multiplied with it stays what it was.
 */
function owner(of: SelectorOf, kinds: readonly string[]): string {
  const controlled = { owner_is_controller: 'true' } as const;
  const asWorkload = (expr: string) =>
    copied(copied(expr, 'owner_kind', 'workload_type'), 'owner_name', 'workload');
  const grouped = (by: string, expr: string) => `group by (${by}) (${expr})`;
  const ofPods = `${pod}, workload_type, workload`;
  const owned = between
    .filter(({ shown }) => kinds.includes(shown))
    .map(({ kind, metric, label }) => {
      const pods = copied(
        of('kube_pod_owner', { ...controlled, owner_kind: kind }),
        'owner_name',
        label,
      );
      const owners = grouped(
        `cluster, namespace, ${label}, workload_type, workload`,
        asWorkload(of(metric, controlled)),
      );
      const match = `* on (cluster, namespace, ${label}) group_left (workload_type, workload)`;
      return grouped(ofPods, `${grouped(`${pod}, ${label}`, pods)} ${match} ${owners}`);
    });
  const direct = grouped(ofPods, asWorkload(of('kube_pod_owner', controlled)));
  const itself = grouped(
    ofPods,
    `label_replace(${copied(of('kube_pod_owner'), 'pod', 'workload')}, "workload_type", "Pod", "", "")`,
  );
  return [...owned, direct, itself].join(` or on (${pod}) `);
}
