import type { GridJson } from './schema.js';

/** Columns of Grafana's grid; a row of it is 30 pixels high. */
export const gridColumns = 24;

/** Width in columns and height in rows of the grid. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Something that has found its place on the grid. */
export interface Placed<Part> {
  readonly part: Part;
  readonly gridPos: GridJson;
}

/**
 * Places panels as text flows: from left to right, and on a new line where the next one does not fit or
 * is not as high. Panels of a line that is not full widen in proportion, so that there is no gap.
 *
 * @param top row of the grid at which the first line begins
 * @example
 * flow([{ width: 4, height: 4 }, { width: 12, height: 4 }], 0) // widths 6 and 18
 */
export function flow<Part extends Size>(parts: readonly Part[], top: number): Placed<Part>[] {
  let y = top;
  return lines(parts).flatMap((line) => {
    const placed = fill(line, y);
    y = bottom(placed, y);
    return placed;
  });
}

/** The first row of the grid that is free below what is placed. */
export const bottom = (placed: readonly Placed<unknown>[], top: number): number =>
  placed.reduce((lowest, { gridPos }) => Math.max(lowest, gridPos.y + gridPos.h), top);

function lines<Part extends Size>(parts: readonly Part[]): Part[][] {
  const all: Part[][] = [];
  let line: Part[] = [];
  for (const part of parts) {
    const fits = widthOf(line) + part.width <= gridColumns && line[0]?.height === part.height;
    if (!fits) {
      line = [];
      all.push(line);
    }
    line.push(part);
  }
  return all;
}

// Edges are rounded, not widths: what one panel loses by rounding, its neighbour gains.
function fill<Part extends Size>(line: readonly Part[], y: number): Placed<Part>[] {
  const total = widthOf(line);
  const edge = (count: number): number =>
    Math.round((widthOf(line.slice(0, count)) * gridColumns) / total);
  return line.map((part, index) => ({
    part,
    gridPos: { h: part.height, w: edge(index + 1) - edge(index), x: edge(index), y },
  }));
}

const widthOf = (line: readonly Size[]): number => line.reduce((sum, { width }) => sum + width, 0);
