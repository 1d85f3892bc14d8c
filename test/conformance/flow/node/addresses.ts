/** The addresses of one node's pods: `10.244.1.0/24` has 10.244.1.2 to 10.244.1.254. */
export class Addresses {
  private readonly prefix: string;
  private readonly taken = new Set<number>();
  private last = 1;

  /** @throws on a range other than a /24 */
  constructor(podCidr: string) {
    const [, prefix] = /^(\d+\.\d+\.\d+\.)0\/24$/.exec(podCidr) ?? [];
    if (!prefix) throw new Error(`podCidr: "${podCidr}" is no /24; give each node one`);
    this.prefix = prefix;
  }

  /** One after the other, so that nobody who still asks for a pod that is gone meets another in its place. */
  take(): string {
    for (let tried = 2; tried < 255; tried++) {
      this.last = this.last === 254 ? 2 : this.last + 1;
      if (this.taken.has(this.last)) continue;
      this.taken.add(this.last);
      return `${this.prefix}${this.last}`;
    }
    throw new Error(`podCidr: all of ${this.prefix}0/24 is taken; run fewer pods on this node`);
  }

  release(address: string): void {
    this.taken.delete(Number(address.slice(this.prefix.length)));
  }
}
