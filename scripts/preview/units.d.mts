export const units: readonly string[];
export function digits(value: number, decimals?: number): string;
export function written(value: number, unit?: string, decimals?: number, now?: number): string;
