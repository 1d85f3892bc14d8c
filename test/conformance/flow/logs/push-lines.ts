import type { Stream } from '../ask/ask-loki.js';
import { stackParts } from '../parts/stack.js';
import { instance, type RunningPod } from '../system/pods.js';
import type { System } from '../system/system.js';

/** The pod of the agent on a node; on any, where none is named. @throws where none runs */
export async function agentPod(system: System, node?: string): Promise<RunningPod> {
  const { namespace, name } = stackParts.alloy;
  const pods = await system.pods(namespace, { [instance]: name });
  const pod = pods.find((one) => node === undefined || one.node === node);
  if (!pod) throw new Error(`no pod of ${name} runs on ${node ?? 'any node'}`);
  return pod;
}

/** Sends lines to Loki as its collectors do. @throws unless it says that it has them */
export async function push(system: System, streams: readonly Stream[]): Promise<void> {
  const { status, body } = await system.relay(await agentPod(system)).fetch({
    url: stackParts.loki.logsEndpoint.url,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ streams }),
  });
  if (status !== 204) throw new Error(`Loki does not take lines: ${status}, ${body.trim()}`);
}
