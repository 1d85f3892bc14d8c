import type { Verdict } from '../../cluster/checks.js';
import { nanoseconds } from '../ask/ask-loki.js';
import type { System } from '../system/system.js';
import { askAsGrafana, stackParts } from './stack.js';

/** How old the newest line may be: all together, its programs say something every few seconds. */
const seconds = 45;

/** Lines of the stack's own pods come in: by file, Alloy and Loki. Saw the newest ones. */
export async function linesArrive(system: System): Promise<Verdict> {
  const { loki } = await askAsGrafana(system);
  const { namespace } = stackParts.loki;
  const now = Date.now();
  const query = `{namespace="${namespace}"}`;
  const lines = await loki.lines(query, nanoseconds(now - seconds * 1000), nanoseconds(now));
  const late = `no line of ${namespace} has arrived in ${seconds} seconds`;
  return { saw: lines.length, faults: lines.length > 0 ? [] : [late] };
}
