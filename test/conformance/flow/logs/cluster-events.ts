import type { CoreV1Event } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toYamlStream } from '../../../../lib/model/yaml.js';
import { until } from '../../cluster/run.js';
import { nanoseconds } from '../ask/ask-loki.js';
import { settled } from '../ask/settled.js';
import { askAsGrafana } from '../parts/stack.js';
import { flowSite } from '../system/sites.js';
import type { System } from '../system/system.js';
import { eventCollector, kill, savedAt, sentAfter } from './collectors.js';
import { type Arrived, account, count, exactlyOnce } from './log-checks.js';
import { logsNamespace, namespace } from './log-writers.js';

const reason = 'Numbered';

/** Something that has happened, with a number in its message. */
function numbered(series: string, number: number): CoreV1Event {
  const now = new Date();
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${series}-${number}`, namespace },
    involvedObject: { apiVersion: 'v1', kind: 'Pod', name: 'eventful', namespace },
    ...{ reason, type: 'Normal', message: `${series} ${number}`, count: 1 },
    ...{ firstTimestamp: now, lastTimestamp: now, source: { component: 'conformance' } },
  };
}

/** Makes so many events of a series: ten of them, and ten more a little later. */
async function happen(system: System, series: string, from: number, to: number): Promise<void> {
  for (let first = from; first <= to; first += 10) {
    const events = Array.from({ length: Math.min(10, to - first + 1) }, (_, i) =>
      numbered(series, first + i),
    );
    await system.kubectl.ok(['create', '-f', '-'], toYamlStream(events));
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Lines of events in Loki that have a text. */
async function lines(system: System, text: string, since: Date) {
  const { loki } = await askAsGrafana(system);
  const query = `{cluster="${flowSite.cluster}", job="kubernetes-events"} |= ${JSON.stringify(text)}`;
  const end = nanoseconds(Date.now() + 60_000);
  return await loki.lines(query, nanoseconds(since.getTime()), end);
}

/** The events of a series that have arrived. */
async function arrived(system: System, series: string, since: Date): Promise<readonly Arrived[]> {
  const found = await lines(system, `msg="${series} `, since);
  return found.map(({ text, time }) => {
    const number = Number(/msg="\S+ (\d+)"/.exec(text)?.[1] ?? 0);
    return { number, time: Number(time / 1_000_000n) };
  });
}

const firstOfEach = (found: readonly Arrived[]): readonly Arrived[] => [
  ...new Map(found.map((one) => [one.number, one])).values(),
];

/** Deletes all events that were made here. */
const forget = (system: System): Promise<string> =>
  system.kubectl.ok(['delete', 'events', '--all', `--namespace=${namespace}`]);

/** Kubernetes events: each arrives, and once; where their collector is killed, each at least once. */
export function clusterEvents(system: () => System): void {
  describe('events', () => {
    // Events tell whole seconds, so the first may be older than its making.
    const since = new Date(Date.now() - 5000);

    beforeAll(async () => {
      await system().kubectl.ok(['apply', '-f', '-'], toYamlStream([logsNamespace]));
    });

    it('arrive once each', async () => {
      await happen(system(), 'steady', 1, 100);
      const { saw, faults } = await settled(60, async () =>
        exactlyOnce('events', 100, await arrived(system(), 'steady', since), []),
      );
      expect(faults).toEqual([]);
      expect(saw).toBe(100);
    });

    // A kill that comes late, after the collector has noted what Loki does not have yet, loses lines: that is tried again.
    let trial = 0;
    it('arrive, though their collector is killed', async () => {
      const total = 200;
      await forget(system());
      const series = `killed${++trial}`;
      await happen(system(), series, 1, 60);
      // As with files: what it has noted is not always what Loki has taken.
      await until('the collector of events is fit for a kill', 60, async () => {
        const saved = await savedAt(system(), eventCollector);
        return saved && Date.now() - saved.getTime() > sentAfter ? true : undefined;
      });
      const [time] = await Promise.all([
        kill(system(), eventCollector),
        happen(system(), series, 61, total),
      ]);
      const done = [{ what: 'the collector of events was killed', time: time.getTime() }];
      let again = 0;
      const { saw, faults } = await settled(60, async () => {
        const found = await arrived(system(), series, since);
        again = count(account(total, found).again);
        // Those that come again are told, and right.
        return exactlyOnce('events', total, firstOfEach(found), done);
      });
      process.stdout.write(
        `events: the collector was killed, and ${again} of ${total} are there again\n`,
      );
      expect(faults).toEqual([]);
      expect(saw).toBe(total);
    });

    it('arrive whoever tells of them', async () => {
      // The system and all that it tells of are younger.
      const early = new Date(Date.now() - 3_600_000);
      const verdict = await settled(30, async () => {
        const told = await lines(system(), 'eventRV=', early);
        const versions = new Set(told.map(({ text }) => /eventRV=(\d+)/.exec(text)?.[1]));
        const events = await system().kubectl.list('events');
        const missing = events.filter(({ metadata }) => !versions.has(metadata.resourceVersion));
        const faults = missing.map(
          ({ metadata, message }) => `event ${metadata.namespace}/${metadata.name}: ${message}`,
        );
        return { saw: events.length, faults };
      });
      expect(verdict.faults).toEqual([]);
      expect(verdict.saw).toBeGreaterThan(200);
    });

    afterAll(() => forget(system()));
  });
}
