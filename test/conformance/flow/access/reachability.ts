import type { Flow } from '../../../../lib/core/index.js';
import type { Verdict } from '../../cluster/checks.js';
import type { Live } from '../../cluster/kubectl.js';
import type { Reached } from '../system/relay-types.js';
import { arrow, isByAddress, isPeer, isTo, type Wired } from './arrows.js';
import { type Door, doors, type Outside, type Party, parties } from './parties.js';

/** A pod, by its name. */
export type PodName = NonNullable<Party['pod']>;

/** One TCP connection to try. */
export interface Attempt {
  readonly source: PodName;
  readonly address: string;
  readonly port: number;
  /** Refused by a reset, as policies refuse here: silence would mean that somebody is not there. */
  readonly expected: 'open' | 'refused';
  /** Whether an arrow was recorded for it. */
  readonly arrow: boolean;
  /** `prometheus → loki:3100 (scrapes loki)`; the same for each replica. */
  readonly title: string;
}

/** Everything to try in a cluster, and the arrows of which nothing can be tried. */
export interface Plan {
  readonly attempts: readonly Attempt[];
  readonly untried: readonly string[];
}

/**
 * What must be open and what must be refused: from each running pod to each port of each other, straight and
 * through Services; to the kubelets, the API server and what is outside. That a port which refuses is listening
 * at all, a pod on its node's network shows, as each node is let in to its own pods.
 *
 * @param live pods, Services and nodes of the cluster
 * @param outside what plays the outside world, and where
 */
export function plan(
  workloads: readonly Wired[],
  live: readonly Live[],
  outside: readonly Outside[],
): Plan {
  const all = parties(live, workloads, outside);
  const targets = doors(live, all);
  const attempts = all.flatMap((source) =>
    targets
      .filter(({ behind }) => !behind.includes(source))
      .flatMap((door) => attempt(source, door)),
  );
  return { attempts, untried: untried(workloads, all, targets) };
}

function attempt(source: Party, door: Door): readonly Attempt[] {
  const [found, ...others] = door.behind.map((one) => expectation(source, one, door.judged));
  // Behind a Service a node's own pods and others may stand side by side, and nobody knows which it will be.
  const agreed = others.every((other) => other?.expected === found?.expected);
  if (!source.pod || !found || !agreed) return [];
  const { address, port } = door;
  const { reason, ...rest } = found;
  const title = `${source.title} → ${door.title} (${reason})`;
  return [{ source: source.pod, address, port, ...rest, title }];
}

/** Arrows bind workloads of ours, but for those on the host's network: no policy holds them. */
const bound = ({ workload, end }: Party): Wired | undefined =>
  end.kind === 'pod' ? workload : undefined;

/** Nothing where neither end is bound, or where policies know the other by its address only. */
function expectation(
  source: Party,
  target: Party,
  port: number,
): (Pick<Attempt, 'expected' | 'arrow'> & { readonly reason: string }) | undefined {
  const admitted = arrow(bound(target)?.incoming ?? [], source.end, port);
  const made = source.workload ? arrow(source.workload.outgoing, target.end, port) : admitted;
  if (made) return { expected: 'open', arrow: true, reason: made.reason };
  const isOwnNode = source.end.kind === 'node' && source.node === target.node;
  if (isOwnNode && target.end.kind === 'pod')
    return { expected: 'open', arrow: false, reason: 'its own node' };
  const shutIn = shuts(bound(source)?.outgoing, port);
  const shutOut = !admitted && shuts(bound(target)?.incoming, port);
  return shutIn || shutOut ? { expected: 'refused', arrow: false, reason: 'no arrow' } : undefined;
}

const shuts = (flows: readonly Flow[] | undefined, port: number): boolean =>
  flows !== undefined && !isByAddress(flows, port);

/** Arrows that lead to nobody, or from nobody: they would be proven by nothing. */
function untried(
  workloads: readonly Wired[],
  all: readonly Party[],
  targets: readonly Door[],
): readonly string[] {
  const led = workloads.flatMap(({ name, outgoing }) => {
    const met = (flow: Flow) =>
      targets.some(({ behind: [far], judged }) => isPeer(flow.peer, far.end) && isTo(flow, judged));
    return lost(outgoing, met).map((reason) => `${name} → nobody (${reason})`);
  });
  const come = workloads.flatMap(({ name, incoming }) =>
    lost(incoming, ({ peer }) => all.some(({ end }) => isPeer(peer, end))).map(
      (reason) => `nobody → ${name} (${reason})`,
    ),
  );
  return [...led, ...come];
}

/** Reasons of arrows none of which is met. One reason may be several arrows: to each port the API server may have. */
function lost(flows: readonly Flow[], met: (flow: Flow) => boolean): readonly string[] {
  const reasons = new Set(flows.map(({ reason }) => reason));
  return [...reasons].filter((one) => !flows.some((flow) => flow.reason === one && met(flow)));
}

/** Tries all of them, those of one pod together. @param connect tries from one pod, and answers in the same order */
export async function tryAll(
  attempts: readonly Attempt[],
  connect: (source: PodName, targets: readonly Attempt[]) => Promise<readonly Reached[]>,
): Promise<ReadonlyMap<Attempt, Reached>> {
  const answers = new Map<Attempt, Reached>();
  for (const source of new Set(attempts.map((one) => one.source))) {
    const own = attempts.filter((one) => one.source === source);
    const reached = await connect(source, own);
    for (const [i, one] of own.entries()) answers.set(one, reached[i] ?? 'timeout');
  }
  return answers;
}

/** Says of each attempt that came out otherwise what was expected. */
export function judge(
  { attempts, untried }: Plan,
  answers: ReadonlyMap<Attempt, Reached>,
): Verdict {
  const faults = attempts.flatMap((one) => {
    const { source, address, port, expected, title } = one;
    const answer = answers.get(one) ?? 'not tried';
    if (answer === expected) return [];
    return [
      `${title}: ${answer}, not ${expected}, from pod ${source.namespace}/${source.name} to ${address}:${port}`,
    ];
  });
  return { saw: attempts.length, faults: [...untried, ...faults] };
}

/** How much was looked at, replicas not counted: `56 connections with an arrow open, 215 without one refused`. */
export function counted({ attempts }: Plan): string {
  const titles = (which: (one: Attempt) => boolean) =>
    new Set(attempts.filter(which).map(({ title }) => title)).size;
  const open = titles((one) => one.arrow);
  const refused = titles(({ expected }) => expected === 'refused');
  return `${open} connections with an arrow open, ${refused} without one refused`;
}
