import { describe, expect, it } from 'vitest';
import { arrowsOf, partsOf, stackSite } from '../../charts/index.js';
import severedBlog from '../../examples/severed-blog/main.js';
import { App } from '../../lib/core/index.js';
import { toYamlStream } from '../../lib/model/yaml.js';
import { example } from '../../sites/example.js';

/** A generator with a seed: the same shuffles in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function shuffled<T>(list: readonly T[], seed: number): T[] {
  const next = random(seed);
  return list
    .map((value) => ({ value, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}

type Arrows = ReturnType<typeof arrowsOf>;
type Order = (arrows: Arrows) => Arrows;

/** All that would be written. */
const textOf = (app: App): string =>
  app
    .render()
    .map(({ file, objects }) => `# ${file}\n${toYamlStream(objects.map((o) => o.manifest))}`)
    .join('');

function stack(inOrder: Order): App {
  const app = new App();
  for (const arrow of inOrder(arrowsOf(partsOf(app, stackSite(example))))) arrow();
  return app;
}

describe.each([
  { name: 'the stack', make: stack, shuffles: 50 },
  { name: 'severed-blog', make: severedBlog, shuffles: 10 },
])('$name is deterministic', ({ make, shuffles }) => {
  const written = (inOrder: Order) => textOf(make(inOrder));
  const first = written((arrows) => arrows);
  const seeds = Array.from({ length: shuffles }, (_, i) => i + 1);

  it('writes the same bytes in whatever order arrows are drawn', () => {
    let count = 0;
    make((arrows) => {
      count = arrows.length;
      return arrows;
    });
    expect(count).toBeGreaterThanOrEqual(35);
    for (const seed of seeds) expect(written((arrows) => shuffled(arrows, seed))).toBe(first);
  });

  it('writes the same bytes when every arrow is drawn twice', () => {
    expect(written((arrows) => [...arrows, ...arrows])).toBe(first);
  });

  it('writes other bytes when an arrow is missing', () => {
    // The fifth of either is one of those that scrape; others are demanded.
    expect(written((arrows) => arrows.filter((_, i) => i !== 4))).not.toBe(first);
  });
});
