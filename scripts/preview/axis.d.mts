export interface Axis {
  readonly min: number;
  readonly max: number;
  readonly interval: number;
}
export function axis(
  numbers: readonly number[],
  field: {
    readonly unit?: string;
    readonly min?: number;
    readonly max?: number;
    readonly custom?: { readonly axisSoftMin?: number; readonly axisSoftMax?: number };
  },
  lines: number,
): Axis;
