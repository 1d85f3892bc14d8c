import { describe, expect, it } from 'vitest';
import { stackOf } from '../../cluster/stack.js';
import { type Wired, wired } from '../access/arrows.js';
import type { Outside } from '../access/parties.js';
import { counted, judge, type Plan, plan, tryAll } from '../access/reachability.js';
import { flowSite } from '../system/sites.js';
import type { System } from '../system/system.js';
import { outsideAddress } from '../system/topology.js';
import { tell } from './tell.js';

const world: Outside = { name: 'the world', address: outsideAddress, port: 443 };

const planned = async (
  { kubectl }: System,
  workloads: readonly Wired[],
  outside: readonly Outside[],
): Promise<Plan> => plan(workloads, await kubectl.list('pods,services,nodes'), [world, ...outside]);

/**
 * Connections of all pods to all others, as they are at this moment.
 *
 * @param workloads with the arrows that they have; by default those of the stack
 * @param outside who is there besides the world
 */
export async function reachability(
  system: System,
  workloads: readonly Wired[] = wired(stackOf(flowSite)()),
  outside: readonly Outside[] = [],
) {
  const all = await planned(system, workloads, outside);
  const reached = await tryAll(all.attempts, async ({ namespace, name }, targets) => {
    const pod = (await system.pods(namespace, {})).find((one) => one.name === name);
    if (!pod) throw new Error(`pod ${namespace}/${name} does not run any more`);
    return system.relay(pod).connect(targets);
  });
  return { ...judge(all, reached), counted: counted(all) };
}

/** Policies let through what an arrow was drawn for, and nothing else. */
export function policies(system: () => System): void {
  describe('network policies', () => {
    it('let every arrow through, and refuse every connection that no arrow stands for', async () => {
      const { saw, faults, counted: count } = await reachability(system());
      tell(`${saw} attempts: ${count}`);
      expect(faults).toEqual([]);
      expect(saw).toBeGreaterThan(200);
    });
  });
}
