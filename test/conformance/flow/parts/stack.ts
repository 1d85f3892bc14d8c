import { observability, type Parts } from '../../../../charts/index.js';
import { App } from '../../../../lib/core/index.js';
import { type Apis, apisOf } from '../ask/apis.js';
import type { Fetch } from '../ask/ask.js';
import { instance } from '../system/pods.js';
import { flowSite } from '../system/sites.js';
import type { System } from '../system/system.js';

/** The components of the stack that runs: what they offer, and under which addresses. */
export const stackParts: Parts = observability(new App(), flowSite);

/** Asks over HTTP as the pod of a component would, in the namespace of the stack. */
export async function fetchAs(system: System, component: string): Promise<Fetch> {
  const pod = await system.pod(stackParts.prometheus.namespace, { [instance]: component });
  const relay = system.relay(pod);
  return (request) => relay.fetch(request);
}

/** The stack's APIs as Grafana asks them, by the ways that policies leave it. */
export const askAsGrafana = async (system: System): Promise<Apis> =>
  apisOf(stackParts, await fetchAs(system, stackParts.grafana.name));
