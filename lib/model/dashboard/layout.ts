import type { GridJson } from './schema.js';

/** Columns of Grafana's grid; a row of it is 30 pixels high. */
export const gridColumns = 24;

/** Width in columns and height in rows of the grid. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Places panels as text flows: from left to right, and on a new line where the next one does not fit or
 * is not as high. Panels of a line that is not full widen in proportion, so that there is no gap.
 *
 * @param top row of the grid at which the first line begins
 * @example
 * flow([{ width: 4, height: 4 }, { width: 12, height: 4 }], 0) // widths 6 and 18
 */
export function flow(sizes: readonly Size[], top: number): GridJson[] {
  let y = top;
  return lines(sizes).flatMap((line) => {
    const placed = fill(line, y);
    y = bottom(placed, y);
    return placed;
  });
}

/** The first row of the grid that is free below these panels. */
export const bottom = (placed: readonly GridJson[], top: number): number =>
  placed.reduce((lowest, { y, h }) => Math.max(lowest, y + h), top);

function lines(sizes: readonly Size[]): Size[][] {
  const all: Size[][] = [];
  let line: Size[] = [];
  for (const size of sizes) {
    const fits = widthOf(line) + size.width <= gridColumns && line[0]?.height === size.height;
    if (!fits) {
      line = [];
      all.push(line);
    }
    line.push(size);
  }
  return all;
}

// Edges are rounded, not widths: what one panel loses by rounding its neighbour gains.
function fill(line: readonly Size[], y: number): GridJson[] {
  const total = widthOf(line);
  const edge = (count: number): number =>
    Math.round((widthOf(line.slice(0, count)) * gridColumns) / total);
  return line.map((size, index) => ({
    h: size.height,
    w: edge(index + 1) - edge(index),
    x: edge(index),
    y,
  }));
}

const widthOf = (line: readonly Size[]): number => line.reduce((sum, { width }) => sum + width, 0);
