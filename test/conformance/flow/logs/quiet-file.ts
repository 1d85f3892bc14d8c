import type { Verdict } from '../../cluster/checks.js';
import { comesTrue, patiently } from '../ask/patiently.js';
import { fetchAs, stackParts } from '../parts/stack.js';
import type { System } from '../system/system.js';
import { kill, podLogCollector } from './collectors.js';
import { arrivedOf, lastArrived } from './log-lines.js';
import { LogWriter } from './log-writers.js';
import { agentPod } from './push-lines.js';

const node = 'node-1';
const total = 202;

/** Alloy notes how far it is when it reads a line that many seconds after its last note, and at no other time. */
const noteSeconds = 10;

/** What Alloy counts of a writer's file; zero where it has not begun to. */
async function countOf(system: System, metric: string, { pod }: LogWriter): Promise<number> {
  const port = stackParts.alloy.scrapeTargets[0]?.endpoints[0]?.port;
  const { address } = await agentPod(system, node);
  const fetch = await fetchAs(system, stackParts.prometheus.name);
  const { body } = await fetch({ url: `http://${address}:${port}/metrics` });
  const ofFile = (line: string) => line.startsWith(`${metric}{`) && line.includes(`_${pod}_`);
  return Number(body.split('\n').find(ofFile)?.split(' ').at(-1) ?? 0);
}

/** The size of the file that a writer writes to now. */
const sizeOf = (writer: LogWriter): number | undefined =>
  writer.files().find(({ rotated }) => rotated === undefined)?.size;

/** Whether Alloy has written down that it has read all of a writer's file. */
async function isNoted(system: System, writer: LogWriter): Promise<boolean> {
  const pid = (await agentPod(system, node)).pid(podLogCollector.alloy);
  const file = `/proc/${pid}/root/var/lib/alloy/${podLogCollector.block}/positions.yml`;
  const { stdout } = await system.network.run('cat', [file]);
  // An entry begins with a question mark: its key is a path with labels.
  return stdout
    .split('?')
    .some((one) => one.includes(`_${writer.pod}_`) && one.includes(`: "${sizeOf(writer)}"`));
}

/**
 * An Alloy that was killed goes on where it had noted to be. Loki would not show it otherwise, as a line that comes
 * again is the same to it; so Alloy itself is asked what it has read since. Saw the lines in Loki.
 */
export async function quietFileNotSentAgain(system: System): Promise<Verdict> {
  const since = new Date();
  const writer = await LogWriter.start(system, 'quiet', node);
  try {
    await writer.write(total - 2, 1);
    await lastArrived(system, writer, since);
    await new Promise((resolve) => setTimeout(resolve, noteSeconds * 1000));
    await writer.write(1, 1);
    await comesTrue('Alloy has not noted that it has read all', 60, () => isNoted(system, writer));
    await kill(system, podLogCollector, node);
    // A line by which it is seen that Alloy is back at this file.
    await writer.write(1, 1);
    const read = await patiently(120, async () => {
      const bytes = await countOf(system, 'loki_source_file_read_bytes_total', writer);
      const lines = await countOf(system, 'loki_source_file_read_lines_total', writer);
      const size = sizeOf(writer);
      return {
        saw: lines,
        faults: [
          ...(bytes === size ? [] : [`Alloy has read ${bytes} of ${size} bytes`]),
          ...(lines > 1 ? [`Alloy has read ${lines - 1} lines again`] : []),
        ],
      };
    });
    await lastArrived(system, writer, since);
    const { length } = await arrivedOf(system, writer, since);
    const lost = length === total ? [] : [`${length} lines are there, not ${total}`];
    return { saw: length, faults: [...read.faults, ...lost] };
  } finally {
    await writer.remove();
  }
}
