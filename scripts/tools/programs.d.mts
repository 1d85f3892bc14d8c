/** A real program, and what is needed to build it. */
export interface Program {
  readonly name: string;
  /** Its folder in tools/. */
  readonly folder: string;
  /** The Go module it is part of. */
  readonly module: string;
}

/** What a search for a program came to. */
export interface Found {
  readonly name: string;
  /** The version wanted, as people write it: `3.15.0`. */
  readonly version: string;
  readonly path: string | undefined;
  /** Programs of that name that are of another version, with what they say. */
  readonly wrong: readonly string[];
}

export const root: string;
export const binDir: string;
export const programs: readonly Program[];
export function pinned(folder: string): string;
export function released(folder: string): string;
export function find(program: Program): Found;
