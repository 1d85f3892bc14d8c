import { it } from 'vitest';
import type { Mutation } from './mutation-table.js';

declare module 'vitest' {
  interface TaskMeta {
    /** What the test makes wrong, where it does. */
    mutation?: Mutation;
  }
}

/**
 * A test that makes something wrong and demands that a check finds it. It gets a row in the table at the end of the
 * run, under the tier of its file.
 *
 * ```ts
 * mutation('wrong target port', 'servicesHaveEndpoints', async () => {
 *   const wrong = writeStack(join(folder, 'wrong-port'), example, (get) => {
 *     get('Service', 'loki').spec.ports[0].targetPort = 'nowhere';
 *   });
 *   await kubectl.ok(['apply', '-f', wrong.folder]);
 *   const { faults } = await servicesHaveEndpoints(kubectl, wrong.objects);
 *   expect(faults).toContain('Service observability/loki: no endpoint has the port "http"');
 * });
 * ```
 *
 * @param name what is wrong; names of `required` in mutation-table.ts are demanded of every whole run
 * @param caughtBy the check that must find it: a function, or a program and what it is told
 * @param test fails unless the check finds it, for this reason: expect the fault by its words
 */
export function mutation(name: string, caughtBy: string, test: () => void | Promise<void>): void {
  it(`catches ${name}`, { meta: { mutation: { name, caughtBy } } }, test);
}
