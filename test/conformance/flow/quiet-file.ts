import type { Verdict } from '../cluster/checks.js';
import { kill, podLogCollector, savedAt } from './collectors.js';
import { LogWriter } from './log-writers.js';
import { comesTrue, patiently } from './patiently.js';
import { arrivedOf, lastArrived } from './pod-logs.js';
import { agentPod, instance, parts } from './programs-of.js';
import type { System } from './system.js';

const node = 'node-1';
const total = 200;

/** What an Alloy counts of one file; nothing where it has not begun to. */
async function countOf(system: System, metric: string, file: string): Promise<number | undefined> {
  const [target] = parts.alloy.scrapeTargets;
  const port = target?.endpoints[0]?.port;
  const { address } = await agentPod(system, node);
  const prometheus = await system.pod('observability', { [instance]: 'prometheus' });
  const { body } = await system
    .relay(prometheus)
    .fetch({ url: `http://${address}:${port}/metrics` });
  const ofFile = (line: string) => line.startsWith(`${metric}{`) && line.includes(file);
  const line = body.split('\n').find(ofFile);
  return line === undefined ? undefined : Number(line.split(' ').at(-1));
}

/**
 * An Alloy that was killed goes on in a file where it was. Loki would not show it otherwise, as a line that comes
 * again is the same to it; so Alloy itself is asked what it has read. Saw the lines in Loki.
 */
export async function quietFileNotSentAgain(system: System): Promise<Verdict> {
  const since = new Date();
  const writer = await LogWriter.start(system, 'quiet', node);
  try {
    await writer.write(total, 1);
    await lastArrived(system, writer, since);
    const quiet = Date.now();
    // A position is at most ten seconds old when it is written down.
    await comesTrue('Alloy has not written down how far it has read', 90, async () => {
      const saved = await savedAt(system, podLogCollector, node);
      return saved !== undefined && saved.getTime() > quiet + 12_000;
    });
    await kill(system, podLogCollector, node);
    const size = writer.files().find(({ rotated }) => rotated === undefined)?.size;
    const path = `_${writer.pod}_`;
    const read = await patiently(120, async () => {
      const bytes = await countOf(system, 'loki_source_file_read_bytes_total', path);
      const lines = (await countOf(system, 'loki_source_file_read_lines_total', path)) ?? 0;
      const at = `of ${size} bytes it knows ${bytes ?? 'nothing'}`;
      return {
        saw: lines,
        faults: [
          ...(bytes === size ? [] : [at]),
          ...(lines === 0 ? [] : [`it has read ${lines} lines again`]),
        ],
      };
    });
    const arrived = await arrivedOf(system, writer, since);
    const lost = arrived.length < total ? [`of ${total} lines ${arrived.length} are there`] : [];
    return { saw: arrived.length, faults: [...read.faults, ...lost] };
  } finally {
    await writer.remove();
  }
}
