/** A request as a pod makes it. */
export interface RelayRequest {
  readonly url: string;
  /** @default - GET */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** @default - 10 seconds */
  readonly timeoutMs?: number;
}

/** What came back. */
export interface RelayResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** Where a connection is tried. */
export interface RelayTarget {
  readonly address: string;
  readonly port: number;
}

/** What became of a connection; `refused` is what nobody listens for, and what a policy rejects. */
export type Reached = 'open' | 'refused' | 'timeout' | 'unreachable';

/** A line to the process in the pod, and the line it answers with, by the same number. */
export type RelayAsk =
  | { readonly id: number; readonly fetch: RelayRequest }
  | {
      readonly id: number;
      readonly connect: readonly RelayTarget[];
      readonly timeoutMs: number;
    };

export type RelayAnswer =
  | { readonly id: number; readonly error: string }
  | { readonly id: number; readonly response: RelayResponse }
  | { readonly id: number; readonly reached: readonly Reached[] };
