import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Series } from './ask.js';
import type { Heard } from './queries.js';
import type { Question } from './questions.js';

/** Git ignores it. `npm run preview` draws the dashboards with what lies there. */
const folder = '.answers';

/** Enough to see what a panel looks like. */
const most = { points: 60, lines: 10, rows: 60, values: 20, logLines: 40, letters: 300 };

/** A stream of log lines, which Loki's answers have in the place of a series. */
interface Lines {
  readonly stream: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [string, string])[];
}

/** What a question brought, as it is stored. */
export interface StoredAnswer extends Pick<Question, 'answerer' | 'expr' | 'instant'> {
  /** How many series there were. */
  readonly total: number;
  /** Those that are kept. */
  readonly series: readonly (Series | Lines)[];
}

/** What a dashboard's questions brought, as it is stored in `.answers/<system>/<uid>.json`. */
export interface StoredBoard {
  /** When it was asked, in seconds since 1970. */
  readonly at: number;
  /** What each choice offered. */
  readonly choices: Readonly<Record<string, readonly string[]>>;
  readonly answers: readonly StoredAnswer[];
}

/** Stores what the dashboards of a system hear, a file each. */
export const storeAnswers =
  (system: string) =>
  (heard: Heard): void => {
    mkdirSync(join(folder, system), { recursive: true });
    const file = join(folder, system, `${heard.uid}.json`);
    writeFileSync(file, `${JSON.stringify(stored(heard, Date.now()))}\n`);
  };

/** What is kept of it: panels show a handful of lines, and a point for every few pixels. */
export const stored = ({ choices, answers }: Heard, now: number): StoredBoard => ({
  at: Math.floor(now / 1000),
  choices: Object.fromEntries(
    [...choices].map(([name, values]) => [name, values.slice(0, most.values)]),
  ),
  answers: answers.map(({ question: { answerer, expr, instant }, answer: { series } }) => ({
    answerer,
    expr,
    instant,
    total: series.length,
    series: kept(series, instant),
  })),
});

function kept(series: readonly (Series | Lines)[], instant: boolean): StoredAnswer['series'] {
  const streams = series.filter((one): one is Lines => 'stream' in one);
  if (streams.length > 0) return newest(streams);
  if (instant) return series.slice(0, most.rows);
  const lines = (series as readonly Series[]).toSorted((a, b) => lastOf(b) - lastOf(a));
  return thinned(lines.slice(0, most.lines));
}

const lastOf = ({ values = [] }: Series): number => {
  const value = Number(values.at(-1)?.[1] ?? Number.NaN);
  return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
};

/** As few points as are wanted, of all lines at the same times: a gap stays one. */
function thinned(lines: readonly Series[]): readonly Series[] {
  const times = [...new Set(lines.flatMap(({ values = [] }) => values.map(([time]) => time)))];
  times.sort((a, b) => b - a);
  const every = Math.ceil(times.length / most.points);
  const wanted = new Set(times.filter((_, index) => index % every === 0));
  return lines.map(({ metric, values = [] }) => ({
    metric,
    values: values.filter(([time]) => wanted.has(time)),
  }));
}

/** The newest lines of all streams together. */
function newest(streams: readonly Lines[]): readonly Lines[] {
  const times = streams.flatMap(({ values }) => values.map(([time]) => BigInt(time)));
  times.sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));
  const oldest = times[most.logLines - 1] ?? 0n;
  return streams
    .map(({ stream, values }) => ({
      stream,
      values: values
        .filter(([time]) => BigInt(time) >= oldest)
        .map(([time, text]) => [time, text.slice(0, most.letters)] as const),
    }))
    .filter(({ values }) => values.length > 0);
}
