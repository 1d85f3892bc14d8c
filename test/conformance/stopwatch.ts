/** How long something was going on, whatever of it ran side by side. */
export class Stopwatch {
  private readonly running = new Map<string, { readonly since: number; readonly count: number }>();
  private readonly total = new Map<string, number>();

  start(name: string): void {
    const { since, count } = this.running.get(name) ?? { since: Date.now(), count: 0 };
    this.running.set(name, { since, count: count + 1 });
  }

  stop(name: string): void {
    const { since, count } = this.running.get(name) ?? { since: Date.now(), count: 1 };
    if (count > 1) {
      this.running.set(name, { since, count: count - 1 });
      return;
    }
    this.running.delete(name);
    this.total.set(name, (this.total.get(name) ?? 0) + (Date.now() - since) / 1000);
  }

  /** Of each name, in the order of their first stops. */
  get seconds(): ReadonlyMap<string, number> {
    return this.total;
  }
}
