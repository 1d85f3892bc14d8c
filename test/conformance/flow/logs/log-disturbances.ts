import { until } from '../../cluster/run.js';
import { instance } from '../system/pods.js';
import type { System } from '../system/system.js';
import { kill, podLogCollector, savedAt, sentAfter } from './collectors.js';
import type { Disturbance } from './log-checks.js';
import type { LogWriter } from './log-writers.js';

/**
 * Writes some lines, until the Alloys of the writers' nodes may be killed without a loss:
 *
 * - An Alloy remembers of a file no more than how far it has read, under a name that the next file has too. Where a
 *   file was put aside between that note, which is up to twenty seconds old, and its new start, it takes the new file
 *   for the old one and passes over what is in it.
 * - What Loki has not taken yet is in no file either.
 *
 * Both are lost in life as well. So it is waited until each has noted something of the files that are there now, which
 * are far from full. When this is done nothing is written any more, and notes stay as they are.
 */
export async function untilNoted(system: System, writers: readonly LogWriter[]): Promise<void> {
  const began = Date.now();
  await until('each Alloy is fit to be killed', 90, async () => {
    await Promise.all(writers.map((writer) => writer.write(20, 1)));
    for (const writer of writers) {
      const saved = await savedAt(system, podLogCollector, writer.node);
      if (!saved || !isNoted(writer, saved, began)) return undefined;
    }
    return true;
  });
  await new Promise((resolve) => setTimeout(resolve, sentAfter));
}

/** Kills the Alloys of the writers' nodes; they run again when this is done. */
export async function killAlloys(
  system: System,
  writers: readonly LogWriter[],
): Promise<readonly Disturbance[]> {
  const nodes = [...new Set(writers.map(({ node }) => node))];
  return await Promise.all(
    nodes.map(async (node) => {
      const time = await kill(system, podLogCollector, node);
      return { what: `Alloy on ${node} was killed`, time: time.getTime() };
    }),
  );
}

/** Whether a note of this time is of the file that is written now, and has been all the time since it began. */
function isNoted(writer: LogWriter, saved: Date, began: number): boolean {
  const files = writer.files();
  const rotations = files.map(({ rotated }) => rotated?.getTime() ?? 0);
  const current = files.find(({ rotated }) => rotated === undefined);
  // While lines come, a position is at most ten seconds old when it is written down.
  const isOfCurrent = saved.getTime() - Math.max(began, ...rotations) > 12_000;
  return isOfCurrent && current !== undefined && current.size < 1_000_000;
}

const scaleLoki = (system: System, replicas: number) =>
  system.kubectl.ok([
    ...['scale', 'statefulset/loki', '--namespace=observability'],
    `--replicas=${replicas}`,
  ]);

/** Takes Loki away. */
export async function takeLoki(system: System): Promise<Disturbance> {
  const time = Date.now();
  await scaleLoki(system, 0);
  await until('Loki is gone', 60, async () => {
    const pods = await system.pods('observability', { [instance]: 'loki' });
    return pods.length === 0 ? true : undefined;
  });
  return { what: 'Loki was taken away', time };
}

/** Brings it back; it takes lines again when this is done. */
export async function bringLoki(system: System): Promise<Disturbance> {
  const time = Date.now();
  await scaleLoki(system, 1);
  await system.available();
  return { what: 'Loki was brought back', time };
}
