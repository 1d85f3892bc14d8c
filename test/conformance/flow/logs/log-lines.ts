import { until } from '../../cluster/run.js';
import { nanoseconds } from '../ask/ask-loki.js';
import { askAsGrafana } from '../parts/stack.js';
import { flowSite } from '../system/sites.js';
import type { System } from '../system/system.js';
import type { Arrived } from './log-checks.js';
import { app, container, type LogWriter, namespace, numberOf } from './log-writers.js';

/** The labels of every writer's lines, of which each container has one stream. */
export const labels = {
  ...{ cluster: flowSite.cluster, namespace, app, container, job: `${namespace}/${container}` },
  // Loki's own, of the first of the labels that our config names.
  service_name: app,
};

/** A stream selector of a job's lines in the namespace of writers. */
export const selector = (job: string): string =>
  `{cluster="${flowSite.cluster}", namespace="${namespace}", job="${job}"}`;

/** Which lines of a writer are in Loki, by the job of who collected them. */
export async function arrivedOf(
  system: System,
  { name, pod }: LogWriter,
  since: Date,
  job: string = labels.job,
): Promise<readonly Arrived[]> {
  const { loki } = await askAsGrafana(system);
  const query = `${selector(job)} | pod="${pod}"`;
  const end = nanoseconds(Date.now() + 60_000);
  const lines = await loki.lines(query, nanoseconds(since.getTime()), end);
  return lines.map(({ text, time }) => {
    const number = numberOf(name, text);
    // Not numbered is not written: its number is none.
    return { number: number ?? 0, time: Number(time / 1_000_000n) };
  });
}

/** Waits until the last line that a writer was told to write is in Loki. */
export async function lastArrived(
  system: System,
  writer: LogWriter,
  since: Date,
  job: string = labels.job,
): Promise<void> {
  const { loki } = await askAsGrafana(system);
  const number = `${writer.ordered}`.padStart(6, '0');
  const query = `${selector(job)} |= "${writer.name} line ${number},"`;
  await until(`${writer.name}: line ${number} is in Loki`, 120, async () => {
    const end = nanoseconds(Date.now() + 60_000);
    const found = await loki
      .lines(query, nanoseconds(since.getTime()), end)
      // Loki itself may be on its way.
      .catch(() => []);
    return found[0];
  });
}
