/** What a command said, and how it ended. */
export interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** One question to a cluster: arguments of kubectl, and its input. */
export type Ask = (args: readonly string[], input?: string) => Promise<Output>;

/** What one check came to. */
export interface Line {
  readonly state: 'ok' | 'fails' | 'skip';
  readonly text: string;
}

export function verify(objects: readonly object[], ask: Ask): AsyncGenerator<Line>;
