import type { V1Container, V1Pod, V1Probe } from '@kubernetes/client-node';
import { graceOf } from './identity.js';
import type { NodeParts } from './parts.js';
import { recordProbe } from './probe-metrics.js';
import { type Kind, keepProbing } from './prober.js';
import type { RunningContainer, Sandbox } from './types.js';
import { pause } from './waiting.js';

/** What the life of a container needs to know of its pod. */
export interface Surroundings {
  readonly parts: NodeParts;
  /** The pod, as it is now. */
  readonly pod: () => V1Pod;
  /** Something of the status is another. */
  readonly changed: () => void;
}

/** One run of a container, from its start to its end, with its probes. */
export class ContainerRun {
  /** Settles when its startup probe has passed, if it does. */
  readonly whenStarted: Promise<void>;
  private tellStarted: () => void = () => undefined;
  private started = false;
  private ready = false;
  private readonly probing = new AbortController();

  constructor(
    readonly process: RunningContainer,
    private readonly container: V1Container,
    private readonly sandbox: Sandbox,
    private readonly around: Surroundings,
  ) {
    this.whenStarted = new Promise((resolve) => {
      this.tellStarted = resolve;
    });
  }

  get isStarted(): boolean {
    return this.started;
  }

  get isReady(): boolean {
    return this.ready;
  }

  /** Probes it to its end. @returns its exit code */
  async follow(): Promise<number> {
    this.record('Normal', 'Started', `started container ${this.container.name}`);
    void this.probe();
    const code = await this.process.ended;
    this.probing.abort();
    return code;
  }

  /** Asks it to end, and ends it where it has not after some seconds. */
  async kill(seconds: number, why: string): Promise<void> {
    this.probing.abort();
    this.record('Normal', 'Killing', why);
    this.process.signal('SIGTERM');
    const ended = this.process.ended.then(() => true);
    const late = pause(seconds * 1000).then(() => false);
    if (!(await Promise.race([ended, late]))) this.process.signal('SIGKILL');
  }

  private probe(): Promise<void> {
    const { container, around, process, sandbox } = this;
    const subject = { container, address: sandbox.address, pid: process.pid };
    const from = around.parts.facts.address;
    return keepProbing({ ...subject, from }, this, this.probing.signal);
  }

  /** The startup probe has passed. */
  onStarted(): void {
    this.started = true;
    this.tellStarted();
    this.around.changed();
  }

  onReady(is: boolean): void {
    this.ready = is;
    this.around.changed();
  }

  onAsked(type: Kind, passed: boolean, seconds: number): void {
    const probe = { pod: this.around.pod(), container: this.container.name, type };
    recordProbe(probe, passed ? 'successful' : 'failed', seconds);
  }

  onUnhealthy(kind: Kind, why: string): void {
    this.record('Warning', 'Unhealthy', `${kind} probe failed: ${why}`);
  }

  onFailed(kind: Kind, probe: V1Probe): void {
    const seconds = probe.terminationGracePeriodSeconds ?? graceOf(this.around.pod());
    const what = `container ${this.container.name} failed its ${kind.toLowerCase()} probe`;
    void this.kill(seconds, `${what} and is started again`);
  }

  private record(type: 'Normal' | 'Warning', reason: string, message: string): void {
    const { parts, pod } = this.around;
    parts.events.record(pod(), { type, reason, message, container: this.container.name });
  }
}
