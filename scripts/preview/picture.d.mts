import type { Board } from './boards.mjs';

/** A series of an answer, or a stream of log lines. */
export interface StoredSeries {
  readonly metric?: Readonly<Record<string, string>>;
  readonly stream?: Readonly<Record<string, string>>;
  readonly value?: readonly [number, string];
  readonly values?: readonly (readonly [number | string, string])[];
}

/** What is stored of a dashboard's queries. */
export interface Stored {
  readonly at: number;
  readonly choices: Readonly<Record<string, readonly string[]>>;
  readonly answers: readonly {
    readonly answerer: string;
    readonly expr: string;
    readonly instant: boolean;
    readonly total: number;
    readonly series: readonly StoredSeries[];
  }[];
}

export const panelTypes: readonly string[];
export function markOf(board: Board): string;
export function picture(board: Board, stored?: Stored): string;
