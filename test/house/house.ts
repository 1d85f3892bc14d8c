import { describe, expect, it } from 'vitest';
import { observability } from '../../charts/index.js';
import severedBlog from '../../examples/severed-blog/main.js';
import { App, type Manifest, type RenderedFile } from '../../lib/core/index.js';
import { example } from '../../sites/example.js';

export { named } from '../../scripts/closure/objects.js';

/** What a rule looked at, and what it found wrong. */
export interface Verdict {
  /** How many things it judged: a rule that sees nothing proves nothing. */
  readonly saw: number;
  readonly faults: readonly string[];
}

type Mutations = Readonly<Record<string, (objects: Objects) => void>>;

export interface HouseRule {
  readonly judge: (objects: readonly Manifest[], system: SystemName) => Verdict;
  /** It must see at least as many things in each system. */
  readonly atLeast: number | OfSystems<number>;
  /** Changes to the stack that must be found, by what they do. */
  readonly mutations: Mutations;
  /** The same of the severed-blog example, for what the stack has none of. @default - none */
  readonly blogMutations?: Mutations;
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
function stackFiles(): readonly RenderedFile[] {
  const app = new App();
  observability(app, example);
  return app.render();
}

/** The systems that rules judge: the stack of the example site, and each example that is a whole one. */
export const systems = {
  stack: stackFiles(),
  'severed-blog': severedBlog().render(),
} as const satisfies Readonly<Record<string, readonly RenderedFile[]>>;

export type SystemName = keyof typeof systems;

/** What is true of each system. */
export type OfSystems<T> = Readonly<Record<SystemName, T>>;

/** The edge: keys are those that were written above. */
export const systemNames = Object.keys(systems) as readonly SystemName[];

/** The objects of a system, a fresh copy. */
export const objectsOf = (system: SystemName): Manifest[] =>
  structuredClone(systems[system].flatMap((file) => file.objects.map((o) => o.manifest)));

/** The objects of the stack of the example site. */
export const stack = (): Manifest[] => objectsOf('stack');

/** A rule over whole systems: it holds for each, it saw enough, and each mutation breaks it. */
export function houseRule(name: string, rule: HouseRule): void {
  const { judge, atLeast, mutations, blogMutations = {} } = rule;
  const changes = [
    ...Object.entries(mutations).map(([what, mutate]) => ({ what, mutate, of: 'stack' as const })),
    ...Object.entries(blogMutations).map(([what, mutate]) => ({
      what,
      mutate,
      of: 'severed-blog' as const,
    })),
  ];
  describe(name, () => {
    it.each(systemNames)('holds for %s', (system) => {
      expect(judge(objectsOf(system), system).faults).toEqual([]);
    });
    it.each(systemNames)('sees enough of %s', (system) => {
      const least = typeof atLeast === 'number' ? atLeast : atLeast[system];
      expect(judge(objectsOf(system), system).saw).toBeGreaterThanOrEqual(least);
    });
    it.each(changes)('finds $what', ({ mutate, of }) => {
      const mutated = new Objects(objectsOf(of));
      mutate(mutated);
      expect(judge(mutated.all, of).faults).not.toEqual([]);
    });
  });
}
