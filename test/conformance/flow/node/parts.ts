import type { CoreV1Api } from '@kubernetes/client-node';
import type { Addresses } from './addresses.js';
import type { Events } from './events.js';
import type { NodeContext } from './types.js';

/** What the pods of a node share. */
export interface NodeParts extends NodeContext {
  readonly core: CoreV1Api;
  readonly addresses: Addresses;
  readonly events: Events;
  /** How often a ConfigMap or Secret of this namespace has changed. */
  readonly changesIn: (namespace: string) => number;
}
