import type { Verdict } from '../../cluster/checks.js';

/** Something that was done to the stack while lines were written. */
export interface Disturbance {
  readonly what: string;
  /** Milliseconds since 1970, as below. */
  readonly time: number;
}

/** A numbered line that has arrived. */
export interface Arrived {
  readonly number: number;
  /** When it was written. */
  readonly time: number;
}

/** Numbers in a row that have the same fault. */
interface Stretch {
  readonly from: number;
  to: number;
  /** About when they were written. */
  readonly time: number;
}

/** How many numbers are missing and how many came again, and where. */
export interface Account {
  readonly saw: number;
  readonly missing: readonly Stretch[];
  readonly again: readonly Stretch[];
}

/** Compares the lines of one writer with what it wrote: 1 to `total`. */
export function account(total: number, lines: readonly Arrived[]): Account {
  const times = new Map<number, number>();
  const again: Arrived[] = [];
  for (const line of lines) {
    if (times.has(line.number)) again.push(line);
    else times.set(line.number, line.time);
  }
  const missing: Arrived[] = [];
  let time = lines[0]?.time ?? 0;
  for (let number = 1; number <= total; number++) {
    time = times.get(number) ?? time;
    if (!times.has(number)) missing.push({ number, time });
  }
  return { saw: lines.length, missing: stretches(missing), again: stretches(again) };
}

function stretches(lines: readonly Arrived[]): readonly Stretch[] {
  const all: Stretch[] = [];
  for (const { number, time } of [...lines].sort((a, b) => a.number - b.number)) {
    const last = all.at(-1);
    if (last && last.to + 1 === number) last.to = number;
    else all.push({ from: number, to: number, time });
  }
  return all;
}

/** How many numbers are in stretches. */
export const count = (all: readonly Stretch[]): number =>
  all.reduce((sum, { from, to }) => sum + to - from + 1, 0);

/** What was done nearest to a time. */
function near(time: number, disturbances: readonly Disturbance[]): string {
  const far = (one: Disturbance) => Math.abs(one.time - time);
  const [nearest] = [...disturbances].sort((a, b) => far(a) - far(b));
  if (!nearest) return '';
  const seconds = ((time - nearest.time) / 1000).toFixed(1);
  return `, ${seconds} s after: ${nearest.what}`;
}

/** Faults that are told one by one; of more, only how many there are. */
const told = 3;

function faults(what: string, all: readonly Stretch[], done: readonly Disturbance[]): string[] {
  if (all.length === 0) return [];
  const first = all.slice(0, told).map(({ from, to, time }) => {
    const when = new Date(time).toISOString().slice(11, 23);
    return `${from} to ${to}, written about ${when}${near(time, done)}`;
  });
  const more = all.length > told ? [`and in ${all.length - told} other places`] : [];
  return [`${count(all)} lines ${what}: ${[...first, ...more].join('; ')}`];
}

/**
 * Every line of a writer is there, and none twice. Saw its lines.
 *
 * @param disturbances what was done meanwhile; the nearest is told beside each fault
 */
export function exactlyOnce(
  writer: string,
  total: number,
  lines: readonly Arrived[],
  disturbances: readonly Disturbance[],
): Verdict {
  const { saw, missing, again } = account(total, lines);
  const beyond = lines.filter(({ number }) => number < 1 || number > total).length;
  return {
    saw,
    faults: [
      ...faults('missing', missing, disturbances),
      ...faults('are there again', again, disturbances),
      ...(beyond > 0 ? [`${beyond} lines that it never wrote`] : []),
    ].map((fault) => `${writer}: ${fault}`),
  };
}
