import type {
  V1Container,
  V1ContainerStatus,
  V1Pod,
  V1PodCondition,
  V1PodStatus,
} from '@kubernetes/client-node';

/** What the status of a pod is made of. */
export interface PodFacts {
  readonly pod: V1Pod;
  readonly startTime: Date;
  readonly hostAddress: string;
  /** Its own, once its network stands. */
  readonly address?: string;
  readonly init: readonly V1ContainerStatus[];
  readonly main: readonly V1ContainerStatus[];
  /** Whether none of its containers will be started any more. */
  readonly over: boolean;
  /** As they were told last. */
  readonly conditions: readonly V1PodCondition[];
}

/** An init container that keeps running beside the others. */
export const isSidecar = ({ restartPolicy }: V1Container): boolean => restartPolicy === 'Always';

/** What the API server is told of a pod, by what its containers do. */
export function podStatus(facts: PodFacts): V1PodStatus {
  const { pod, hostAddress, address, startTime, init, main } = facts;
  const phase = phaseOf(facts);
  const generation = pod.metadata?.generation;
  return {
    ...{ phase, startTime, hostIP: hostAddress, hostIPs: [{ ip: hostAddress }] },
    ...(address ? { podIP: address, podIPs: [{ ip: address }] } : {}),
    ...(generation ? { observedGeneration: generation } : {}),
    ...(init.length > 0 ? { initContainerStatuses: init.map(doneIsReady) } : {}),
    containerStatuses: [...main],
    conditions: conditions(facts, phase),
  };
}

const hasBeenThere = ({ state, lastState }: V1ContainerStatus): boolean =>
  state?.waiting === undefined || lastState?.terminated !== undefined;

const exitOf = ({ state }: V1ContainerStatus): number | undefined => state?.terminated?.exitCode;

/** An init container that has done its work counts as ready. */
const doneIsReady = (status: V1ContainerStatus): V1ContainerStatus => ({
  ...status,
  ready: status.ready || exitOf(status) === 0,
});

/** Whether an init container lets the next one start. */
function isPassed(status: V1ContainerStatus, { pod }: PodFacts): boolean {
  const container = pod.spec?.initContainers?.find(({ name }) => name === status.name);
  return container && isSidecar(container) ? status.started === true : exitOf(status) === 0;
}

const isInitialized = (facts: PodFacts): boolean =>
  facts.main.some(hasBeenThere) || facts.init.every((status) => isPassed(status, facts));

function phaseOf(facts: PodFacts): string {
  const { main, over } = facts;
  if (over) return main.every((status) => exitOf(status) === 0) ? 'Succeeded' : 'Failed';
  return main.every(hasBeenThere) ? 'Running' : 'Pending';
}

function conditions(facts: PodFacts, phase: string): V1PodCondition[] {
  const { pod, init, main } = facts;
  const sidecars = (pod.spec?.initContainers ?? []).filter(isSidecar).map(({ name }) => name);
  const wanted = [...init.filter(({ name }) => sidecars.includes(name)), ...main];
  const unready = wanted.filter(({ ready }) => !ready).map(({ name }) => name);
  const ready: Told =
    phase === 'Succeeded' || phase === 'Failed'
      ? { good: false, reason: phase === 'Succeeded' ? 'PodCompleted' : 'PodFailed' }
      : unready.length > 0
        ? { good: false, ...because('ContainersNotReady', 'are not ready', unready) }
        : { good: true };
  const open = init.filter((status) => !isPassed(status, facts)).map(({ name }) => name);
  const told: Readonly<Record<string, Told>> = {
    PodReadyToStartContainers: { good: facts.address !== undefined },
    Initialized: isInitialized(facts)
      ? { good: true }
      : { good: false, ...because('ContainersNotInitialized', 'are not complete', open) },
    Ready: ready,
    ContainersReady: ready,
    // The scheduler says so, of all pods that it has seen.
    PodScheduled: { good: true },
  };
  return Object.entries(told).map(([type, { good, ...why }]) => {
    const status = good ? 'True' : 'False';
    const before = facts.conditions.find((one) => one.type === type && one.status === status);
    return { type, status, ...why, lastTransitionTime: before?.lastTransitionTime ?? new Date() };
  });
}

interface Told {
  readonly good: boolean;
  readonly reason?: string;
  readonly message?: string;
}

const because = (reason: string, what: string, names: readonly string[]) => ({
  reason,
  message: `containers that ${what}: ${names.join(', ')}`,
});
