import type { Workload } from '../core/index.js';
import type { RootRoute } from './routes.js';
import { receiversIn } from './tree.js';

/**
 * Lets messages out to where receivers are.
 *
 * @returns who is told nothing, and why: the summary of a synth shows it
 */
export function openWays(workload: Workload, root: RootRoute): readonly string[] {
  return receiversIn(root).flatMap(({ name, integrations, reason }) => {
    for (const { endpoint } of integrations) {
      // Not connectTo: the host name may be known to a Secret only.
      workload.reach(endpoint, `tells receiver "${name}"`);
      workload.traffic.resolveNames();
    }
    return reason === undefined ? [] : [`black hole "${name}": ${reason}`];
  });
}
