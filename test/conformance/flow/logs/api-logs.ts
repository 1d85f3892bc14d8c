import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { observability, stackSite } from '../../../../charts/index.js';
import type { Manifest } from '../../../../lib/core/index.js';
import { Alloy, App, Chart } from '../../../../lib/index.js';
import { toYamlStream } from '../../../../lib/model/yaml.js';
import { workloadsAvailable } from '../../cluster/checks.js';
import { named } from '../../cluster/stack.js';
import { flowSite } from '../system/sites.js';
import type { System } from '../system/system.js';
import { type Account, account, count } from './log-checks.js';
import { arrivedOf, lastArrived } from './log-lines.js';
import { app, container, LogWriter, namespace } from './log-writers.js';

/** Tells its lines from those that come from files, whose job is another. */
const job = `${app}/${container}`;

/** The stack with one Alloy more, which collects lines by way of the API. */
function withApiLogs(): readonly Manifest[] {
  const stack = new App();
  const { loki } = observability(stack, flowSite);
  const { site } = stackSite(flowSite);
  const alloy = new Alloy(new Chart(stack, '25-logs-by-api', { site }), 'alloy-by-api', {
    runsOn: 'cluster',
  });
  alloy.collectPodLogs({ via: 'api', namespaces: [namespace], job: ['app', 'container'] });
  alloy.sendLogsTo(loki);
  return objectsOf(stack);
}

const objectsOf = (stack: App): readonly Manifest[] =>
  stack.render().flatMap(({ objects }) => objects.map(({ manifest }) => manifest));

/** The stack as the system has it. */
function withoutApiLogs(): readonly Manifest[] {
  const stack = new App();
  observability(stack, flowSite);
  return objectsOf(stack);
}

/** What must be applied for it: objects that are new, and policies that now let it in. */
function difference(before: readonly Manifest[], after: readonly Manifest[]) {
  const was = new Map(before.map((object) => [named(object), object]));
  const changed = after.filter((object) => !isDeepStrictEqual(was.get(named(object)), object));
  return {
    added: changed.filter((object) => !was.has(named(object))),
    changed,
    /** The changed ones as they were. */
    undone: changed.flatMap((object) => was.get(named(object)) ?? []),
  };
}

/** What its writer writes: files are put aside twice meanwhile. */
const [lines, seconds] = [30_000, 30];

/**
 * Lines of pods by way of the API. Nothing is promised for files that are put aside: who asks for a log is given the
 * file that is written now. So it is told what is missing, and demanded is only that most arrive.
 */
export function apiLogs(system: () => System): void {
  describe('lines of pods, through the API', () => {
    let writer: LogWriter;
    let found: Account;
    const { added, changed, undone } = difference(withoutApiLogs(), withApiLogs());
    const apply = (objects: readonly Manifest[]) =>
      system().kubectl.ok(['apply', '-f', '-'], toYamlStream(objects));

    beforeAll(async () => {
      const since = new Date();
      writer = await LogWriter.start(system(), 'api-writer', 'node-1');
      await apply(changed);
      const { faults } = await workloadsAvailable(system().kubectl, added, 120);
      if (faults.length > 0) throw new Error(faults.join('\n'));
      await writer.write(lines, seconds);
      await lastArrived(system(), writer, since, job);
      found = account(lines, await arrivedOf(system(), writer, since, job));
    }, 400_000);

    afterAll(async () => {
      await writer?.remove();
      await apply(undone);
      const gone = ['delete', '--ignore-not-found', '--wait=false', '-f', '-'];
      await system().kubectl.ok(gone, toYamlStream(added));
    });

    it('arrive, most of them', () => {
      const missing = count(found.missing);
      const again = count(found.again);
      process.stdout.write(
        `through the API: of ${lines} lines ${missing} are missing, ${again} are there again\n`,
      );
      expect(found.saw - again).toBeGreaterThan(lines / 2);
    });
  });
}
