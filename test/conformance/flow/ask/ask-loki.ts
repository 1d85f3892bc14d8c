import {
  type Answer,
  Api,
  answer,
  type Range,
  type Result,
  type RuleEvaluator,
  type RuleGroupState,
  rangeParameters,
  type Wrapped,
} from './ask.js';

/** Lines of one stream, each with its time in nanoseconds. */
export interface Stream {
  readonly stream: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [string, string])[];
}

/** One line out of Loki. */
export interface Line {
  readonly labels: Readonly<Record<string, string>>;
  /** Nanoseconds since 1970: more than a number holds. */
  readonly time: bigint;
  readonly text: string;
}

/** Nanoseconds since 1970 of a time in milliseconds. */
export const nanoseconds = (milliseconds: number): bigint =>
  BigInt(Math.round(milliseconds)) * 1_000_000n;

/** Most lines that Loki gives at once, by its own default. */
const pageSize = 5000;

/** Lines of streams, the oldest first. */
export const linesOf = (streams: readonly Stream[]): readonly Line[] =>
  streams
    .flatMap(({ stream, values }) =>
      values.map(([time, text]) => ({ labels: stream, time: BigInt(time), text })),
    )
    .sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));

const keyOf = ({ labels, time, text }: Line): string => JSON.stringify([labels, `${time}`, text]);

/**
 * Loki, asked over its API.
 *
 * @see https://grafana.com/docs/loki/latest/reference/loki-http-api/
 */
export class LokiApi extends Api implements RuleEvaluator {
  /** The value of a metric query now. */
  async query(query: string): Promise<Answer> {
    return answer(await this.json<Wrapped<Result>>('/loki/api/v1/query', { query }));
  }

  /** The values of a metric query; of a query for lines, as many streams as have some. */
  async queryRange(query: string, range: Range): Promise<Answer> {
    const parameters = { query, ...rangeParameters(range), limit: `${pageSize}` };
    return answer(await this.json<Wrapped<Result>>('/loki/api/v1/query_range', parameters));
  }

  /**
   * Every line of a query, page by page, the oldest first.
   *
   * @param start from when on, in nanoseconds
   * @param end before when
   * @throws when more lines than a page holds are of one moment, as no page could lead past them
   */
  async lines(query: string, start: bigint, end: bigint): Promise<readonly Line[]> {
    const all: Line[] = [];
    let from = start;
    let seen = new Set<string>();
    for (;;) {
      const page = await this.page(query, from, end);
      // A page begins at the moment the one before it ended with, and repeats its lines of then.
      const fresh = page.filter((line) => !seen.has(keyOf(line)));
      for (const line of fresh) all.push(line);
      const newest = page.at(-1)?.time;
      if (page.length < pageSize || newest === undefined) return all;
      if (newest === from && fresh.length === 0)
        throw new Error(
          `${query}: over ${pageSize} lines are of the moment ${from}; ask for fewer`,
        );
      seen = new Set(page.filter(({ time }) => time === newest).map(keyOf));
      from = newest;
    }
  }

  /** Names of the labels of what came in lately. */
  async labels(): Promise<readonly string[]> {
    // Nothing is given where Loki knows none.
    return (await this.json<Partial<Wrapped<string[]>>>('/loki/api/v1/labels')).data ?? [];
  }

  /** Values of a label, on the streams that a selector takes. */
  async labelValues(label: string, query?: string): Promise<readonly string[]> {
    const path = `/loki/api/v1/label/${label}/values`;
    return (await this.json<Partial<Wrapped<string[]>>>(path, { query })).data ?? [];
  }

  async rules(): Promise<readonly RuleGroupState[]> {
    type Groups = Wrapped<{ groups: RuleGroupState[] }>;
    return (await this.json<Groups>('/prometheus/api/v1/rules')).data.groups;
  }

  private async page(query: string, start: bigint, end: bigint): Promise<readonly Line[]> {
    const { data } = await this.json<Wrapped<Result<Stream>>>('/loki/api/v1/query_range', {
      query,
      start: `${start}`,
      end: `${end}`,
      limit: `${pageSize}`,
      direction: 'forward',
    });
    return linesOf(data.result);
  }
}
