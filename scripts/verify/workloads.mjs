// Whether workloads run: pods, and the volumes they claim.
import { claimsOf, named, namespacesOf, ofKind, sameAs, workloadsOf } from './dist.mjs';
import { count, fails, ok, skip, unless } from './lines.mjs';
import { amount } from './quantity.mjs';

/** How many pods a workload should have, and has, available and of its current form. */
function pods({ kind, metadata, spec, status = {} }) {
  const isAgent = kind === 'DaemonSet';
  const wanted = isAgent ? (status.desiredNumberScheduled ?? 0) : (spec.replicas ?? 1);
  const updated = (isAgent ? status.updatedNumberScheduled : status.updatedReplicas) ?? 0;
  const available = (isAgent ? status.numberAvailable : status.availableReplicas) ?? 0;
  const seen = status.observedGeneration === metadata.generation;
  return { wanted, is: seen ? Math.min(updated, available) : 0 };
}

const matches = (labels = {}, selector) =>
  Object.entries(selector).every(([label, value]) => labels[label] === value);

/** What keeps a pod from running, if it says so. */
function troubleOf({ metadata, status = {} }) {
  const { message } =
    status.conditions?.find(({ type, status: is }) => type === 'PodScheduled' && is === 'False') ??
    {};
  if (message) return [`pod ${metadata.name} finds no node: ${message}`];
  const containers = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  return containers.flatMap(({ name, state, lastState }) => {
    const { reason, message: words } = state?.waiting ?? {};
    if (!reason || ['ContainerCreating', 'PodInitializing'].includes(reason)) return [];
    const ended = lastState?.terminated;
    const before = ended ? `, ended with ${ended.exitCode} (${ended.reason})` : '';
    const saying = words && reason !== 'CrashLoopBackOff' ? ` ${words}` : '';
    return [`pod ${metadata.name}, container ${name}: ${reason}${saying}${before}`];
  });
}

/** What controllers say of pods they could not even make. */
const refusalsOf = (workload, events) =>
  events
    .filter(({ involvedObject: o }) => o.namespace === workload.metadata.namespace)
    // A Deployment's pods are made by a ReplicaSet with its name and a checksum.
    .filter(({ involvedObject: o }) =>
      workload.kind === 'Deployment'
        ? o.kind === 'ReplicaSet' && o.name.startsWith(`${workload.metadata.name}-`)
        : sameAs(workload)({ kind: o.kind, metadata: o }),
    )
    .map(({ message }) => message)
    .slice(-1);

/** One workload as it is, with the pods and the events of its namespace. */
export function judgeWorkload(workload, all, events) {
  const { wanted, is } = pods(workload);
  const own = all.filter(
    ({ metadata }) =>
      metadata.namespace === workload.metadata.namespace &&
      matches(metadata.labels, workload.spec.selector.matchLabels ?? {}),
  );
  const troubles = own.flatMap(troubleOf);
  if (is >= wanted && wanted > 0 && troubles.length === 0)
    return ok(`${named(workload)}: ${count(is, 'pod')} available`);
  const why = troubles[0] ?? (is < wanted ? refusalsOf(workload, events)[0] : undefined);
  return fails(
    named(workload),
    `${is} of ${count(wanted, 'pod')} available${why ? `, ${why}` : ''}`,
    `wait, or look at kubectl --namespace ${workload.metadata.namespace} describe pods`,
  );
}

/** Every workload that is there has all its pods available, of its current form. */
export async function checkWorkloads(live, cluster) {
  const workloads = workloadsOf(live);
  const lines = [];
  for (const namespace of namespacesOf(workloads)) {
    const all = await cluster.list('pods', { namespace });
    const flags = ['--field-selector=type=Warning,reason=FailedCreate'];
    const events = await cluster.list('events', { namespace, flags });
    if (all.why) lines.push(skip(`pods of namespace ${namespace}`, all.why));
    const own = workloads.filter(({ metadata }) => metadata.namespace === namespace);
    for (const one of own) lines.push(judgeWorkload(one, all.items ?? [], events.items ?? []));
  }
  return lines;
}

/** Every claim of a StatefulSet is bound, in the size that dist/ says. */
export async function checkClaims(live, cluster) {
  const wanted = ofKind(live, 'StatefulSet').flatMap(claimsOf);
  if (wanted.length === 0) return [];
  const lines = [];
  for (const namespace of [...new Set(wanted.map((claim) => claim.namespace))]) {
    const own = wanted.filter((claim) => claim.namespace === namespace);
    const { items, why } = await cluster.list('persistentvolumeclaims', { namespace });
    if (why) {
      lines.push(skip(`volume claims of namespace ${namespace}`, why));
      continue;
    }
    const faults = own.flatMap(({ name, size }) => {
      const claim = items.find(({ metadata }) => metadata.name === name);
      const title = `PersistentVolumeClaim ${namespace}/${name}`;
      if (claim?.status.phase !== 'Bound')
        return [
          fails(
            title,
            claim ? `is ${claim.status.phase}` : 'not there',
            `kubectl --namespace ${namespace} describe pvc ${name}`,
          ),
        ];
      const has = claim.status.capacity?.storage ?? '0';
      return amount(has) < amount(size)
        ? [fails(title, `has ${has}, and ${size} are wanted`, 'let it grow, or wait until it has')]
        : [];
    });
    lines.push(
      ...unless(faults, own.length, `${count(own.length, 'volume claim')} of ${namespace} bound`),
    );
  }
  return lines;
}
