export class Unreachable extends Error {}
export function isReadOnly(args: readonly string[]): boolean;
