import type { V1Container, V1Pod, V1PodStatus } from '@kubernetes/client-node';
import { ContainerLife, type Place } from './container-life.js';
import { graceOf, type Identity, identity } from './identity.js';
import type { NodeParts } from './parts.js';
import { removeFiles, writeRecord } from './pod-files.js';
import { isSidecar, podStatus } from './pod-status.js';
import { openSandbox } from './sandbox.js';
import { StatusWriter } from './status-writer.js';
import type { KnownPod, PodError, PodVolumes, Sandbox } from './types.js';
import { openVolumes } from './volumes.js';
import { aborted, asking, coalesced, hasCode, patiently, pause } from './waiting.js';

/** Milliseconds; tokens run out without that anything changes. */
const renewTokensEvery = 60_000;

/** One pod on its node, from the moment it is seen to its removal. */
export class PodLife {
  private readonly ending = new AbortController();
  private readonly ended = aborted(this.ending.signal);
  private readonly startTime = new Date();
  private readonly id: Identity;
  private readonly init: readonly ContainerLife[];
  private readonly main: readonly ContainerLife[];
  private readonly writer: StatusWriter;
  private readonly tell = coalesced(() => this.write());
  private sandbox: Sandbox | undefined;
  private over = false;
  private removed = false;
  private told: V1PodStatus = {};

  constructor(
    private readonly parts: NodeParts,
    private pod: V1Pod,
  ) {
    this.id = identity(pod);
    this.writer = new StatusWriter(parts.core, this.id);
    const { initContainers = [], containers = [], restartPolicy = 'Always' } = pod.spec ?? {};
    const waiting = initContainers.length > 0 ? 'PodInitializing' : 'ContainerCreating';
    const around = { parts, pod: () => this.current(), changed: () => void this.tell() };
    const life = (container: V1Container, again: (code: number) => boolean) =>
      new ContainerLife(container, around, waiting, again);
    const always = () => true;
    const untilDone = (code: number) => code !== 0 && restartPolicy !== 'Never';
    this.init = initContainers.map((one) => life(one, isSidecar(one) ? always : untilDone));
    this.main = containers.map((one) => life(one, restartPolicy === 'Always' ? always : untilDone));
    this.update(pod);
  }

  /** Takes what the API server has of it now. */
  update(pod: V1Pod): void {
    this.pod = pod;
    if (pod.metadata?.deletionTimestamp) this.end();
  }

  /** Ends it: it is being deleted, or gone from the API server already. */
  end(): void {
    this.ending.abort();
  }

  known(): KnownPod {
    const containers = [...this.init, ...this.main].flatMap(({ container, process }) =>
      process ? [[container.name, process] as const] : [],
    );
    return { pod: this.current(), containers: new Map(containers) };
  }

  /** Lives it to its end, and leaves nothing but its logs. */
  async live(): Promise<void> {
    const { facts, addresses } = this.parts;
    const onHost = this.pod.spec?.hostNetwork === true;
    const address = onHost ? facts.address : addresses.take();
    await this.tell();
    const volumes = await this.open(address);
    const kept = volumes && this.keepVolumes(volumes);
    if (this.sandbox && volumes) await this.work({ sandbox: this.sandbox, volumes });
    await this.ended;
    await this.stop();
    await kept;
    await this.sandbox?.close();
    if (!onHost) addresses.release(address);
    await this.remove();
  }

  /** Opens its network and its volumes, for as long as that takes. */
  private async open(address: string): Promise<PodVolumes | undefined> {
    const { signal } = this.ending;
    const open = () => openSandbox(this.parts, this.pod, address);
    this.sandbox = await patiently(open, this.missing('FailedCreatePodSandBox'), signal);
    if (!this.sandbox) return undefined;
    await this.tell();
    const volumes = openVolumes(this.parts, this.current());
    const fill = () => volumes.refresh().then(() => volumes);
    return patiently(fill, this.missing('FailedMount'), signal);
  }

  /** Runs its containers, until all are done or it is ended. */
  private async work(place: Place): Promise<void> {
    if (await this.initialize(place)) {
      const done = Promise.all(this.main.map((life) => life.start(place)));
      await Promise.race([done, this.ended]);
    }
    if (this.ending.signal.aborted) return;
    await Promise.all(this.init.map((life) => life.stop(graceOf(this.pod))));
    this.over = true;
    await this.tell();
  }

  /** Runs its init containers, one after the other. @returns whether the others may start */
  private async initialize(place: Place): Promise<boolean> {
    for (const life of this.init) {
      const done = life.start(place);
      const passed = isSidecar(life.container)
        ? life.started.then(() => true)
        : done.then((code) => code === 0);
      if ((await Promise.race([passed, this.ended])) !== true) return false;
    }
    return true;
  }

  /** Keeps files as the API server has them. */
  private async keepVolumes(volumes: PodVolumes): Promise<void> {
    const { signal } = this.ending;
    const changes = () => this.parts.changesIn(this.id.namespace);
    let [seen, at] = [changes(), Date.now()];
    while (await pause(1000, signal)) {
      if (changes() === seen && Date.now() - at < renewTokensEvery) continue;
      [seen, at] = [changes(), Date.now()];
      await patiently(() => volumes.refresh(), this.missing('FailedMount'), signal);
    }
  }

  private missing(reason: string): (error: PodError) => void {
    return ({ message }) =>
      this.parts.events.record(this.pod, { type: 'Warning', reason, message });
  }

  /** Ends its containers: those that others rely on after them. */
  private async stop(): Promise<void> {
    const end = Date.now() + graceOf(this.pod) * 1000;
    const stop = (life: ContainerLife) => life.stop(Math.max(0, end - Date.now()) / 1000);
    const [sidecars, steps] = [true, false].map((which) =>
      this.init.filter(({ container }) => isSidecar(container) === which),
    );
    await Promise.all([...this.main, ...(steps ?? [])].map(stop));
    for (const life of (sidecars ?? []).toReversed()) await stop(life);
    this.over = true;
  }

  private async remove(): Promise<void> {
    const { namespace, name, uid } = this.id;
    await this.tell();
    this.removed = true;
    removeFiles(this.parts.facts, this.id);
    const body = { gracePeriodSeconds: 0, preconditions: { uid } };
    try {
      await asking(() => this.parts.core.deleteNamespacedPod({ namespace, name, body }));
    } catch (error) {
      if (!hasCode(error, 404, 409)) throw error;
    }
  }

  /** The pod, with the status that it has here. */
  private current(): V1Pod {
    return { ...this.pod, status: { ...this.pod.status, ...this.told } };
  }

  private async write(): Promise<void> {
    if (this.removed) return;
    const { parts, pod, startTime, over, sandbox } = this;
    const statuses = (lives: readonly ContainerLife[]) => lives.map((life) => life.status());
    this.told = podStatus({
      ...{ pod, startTime, over, hostAddress: parts.facts.address },
      ...(sandbox ? { address: sandbox.address } : {}),
      ...{ init: statuses(this.init), main: statuses(this.main) },
      conditions: this.told.conditions ?? [],
    });
    if (sandbox) this.writeRecord(sandbox);
    await this.writer.write(this.told);
  }

  private writeRecord({ address, pid }: Sandbox): void {
    const containers = [...this.init, ...this.main].flatMap((life) => {
      const { name, restartCount: restarts } = life.status();
      return life.process ? [[name, { pid: life.process.pid, restarts }] as const] : [];
    });
    writeRecord(this.parts.facts, this.id, {
      ...{ uid: this.id.uid, address, sandboxPid: pid },
      containers: Object.fromEntries(containers),
    });
  }
}
