import type { Verdict } from '../../cluster/checks.js';
import type { NewSilence } from '../ask/ask-alertmanager.js';
import { nanoseconds } from '../ask/ask-loki.js';
import type { PrometheusApi } from '../ask/ask-prometheus.js';
import { comesTrue, patiently } from '../ask/patiently.js';
import { push } from '../logs/push-lines.js';
import { askAsGrafana, stackParts } from '../parts/stack.js';
import { instance } from '../system/pods.js';
import { flowSite } from '../system/sites.js';
import type { System } from '../system/system.js';

/** Ends all replicas of a program in one moment, as a loss of power would, and waits for their next start. */
export async function killAll(system: System, name: string): Promise<void> {
  const pods = () => system.pods(stackParts.prometheus.namespace, { [instance]: name });
  const before = (await pods()).map((pod) => pod.pid(name));
  await system.network.run('kill', ['-KILL', ...before.map(String)]);
  await comesTrue(`${name} has not started again`, 120, async () => {
    const now = (await pods()).map((pod) => pod.pid(name));
    return now.length === before.length && now.every((pid) => !before.includes(pid));
  });
}

/** How many samples there are of the two minutes before a time, of each series. */
async function samplesOf(
  prometheus: PrometheusApi,
  time: number,
): Promise<ReadonlyMap<string, number>> {
  // Counted here: a function over time forgets the names of metrics, without which series are alike.
  const { series } = await prometheus.query('{__name__=~".+"}[2m]', time);
  return new Map(series.map(({ metric, values = [] }) => [JSON.stringify(metric), values.length]));
}

const sum = (counts: Iterable<number>): number => [...counts].reduce((all, one) => all + one, 0);

/** Prometheus is killed. What is gone of the samples that could be queried before; saw how many there were. */
export async function samplesKept(system: System): Promise<Verdict> {
  const { prometheus } = await askAsGrafana(system);
  const time = Date.now() / 1000;
  const before = await samplesOf(prometheus, time);
  const { startTime } = await prometheus.runtimeInfo();
  await killAll(system, 'prometheus');
  const { faults } = await patiently(180, async () => {
    const after = await samplesOf(prometheus, time);
    const lost = [...before].flatMap(([series, count]) => {
      const missing = count - (after.get(series) ?? 0);
      return missing > 0 ? [{ series, missing }] : [];
    });
    const same = (await prometheus.runtimeInfo()).startTime === startTime;
    const gone = sum(lost.map(({ missing }) => missing));
    return {
      saw: after.size,
      faults: [
        ...(gone > 0 ? [`${gone} samples are gone, the first of ${lost[0]?.series}`] : []),
        ...(same ? ['it was not killed'] : []),
      ],
    };
  });
  return { saw: sum(before.values()), faults };
}

/** How many lines go to Loki in how many requests. */
const lines = { each: 100, requests: 50 };

/** How many that are. */
export const totalLines = lines.each * lines.requests;

/** Loki is killed as soon as it has said that it has some lines. What is gone of them; saw what is there. */
export async function linesKept(system: System): Promise<Verdict> {
  const { loki } = await askAsGrafana(system);
  const stream = { cluster: flowSite.cluster, namespace: 'conformance', job: 'conformance/kept' };
  const start = nanoseconds(Date.now());
  for (let request = 0; request < lines.requests; request++) {
    const values = Array.from({ length: lines.each }, (_, i) => {
      const number = request * lines.each + i;
      return [`${start + BigInt(number)}`, `line ${number}`] as const;
    });
    await push(system, [{ stream, values }]);
  }
  await killAll(system, 'loki');
  const total = totalLines;
  return patiently(240, async () => {
    const found = await loki.lines('{job="conformance/kept"}', start, start + BigInt(total));
    const there = new Set(found.map(({ text }) => text));
    const faults = [
      ...(there.size < total ? [`${total - there.size} of ${total} lines are gone`] : []),
      ...(found.length > there.size ? [`${found.length - there.size} lines are there again`] : []),
    ];
    return { saw: found.length, faults };
  });
}

/** A silence of what never happens. */
export const newSilence = (): NewSilence => ({
  matchers: [{ name: 'alertname', value: 'NeverHappens', isRegex: false, isEqual: true }],
  startsAt: new Date().toISOString(),
  endsAt: new Date(Date.now() + 3_600_000).toISOString(),
  createdBy: 'conformance',
  comment: 'outlives all Alertmanagers',
});

/** Every Alertmanager has a silence, and it is active. Saw the Alertmanagers. */
export async function silenced(system: System, id: string): Promise<Verdict> {
  const { alertmanagers } = await askAsGrafana(system);
  const faults = alertmanagers.map(async (one) => {
    const state = (await one.silences()).find((silence) => silence.id === id)?.status.state;
    return state === 'active' ? [] : [`${one.url}: the silence is ${state ?? 'gone'}`];
  });
  return { saw: alertmanagers.length, faults: (await Promise.all(faults)).flat() };
}
