import { randomBytes } from 'node:crypto';
import {
  type CoreV1Api,
  PatchStrategy,
  setHeaderOptions,
  type V1Pod,
} from '@kubernetes/client-node';
import { identity } from './identity.js';
import { say } from './say.js';
import type { NodeFacts } from './types.js';
import { asking, hasCode } from './waiting.js';

/** Something that happened to a pod. */
export interface Happening {
  readonly type: 'Normal' | 'Warning';
  /** One of kubelet's: `Started`, `Killing`, `Unhealthy`, `BackOff`, `Failed`, `FailedMount`. */
  readonly reason: string;
  readonly message: string;
  /** Where it concerns one of its containers. */
  readonly container?: string;
}

/** What this node writes into the API server's events, as kubelet: what repeats itself is counted in one. */
export class Events {
  private readonly known = new Map<string, { readonly name: string; count: number }>();
  private queue: Promise<void> = Promise.resolve();

  constructor(
    private readonly facts: NodeFacts,
    private readonly core: CoreV1Api,
  ) {}

  record(pod: V1Pod, happening: Happening): void {
    const { namespace, name } = identity(pod);
    say(`${namespace}/${name}: ${happening.reason}: ${happening.message}`);
    this.queue = this.queue.then(() => this.write(pod, happening));
  }

  private async write(pod: V1Pod, happening: Happening): Promise<void> {
    const { uid } = identity(pod);
    const key = [uid, happening.container, happening.reason, happening.message].join('\n');
    const known = this.known.get(key);
    try {
      if (known) await this.repeat(pod, known);
      else this.known.set(key, { name: await this.create(pod, happening), count: 1 });
    } catch (error) {
      // An event has no place in a namespace that goes, and none lasts for ever.
      if (!hasCode(error, 403, 404)) throw error;
      this.known.delete(key);
    }
  }

  private async create(pod: V1Pod, happening: Happening): Promise<string> {
    const { namespace, name: podName, uid } = identity(pod);
    const { type, reason, message, container } = happening;
    const name = `${podName}.${randomBytes(8).toString('hex')}`;
    const now = new Date();
    const path = container ? { fieldPath: `spec.containers{${container}}` } : {};
    const body = {
      metadata: { name, namespace },
      involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace, name: podName, uid, ...path },
      ...{ type, reason, message, count: 1, firstTimestamp: now, lastTimestamp: now },
      source: { component: 'kubelet', host: this.facts.name },
      reportingComponent: 'kubelet',
      reportingInstance: this.facts.name,
    };
    await asking(() => this.core.createNamespacedEvent({ namespace, body }));
    return name;
  }

  private async repeat(pod: V1Pod, known: { readonly name: string; count: number }): Promise<void> {
    const { namespace } = identity(pod);
    known.count += 1;
    const body = { count: known.count, lastTimestamp: new Date() };
    const merge = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);
    await asking(() =>
      this.core.patchNamespacedEvent({ namespace, name: known.name, body }, merge),
    );
  }
}
