import type { FoundBoard } from './boards.mjs';

export function contents(boards: readonly FoundBoard[]): string;
