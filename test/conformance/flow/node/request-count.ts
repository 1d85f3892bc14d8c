/** Requests of one kind, with the labels that kubelets give them. */
export interface Requests {
  readonly method: string;
  readonly path: string;
  readonly server_type: 'readwrite';
  readonly long_running: 'false';
  readonly count: number;
}

/** How often each path of the node's API was asked for. */
export class RequestCount {
  private readonly counts = new Map<string, Requests>();

  add(method: string, path: string): void {
    const kind = kindOf(path);
    const key = `${method} ${kind}`;
    const count = (this.counts.get(key)?.count ?? 0) + 1;
    this.counts.set(key, {
      ...{ method, path: kind, server_type: 'readwrite', long_running: 'false', count },
    });
  }

  all(): readonly Requests[] {
    return [...this.counts.values()];
  }
}

/** The first part of a path; of metrics the second too. */
const kindOf = (path: string): string => {
  const [first = '', second] = path.split('/').slice(1);
  return first === 'metrics' && second ? `${first}/${second}` : first;
};
