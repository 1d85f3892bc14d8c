import { describe, expect, it } from 'vitest';
import { flow, type Size } from '../../lib/model/dashboard/index.js';

/** Shapes written as `width x height`. */
const sizes = (shapes: string): Size[] =>
  shapes.split(' ').map((shape) => {
    const [width = 0, height = 0] = shape.split('x').map(Number);
    return { width, height };
  });

/** Places written as `width x height @ column, row`. */
const places = (shapes: string, top = 0): string =>
  flow(sizes(shapes), top)
    .map(({ gridPos: { x, y, w, h } }) => `${w}x${h}@${x},${y}`)
    .join(' ');

describe('the layout', () => {
  it.each([
    ['one panel fills its line', '4x4', '24x4@0,0'],
    ['a full line stays as it is', '12x8 12x8', '12x8@0,0 12x8@12,0'],
    ['equal panels share what is left', '4x4 4x4 4x4 4x4', '6x4@0,0 6x4@6,0 6x4@12,0 6x4@18,0'],
    [
      'what cannot be shared evenly goes where rounding puts it',
      '4x4 4x4 4x4 4x4 4x4',
      '5x4@0,0 5x4@5,0 4x4@10,0 5x4@14,0 5x4@19,0',
    ],
    ['unequal panels share it in proportion', '4x8 12x8', '6x8@0,0 18x8@6,0'],
    ['what does not fit goes to the next line', '12x8 12x8 12x8', '12x8@0,0 12x8@12,0 24x8@0,8'],
    ['what is higher goes to the next line', '4x4 4x4 12x8', '12x4@0,0 12x4@12,0 24x8@0,4'],
    ['the narrowest panels keep a column each', '1x2 1x2 20x2', '1x2@0,0 1x2@1,0 22x2@2,0'],
  ])('%s', (_, shapes, expected) => {
    expect(places(shapes)).toBe(expected);
  });

  it('begins at the row it is given', () => {
    expect(places('24x2 24x3', 7)).toBe('24x2@0,7 24x3@0,9');
  });

  it.each(Array.from({ length: 60 }, (_, seed) => seed))(
    'covers each cell once, in order (shapes of seed %i)',
    (seed) => {
      const placed = flow(shapesOf(seed), 0).map(({ gridPos }) => gridPos);
      const cells = placed.flatMap(({ x, y, w, h }) =>
        Array.from({ length: w * h }, (_, i) => (y + Math.floor(i / w)) * 24 + x + (i % w)),
      );
      expect(new Set(cells).size).toBe(cells.length);
      expect(Math.max(...cells) + 1).toBe(cells.length);
      expect(placed.every(({ x, w }) => w >= 1 && x + w <= 24)).toBe(true);
      const starts = placed.map(({ x, y }) => y * 24 + x);
      expect(starts).toEqual([...starts].sort((a, b) => a - b));
    },
  );
});

/** Up to 30 shapes, the same for the same seed. */
function shapesOf(seed: number): Size[] {
  let state = seed + 1;
  const upTo = (most: number): number => {
    state = (state * 48271) % 2147483647;
    return 1 + (state % most);
  };
  return Array.from({ length: upTo(30) }, () => ({ width: upTo(24), height: upTo(3) }));
}
