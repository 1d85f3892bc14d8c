import type { Relay } from '../system/relay.js';

/** How often a batch is asked for: four times a second. */
const batchMs = 250;

/** Asks for a page again and again, until it is ended. */
export class Load {
  /** Answers so far. */
  answered = 0;
  /** What was answered otherwise than by the page, each once. */
  readonly faults = new Set<string>();
  private ending = false;
  private readonly over: Promise<void>;

  private constructor(
    private readonly relay: Pick<Relay, 'fetch'>,
    private readonly url: string,
    private readonly batch: number,
  ) {
    this.over = this.run();
  }

  /** @param perSecond how many requests, each on a connection of its own */
  static start(relay: Pick<Relay, 'fetch'>, url: string, perSecond: number): Load {
    return new Load(relay, url, Math.round((perSecond * batchMs) / 1000));
  }

  async end(): Promise<void> {
    this.ending = true;
    await this.over;
  }

  private async run(): Promise<void> {
    while (!this.ending) {
      const next = new Promise((resolve) => setTimeout(resolve, batchMs));
      await Promise.all([next, ...Array.from({ length: this.batch }, () => this.ask())]);
    }
  }

  private async ask(): Promise<void> {
    try {
      const { status } = await this.relay.fetch({ url: this.url });
      this.answered += 1;
      if (status !== 200) this.faults.add(`${this.url}: ${status}`);
    } catch (error) {
      this.faults.add(error instanceof Error ? error.message : String(error));
    }
  }
}
