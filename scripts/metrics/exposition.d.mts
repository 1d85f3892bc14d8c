/** A metric as pages show it. */
export interface Shown {
  readonly type: string;
  /** Of all its samples together, without the one that its type implies. */
  readonly labels: ReadonlySet<string>;
  /** Whether it has a sample: many a program names its metrics before they have one. */
  readonly seen: boolean;
}

export const textFormat: { readonly accept: string };

/** What the pages of one program say, without values. */
export class Exposition {
  readonly metrics: ReadonlyMap<string, Shown>;
  readonly version: string | undefined;
  /** Adds a page. @throws where a metric is of two types */
  read(text: string): this;
}
