import {
  type CoreV1Api,
  PatchStrategy,
  setHeaderOptions,
  type V1PodStatus,
} from '@kubernetes/client-node';
import type { Identity } from './identity.js';
import { asking, hasCode } from './waiting.js';

/** Takes away what a condition said while it was another. */
const nothing = { reason: null, message: null };

/** Writes the status of one pod where it is another than it was. */
export class StatusWriter {
  private written = '';

  constructor(
    private readonly core: CoreV1Api,
    private readonly pod: Identity,
  ) {}

  async write(status: V1PodStatus): Promise<void> {
    const { namespace, name, uid } = this.pod;
    const text = JSON.stringify(status);
    if (text === this.written) return;
    this.written = text;
    // With its uid: a later pod of its name is another one. Conditions of others stay, as this kind of patch
    // takes them by their type.
    const conditions = status.conditions?.map((one) => ({ ...nothing, ...one }));
    const body = { metadata: { uid }, status: { ...status, conditions } };
    const kind = setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch);
    try {
      await asking(() => this.core.patchNamespacedPodStatus({ namespace, name, body }, kind));
    } catch (error) {
      // It is gone, or is another by now.
      if (!hasCode(error, 404, 409)) throw error;
    }
  }
}
