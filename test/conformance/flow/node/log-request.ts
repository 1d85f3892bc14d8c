import type { CriRecord } from './cri-format.js';
import type { Reading } from './log-reader.js';

/** What may be asked of a log, in the words of the API's `PodLogOptions`. */
export interface LogRequest {
  readonly previous: boolean;
  readonly follow: boolean;
  readonly timestamps: boolean;
  readonly tailLines?: number;
  readonly limitBytes?: number;
  /** The time from which on lines are wanted, as records have it. */
  readonly since?: string;
}

/** A `Date` as records write theirs. */
const asRecorded = (date: Date): string => `${date.toISOString().slice(0, -1)}000000Z`;

/** Reads a request; undefined where a number or time in it is none. */
export function logRequest(query: URLSearchParams): LogRequest | undefined {
  const numbers = ['tailLines', 'limitBytes', 'sinceSeconds'] as const;
  const [tailLines, limitBytes, sinceSeconds] = numbers.map((name) =>
    query.has(name) ? Number(query.get(name)) : undefined,
  );
  const sinceTime = query.get('sinceTime');
  const since =
    sinceSeconds !== undefined
      ? new Date(Date.now() - sinceSeconds * 1000)
      : sinceTime
        ? new Date(sinceTime)
        : undefined;
  const wrong = [tailLines, limitBytes, sinceSeconds, since?.getTime()].some(
    (value) => value !== undefined && !(value >= 0 && Number.isInteger(value)),
  );
  if (wrong) return undefined;
  return {
    previous: query.get('previous') === 'true',
    follow: query.get('follow') === 'true',
    timestamps: query.get('timestamps') === 'true',
    ...(tailLines === undefined ? {} : { tailLines }),
    ...(limitBytes === undefined ? {} : { limitBytes }),
    ...(since === undefined ? {} : { since: asRecorded(since) }),
  };
}

/** The text that answers a request, in pieces. */
export async function* logText(
  readings: AsyncIterable<Reading>,
  { tailLines, limitBytes = Number.POSITIVE_INFINITY, since = '', timestamps }: LogRequest,
): AsyncGenerator<Buffer> {
  let left = limitBytes;
  let startsLine = true;
  const print = ({ time, partial, text }: CriRecord): string => {
    if (time < since) return '';
    const line = `${timestamps && startsLine ? `${time} ` : ''}${text}${partial ? '' : '\n'}`;
    startsLine = !partial;
    return line;
  };
  for await (const records of tailed(readings, tailLines)) {
    const piece = Buffer.from(records.map(print).join(''), 'latin1').subarray(0, left);
    left -= piece.length;
    if (piece.length > 0) yield piece;
    if (left <= 0) return;
  }
}

/** Leaves out all but the last lines of what there is; what comes later is whole. */
async function* tailed(
  readings: AsyncIterable<Reading>,
  lines: number | undefined,
): AsyncGenerator<readonly CriRecord[]> {
  let held: CriRecord[] | undefined = lines === undefined ? undefined : [];
  for await (const reading of readings) {
    if (held === undefined) {
      if (reading !== 'all so far') yield reading;
    } else if (reading === 'all so far') {
      yield held;
      held = undefined;
    } else held = lastOf(held.concat(reading), lines ?? 0);
  }
}

const lastOf = (records: CriRecord[], count: number): CriRecord[] =>
  count === 0 ? [] : records.slice(-count);
