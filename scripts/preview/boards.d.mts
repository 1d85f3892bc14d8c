/** A panel as it is written, or a heading with what it holds. */
export interface BoardPanel {
  readonly id?: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly collapsed?: boolean;
  readonly gridPos: {
    readonly x: number;
    readonly y: number;
    readonly w: number;
    readonly h: number;
  };
  readonly targets?: readonly object[];
  readonly fieldConfig?: object;
  readonly options?: object;
  readonly transformations?: readonly object[];
  readonly panels?: readonly BoardPanel[];
}

/** A dashboard as it is written. */
export interface Board {
  readonly uid: string;
  readonly title: string;
  readonly description?: string;
  readonly panels: readonly BoardPanel[];
  readonly time?: { readonly from: string; readonly to: string };
  readonly refresh?: string;
  readonly templating?: { readonly list: readonly object[] };
  readonly links?: readonly object[];
}

/** A dashboard, and the system it is of. */
export interface FoundBoard {
  readonly board: Board;
  readonly system: string;
}

export function everyBoard(
  bySystem: Readonly<Record<string, readonly object[]>>,
): readonly FoundBoard[];
export function panelsOf(board: Board): readonly BoardPanel[];
export function queriesOf(board: Board): { readonly opened: number; readonly all: number };
