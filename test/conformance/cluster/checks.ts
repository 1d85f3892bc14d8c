import type { Kubectl, Live } from './kubectl.js';
import { nodeCount } from './nodes.js';
import { named } from './stack.js';

/** What was looked at, and what is wrong with it. */
export interface Verdict {
  readonly saw: number;
  readonly faults: readonly string[];
}

/** What a check must know of an object that was written: which one it is. */
type Written = Parameters<typeof named>[0];

const kinds = 'deployments,statefulsets,daemonsets';

/** How many pods a workload should have, and has, available. */
function available(o: Live): { wanted: number; is: number } {
  const current = o.status.observedGeneration === o.metadata.generation;
  const wanted = o.kind === 'DaemonSet' ? nodeCount : o.spec.replicas;
  const updated = o.status.updatedReplicas ?? o.status.updatedNumberScheduled ?? 0;
  const is = o.status.availableReplicas ?? o.status.numberAvailable ?? 0;
  // A Deployment keeps a pod of before available until its new one is.
  const fresh = updated - (o.status.unavailableReplicas ?? 0);
  return { wanted, is: current ? Math.min(is, fresh) : 0 };
}

/** Waits until each workload that was written is available, DaemonSets on every node, the tainted one too. */
export async function workloadsAvailable(
  kubectl: Kubectl,
  objects: readonly Written[],
  seconds = 30,
): Promise<Verdict> {
  const names = new Set(objects.map(named));
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const all = (await kubectl.list(kinds)).filter((o) => names.has(named(o)));
    const behind = all.filter((o) => available(o).is !== available(o).wanted);
    if (behind.length === 0) return { saw: all.length, faults: [] };
    if (Date.now() > end) {
      const events = await warnings(kubectl);
      const fault = (o: Live) =>
        `${named(o)}: ${available(o).is} of ${available(o).wanted} pods available after ${seconds} seconds`;
      return { saw: all.length, faults: [...behind.map(fault), ...events] };
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/**
 * Warnings in events, one line each. The scheduler meets a pod before its claim is there or bound, says so once, and tries
 * again: what lasts is seen by the pods that are not available. The API server looks over its Service addresses
 * every few minutes, from its start on, and may meet one between its two halves; it then says that it repairs it.
 */
export async function warnings(kubectl: Kubectl): Promise<readonly string[]> {
  const benign =
    /unbound immediate PersistentVolumeClaims|persistentvolumeclaim "[^"]+" not found|is not allocated; repairing$/;
  return (await kubectl.list('events'))
    .filter((e) => e.type === 'Warning' && !benign.test(e.message))
    .map(({ involvedObject: o, reason, message }) =>
      [`${o.kind} ${o.namespace}/${o.name}:`, reason, message].join(' '),
    );
}

/** Every Service with a selector has each of its pods behind it, at a port of each name. */
export async function servicesHaveEndpoints(
  kubectl: Kubectl,
  objects: readonly Written[],
): Promise<Verdict> {
  const names = new Set(objects.map(named));
  const [services, slices, pods] = await Promise.all([
    kubectl.list('services'),
    kubectl.list('endpointslices'),
    kubectl.list('pods'),
  ]);
  const ours = services.filter((s) => names.has(named(s)) && s.spec.selector);
  const faults = ours.flatMap((service) => {
    const { namespace, name } = service.metadata;
    const workload = pods.filter(
      (pod) =>
        pod.metadata.namespace === namespace &&
        pod.metadata.labels?.['app.kubernetes.io/instance'] ===
          service.metadata.labels?.['app.kubernetes.io/instance'],
    );
    const own = slices.filter(
      (s) =>
        s.metadata.namespace === namespace &&
        s.metadata.labels?.['kubernetes.io/service-name'] === name,
    );
    const ready = own.flatMap((s) => s.endpoints ?? []).filter((e) => e.conditions.ready).length;
    const ports = new Set(own.flatMap((s) => (s.ports ?? []).map((p: { name: string }) => p.name)));
    return [
      ...(ready === workload.length && ready > 0
        ? []
        : [`${named(service)}: ${ready} ready endpoints, and ${workload.length} pods`]),
      ...service.spec.ports
        .filter((p: { name: string }) => !ports.has(p.name))
        .map((p: { name: string }) => `${named(service)}: no endpoint has the port "${p.name}"`),
    ];
  });
  return { saw: ours.length, faults };
}

interface Template {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly resources: { readonly requests: { readonly storage: string } } };
}

/** Every volume claim that a StatefulSet asks for is bound, in the size it asks for. */
export async function claimsBound(kubectl: Kubectl, objects: readonly Written[]): Promise<Verdict> {
  const names = new Set(objects.map(named));
  const sets = (await kubectl.list('statefulsets')).filter((o) => names.has(named(o)));
  const claims = await kubectl.list('persistentvolumeclaims');
  const wanted = sets.flatMap((set) =>
    (set.spec.volumeClaimTemplates ?? []).flatMap((template: Template) =>
      Array.from({ length: set.spec.replicas }, (_, i) => ({
        namespace: set.metadata.namespace,
        name: `${template.metadata.name}-${set.metadata.name}-${i}`,
        size: template.spec.resources.requests.storage,
      })),
    ),
  );
  const faults = wanted.flatMap(({ namespace, name, size }) => {
    const claim = claims.find(({ metadata: m }) => m.namespace === namespace && m.name === name);
    const is = claim ? `${claim.status.phase} ${claim.status.capacity?.storage}` : 'missing';
    return is === `Bound ${size}` ? [] : [`claim ${namespace}/${name}: ${is}, not Bound ${size}`];
  });
  return { saw: wanted.length, faults };
}

/** Every workload of more than one pod has one budget, over all of its pods, that lets one of them go. */
export async function budgetsCover(
  kubectl: Kubectl,
  objects: readonly Written[],
): Promise<Verdict> {
  const names = new Set(objects.map(named));
  const sets = (await kubectl.list('deployments,statefulsets')).filter(
    (o) => names.has(named(o)) && o.spec.replicas > 1,
  );
  const budgets = await kubectl.list('poddisruptionbudgets');
  const faults = sets.flatMap((set) => {
    const own = budgets.filter(
      ({ metadata: m }) =>
        m.namespace === set.metadata.namespace &&
        m.labels?.['app.kubernetes.io/instance'] ===
          set.metadata.labels?.['app.kubernetes.io/instance'],
    );
    if (own.length !== 1) return [`${named(set)}: ${own.length} budgets`];
    return own
      .filter(({ status: s }) => s.expectedPods !== set.spec.replicas || s.disruptionsAllowed < 1)
      .map(
        ({ status: s }) =>
          `${named(set)}: its budget counts ${s.expectedPods} pods of ` +
          `${set.spec.replicas}, and lets ${s.disruptionsAllowed} go`,
      );
  });
  return { saw: sets.length, faults };
}
