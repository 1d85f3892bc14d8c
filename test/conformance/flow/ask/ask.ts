import type { RelayRequest, RelayResponse } from '../system/relay-types.js';

/** Sends a request from some place in the cluster; rejects where nobody answers. */
export type Fetch = (request: RelayRequest) => Promise<Pick<RelayResponse, 'status' | 'body'>>;

type Parameters = Readonly<Record<string, string | readonly string[] | undefined>>;

const encoded = (parameters: Parameters): string => {
  const pairs = Object.entries(parameters).flatMap(([name, value = []]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  );
  return new URLSearchParams(pairs).toString();
};

/** What is common to the programs' APIs: a URL that the stack knows, and JSON. */
export class Api {
  /** @param url as the stack has it: of a `Datasource` or another `Endpoint` */
  constructor(
    readonly url: string,
    private readonly fetch: Fetch,
  ) {}

  /** @throws when it answers anything but 2xx, with what it said */
  async text(path: string, parameters: Parameters = {}): Promise<string> {
    const query = encoded(parameters);
    return await this.send({ url: `${this.url}${path}${query && `?${query}`}` });
  }

  /** What a GET answers; its type is the API's word, as its documentation gives it. */
  async json<T>(path: string, parameters: Parameters = {}): Promise<T> {
    return JSON.parse(await this.text(path, parameters)) as T;
  }

  /** The same, asked by a form, which has room for a long query. */
  async form<T>(path: string, parameters: Parameters): Promise<T> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const url = `${this.url}${path}`;
    const body = encoded(parameters);
    return JSON.parse(await this.send({ url, method: 'POST', headers, body })) as T;
  }

  /** Sends an object as JSON. */
  async post<T>(path: string, object: object): Promise<T> {
    const headers = { 'content-type': 'application/json' };
    const url = `${this.url}${path}`;
    return JSON.parse(
      await this.send({ url, method: 'POST', headers, body: JSON.stringify(object) }),
    ) as T;
  }

  private async send(request: RelayRequest): Promise<string> {
    const { status, body } = await this.fetch(request);
    if (status >= 200 && status < 300) return body;
    const { method = 'GET', url } = request;
    throw new Error(`${method} ${url.split('?')[0]}: ${status}, ${body.trim().slice(0, 500)}`);
  }
}

/** A series of an answer: one value, or one for each step. */
export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [number, string];
  readonly values?: readonly (readonly [number, string])[];
}

/** What a query brought. */
export interface Answer {
  readonly series: readonly Series[];
  /** What the program says beside it: warnings, and hints of what is probably not meant. */
  readonly remarks: readonly string[];
}

/** The envelope that Prometheus and Loki share. */
export interface Wrapped<T> {
  readonly data: T;
  readonly warnings?: readonly string[];
  readonly infos?: readonly string[];
}

/** The result of a query as both have it; a scalar is one value without a series around it. */
export interface Result<T = Series> {
  readonly resultType: 'vector' | 'matrix' | 'scalar' | 'string' | 'streams';
  readonly result: readonly T[];
}

/** A query's answer out of its envelope. */
export function answer({ data, warnings = [], infos = [] }: Wrapped<Result>): Answer {
  const bare = data.resultType === 'scalar' || data.resultType === 'string';
  // Of these two the result is itself the pair of time and value.
  const series = bare
    ? [{ metric: {}, value: data.result as unknown as readonly [number, string] }]
    : data.result;
  return { series, remarks: [...warnings, ...infos] };
}

/** A rule as its evaluator has it. */
export interface RuleState {
  readonly name: string;
  readonly type: 'alerting' | 'recording';
  /** `unknown` until it was evaluated. */
  readonly health: 'ok' | 'err' | 'unknown';
  readonly lastError?: string;
  readonly state?: 'inactive' | 'pending' | 'firing';
}

/** A rule group as its evaluator has it. */
export interface RuleGroupState {
  readonly name: string;
  readonly file: string;
  readonly rules: readonly RuleState[];
}

/** Evaluates rules: Prometheus, and Loki's ruler, by the same API. */
export interface RuleEvaluator {
  rules(): Promise<readonly RuleGroupState[]>;
}

/** A stretch of time, in seconds since 1970, and how far its steps are apart. */
export interface Range {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

/** A range as the parameters that both take. */
export const rangeParameters = ({ start, end, step }: Range): Record<string, string> => ({
  start: `${start}`,
  end: `${end}`,
  step: `${step}`,
});

/** The last so many seconds. */
export const last = (seconds: number, step: number): Range => {
  const end = Math.floor(Date.now() / 1000);
  return { start: end - seconds, end, step };
};
