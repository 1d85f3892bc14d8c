import { observability } from '../../../charts/index.js';
import { App } from '../../../lib/core/index.js';
import { type Apis, apisOf } from './apis.js';
import type { Stream } from './ask-loki.js';
import type { RunningPod } from './pods.js';
import { flowSite } from './sites.js';
import type { System } from './system.js';

/** The label by which the pods of one component are told from all others. */
export const instance = 'app.kubernetes.io/instance';

/** The components of the site, for the addresses that they give each other. */
export const parts = observability(new App(), flowSite);

/** The programs of the running stack, asked as Grafana asks them. */
export async function programsOf(system: System): Promise<Apis> {
  const relay = system.relay(await system.pod('observability', { [instance]: 'grafana' }));
  return apisOf(parts, (request) => relay.fetch(request));
}

/** A pod of the agent on each node. @throws where none runs */
export async function agentPod(system: System, node?: string): Promise<RunningPod> {
  const pods = await system.pods('observability-node', { [instance]: 'alloy' });
  const pod = pods.find((one) => node === undefined || one.node === node);
  if (!pod) throw new Error(`no pod of alloy runs on ${node ?? 'any node'}`);
  return pod;
}

/** Sends lines to Loki as its collectors do. @throws unless it says that it has them */
export async function push(system: System, streams: readonly Stream[]): Promise<void> {
  const { status, body } = await system.relay(await agentPod(system)).fetch({
    url: parts.loki.logsEndpoint.url,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ streams }),
  });
  if (status !== 204) throw new Error(`Loki does not take lines: ${status}, ${body.trim()}`);
}
