import type { V1Container, V1ContainerState, V1ContainerStatus } from '@kubernetes/client-node';
import { startContainer } from './container.js';
import { ContainerRun, type Surroundings } from './container-run.js';
import { containerId, openLog } from './logs.js';
import { assertProbeable } from './prober.js';
import type { PodError, PodVolumes, RunningContainer, Sandbox } from './types.js';
import { patiently, pause } from './waiting.js';

/** What a container is started in. */
export interface Place {
  readonly sandbox: Sandbox;
  readonly volumes: PodVolumes;
}

/** Seconds before a container is started again; kubelet's are ten times as many, but tests wait for these. */
const backOff = { first: 1, most: 8, forgottenAfter: 60 };

/** One container of a pod, through all of its runs. */
export class ContainerLife {
  /** Settles when a startup probe of it has passed. */
  readonly started: Promise<void>;
  private tellStarted: () => void = () => undefined;
  private readonly stopping = new AbortController();
  private grace = 0;
  private over: Promise<number | undefined> = Promise.resolve(undefined);
  private run: ContainerRun | undefined;
  private restarts = 0;
  private state: V1ContainerState;
  private lastState: V1ContainerState = {};

  /**
   * @param waiting its reason to wait until it is started
   * @param again whether it is started once more after an end with this code
   */
  constructor(
    readonly container: V1Container,
    private readonly around: Surroundings,
    waiting: string,
    private readonly again: (code: number) => boolean,
  ) {
    this.state = { waiting: { reason: waiting } };
    this.started = new Promise((resolve) => {
      this.tellStarted = resolve;
    });
  }

  /** Its process, while there is one. */
  get process(): RunningContainer | undefined {
    return this.run?.process;
  }

  /** Runs it until it is not to be started again. @returns its last exit code, where it had one */
  start(place: Place): Promise<number | undefined> {
    this.over = this.live(place);
    return this.over;
  }

  /** Ends it for good: with SIGTERM, and with SIGKILL some seconds later. */
  async stop(seconds: number): Promise<void> {
    this.grace = seconds;
    this.stopping.abort();
    await this.run?.kill(seconds, `stopping container ${this.container.name}`);
    await this.over;
  }

  status(): V1ContainerStatus {
    const { name, image = '' } = this.container;
    const { state, lastState, restarts: restartCount, run } = this;
    const wasThere = !state.waiting || lastState.terminated !== undefined;
    return {
      ...{ name, image, imageID: wasThere ? image : '', restartCount, state, lastState },
      ...(wasThere ? { containerID: this.id() } : {}),
      ...{ started: run?.isStarted ?? false, ready: run?.isReady ?? false },
    };
  }

  private async live(place: Place): Promise<number | undefined> {
    const { signal } = this.stopping;
    for (let wait = backOff.first; ; wait = Math.min(2 * wait, backOff.most)) {
      const begun = await patiently(() => this.begin(place), this.missing, signal);
      if (!begun) return undefined;
      const { process, log } = begun;
      const code = await this.follow(process, place.sandbox);
      await log.close();
      this.showEnd(process.startedAt, code);
      if (signal.aborted || !this.again(code)) return code;
      const lived = (Date.now() - process.startedAt.getTime()) / 1000;
      if (lived > backOff.forgottenAfter) wait = backOff.first;
      if (!(await this.standBack(wait))) return code;
      this.restarts += 1;
    }
  }

  private async begin({ sandbox, volumes }: Place) {
    const { container } = this;
    const { parts } = this.around;
    const pod = this.around.pod();
    assertProbeable(container);
    const log = openLog(parts, pod, container.name, this.restarts);
    try {
      const process = await startContainer(parts, {
        ...{ pod, container, sandbox, mounts: volumes.mountsOf(container) },
        output: (stream, chunk) => log.write(stream, chunk),
      });
      return { process, log };
    } catch (error) {
      await log.close();
      throw error;
    }
  }

  private readonly missing = ({ reason, message }: PodError): void => {
    this.warn('Failed', message);
    this.show({ waiting: { reason, message } });
  };

  private async follow(process: RunningContainer, sandbox: Sandbox): Promise<number> {
    const run = new ContainerRun(process, this.container, sandbox, this.around);
    this.run = run;
    void run.whenStarted.then(this.tellStarted);
    this.show({ running: { startedAt: process.startedAt } });
    // It was told to stop while it was on its way.
    if (this.stopping.signal.aborted) void run.kill(this.grace, 'its pod has ended');
    return run.follow();
  }

  private showEnd(startedAt: Date, exitCode: number): void {
    this.run = undefined;
    const reason = exitCode === 0 ? 'Completed' : 'Error';
    const times = { startedAt, finishedAt: new Date() };
    this.show({ terminated: { exitCode, reason, ...times, containerID: this.id() } });
  }

  /** Waits before the next start; false where there is to be none. */
  private async standBack(seconds: number): Promise<boolean> {
    const ended = this.state;
    const message = `container ${this.container.name} is started again after ${seconds} seconds`;
    this.lastState = ended;
    this.show({ waiting: { reason: 'CrashLoopBackOff', message } });
    // One end is no loop.
    if (seconds > backOff.first) this.warn('BackOff', message);
    const waited = await pause(seconds * 1000, this.stopping.signal);
    if (!waited) this.show(ended);
    return waited;
  }

  private id(): string {
    return `process://${containerId(this.around.pod(), this.container.name, this.restarts)}`;
  }

  private warn(reason: string, message: string): void {
    const { parts, pod } = this.around;
    const container = this.container.name;
    parts.events.record(pod(), { type: 'Warning', reason, message, container });
  }

  private show(state: V1ContainerState): void {
    this.state = state;
    this.around.changed();
  }
}
