import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../cluster/run.js';
import type { Wrapped } from '../ask/ask.js';
import { askAsGrafana } from '../parts/stack.js';
import type { System } from '../system/system.js';
import { type Disturbance, exactlyOnce } from './log-checks.js';
import { bringLoki, killAlloys, takeLoki, untilNoted } from './log-disturbances.js';
import { arrivedOf, labels, lastArrived, selector } from './log-lines.js';
import { LogWriter } from './log-writers.js';

/** What each writer writes; four of them make 200,000 lines. */
const linesPerWriter = 50_000;

/** So many in so many seconds fill more than one file. */
const burst = { lines: 16_000, seconds: 16 };

const all = <T>(writers: readonly LogWriter[], task: (writer: LogWriter) => Promise<T>) =>
  Promise.all(writers.map(task));

/** What was written, and what was done meanwhile. */
interface Story {
  readonly since: Date;
  readonly writers: readonly LogWriter[];
  readonly disturbances: readonly Disturbance[];
}

/**
 * Writes 200,000 lines: in bursts that fill files, and few while Alloy is to be killed. First it is killed while Loki
 * is away: then what it reads again comes to Loki together with very much else.
 */
async function tell(system: System, writers: readonly LogWriter[]): Promise<Story> {
  const since = new Date();
  const write = (lines: number) => all(writers, (writer) => writer.write(lines, burst.seconds));
  // What does not arrive at all is told by the tests.
  const arrived = () =>
    Promise.allSettled(writers.map((writer) => lastArrived(system, writer, since)));
  await write(burst.lines);
  await untilNoted(system, writers);
  const gone = await takeLoki(system);
  const first = await killAlloys(system, writers);
  await write(burst.lines);
  const back = await bringLoki(system);
  await arrived();
  await untilNoted(system, writers);
  const second = await killAlloys(system, writers);
  await arrived();
  await all(writers, (one) => one.write(linesPerWriter - one.ordered, burst.seconds));
  await arrived();
  const rotations = writers.flatMap((writer) =>
    writer.files().flatMap(({ rotated }) => {
      const what = `a log of ${writer.name} was put aside`;
      return rotated ? [{ what, time: rotated.getTime() }] : [];
    }),
  );
  return { since, writers, disturbances: [gone, ...first, back, ...second, ...rotations] };
}

/** The lines of pods, from the files of their nodes to Loki: each exactly once, with the labels that tell whose it is. */
export function podLogs(system: () => System): void {
  describe('lines of pods, from files', () => {
    let story: Story;
    let writers: readonly LogWriter[] = [];

    beforeAll(async () => {
      writers = [
        await LogWriter.start(system(), 'writer-1', 'node-1'),
        await LogWriter.start(system(), 'writer-2', 'node-2'),
        await LogWriter.start(system(), 'writer-3', 'node-1'),
        await LogWriter.startStatic(system(), 'writer-4', 'node-2'),
      ];
      story = await tell(system(), writers);
    }, 600_000);

    afterAll(async () => {
      await all(writers, (writer) => writer.remove());
    });

    it('fill files, which are put aside three times and compressed', async () => {
      for (const writer of story.writers) {
        const isDone = () => {
          const names = writer.files().flatMap(({ name, rotated }) => (rotated ? [name] : []));
          return names.length >= 3 && names.some((name) => name.endsWith('.gz'))
            ? names
            : undefined;
        };
        await until(`three files of ${writer.name} are put aside`, 10, async () => isDone());
      }
    });

    const judge = async (isMeant: (writer: LogWriter) => boolean) => {
      const { since, disturbances } = story;
      const faults: string[] = [];
      let saw = 0;
      for (const writer of story.writers.filter(isMeant)) {
        const lines = await arrivedOf(system(), writer, since);
        const verdict = exactlyOnce(writer.name, linesPerWriter, lines, disturbances);
        faults.push(...verdict.faults);
        saw += verdict.saw;
      }
      return { saw, faults };
    };

    const isStatic = ({ name, pod }: LogWriter) => name !== pod;

    it('arrive once each: Loki was away for a while, and each Alloy killed twice', async () => {
      const { saw, faults } = await judge((writer) => !isStatic(writer));
      expect(faults).toEqual([]);
      expect(saw).toBe(3 * linesPerWriter);
    });

    it('arrive once each from a static pod', async () => {
      const { saw, faults } = await judge(isStatic);
      expect(faults).toEqual([]);
      expect(saw).toBe(linesPerWriter);
    });

    it('have the labels that tell whose they are, and no others', async () => {
      const { loki } = await askAsGrafana(system());
      const matched = { 'match[]': selector(labels.job) };
      type Series = Wrapped<readonly Readonly<Record<string, string>>[]>;
      const { data } = await loki.json<Series>('/loki/api/v1/series', matched);
      // Loki splits a stream that brings very much, and tells the parts apart by a label of its own.
      const streams = data.map(({ __stream_shard__: _, ...stream }) => stream);
      expect(streams).toEqual(streams.map(() => labels));
      expect(streams).not.toEqual([]);
    });
  });
}
