import { describe, expect, it } from 'vitest';
import { observability } from '../../charts/index.js';
import { App, type Manifest, type RenderedFile } from '../../lib/core/index.js';
import { example } from '../../sites/example.js';

/** What a rule looked at, and what it found wrong. */
export interface Verdict {
  /** How many things it judged: a rule that sees nothing proves nothing. */
  readonly saw: number;
  readonly faults: readonly string[];
}

export interface HouseRule {
  readonly judge: (objects: readonly Manifest[]) => Verdict;
  /** It must see at least as many things in the stack. */
  readonly atLeast: number;
  /** Changes that must be found, by what they do. */
  readonly mutations: Readonly<Record<string, (objects: Objects) => void>>;
}

/** Objects of the stack, free to be changed by a mutation. */
export class Objects {
  constructor(readonly all: Manifest[]) {}

  /** One of them, with whatever it holds. */
  // biome-ignore lint/suspicious/noExplicitAny: mutations reach into objects of every kind
  get(kind: string, name: string): any {
    const found = this.all.find((o) => o.kind === kind && o.metadata.name === name);
    if (!found) throw new Error(`${kind} ${name} is not in the stack`);
    return found;
  }
}

/** The files of the stack of the example site. */
export function stackFiles(): readonly RenderedFile[] {
  const app = new App();
  observability(app, example);
  return app.render();
}

const objects = stackFiles().flatMap((file) => file.objects.map((o) => o.manifest));

/** The objects of the stack, a fresh copy. */
export const stack = (): Manifest[] => structuredClone(objects);

/** A rule over the whole stack: it holds, it saw enough, and each mutation breaks it. */
export function houseRule(name: string, { judge, atLeast, mutations }: HouseRule): void {
  describe(name, () => {
    it('holds for the stack', () => {
      expect(judge(stack()).faults).toEqual([]);
    });
    it(`sees at least ${atLeast}`, () => {
      expect(judge(stack()).saw).toBeGreaterThanOrEqual(atLeast);
    });
    it.each(Object.entries(mutations))('finds %s', (_, mutate) => {
      const mutated = new Objects(stack());
      mutate(mutated);
      expect(judge(mutated.all).faults).not.toEqual([]);
    });
  });
}

/** `Kind namespace/name`, for messages. */
export const named = ({ kind, metadata }: Manifest): string =>
  `${kind} ${metadata.namespace ? `${metadata.namespace}/` : ''}${metadata.name}`;
