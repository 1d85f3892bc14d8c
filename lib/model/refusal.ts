/**
 * One sentence of refusal in the shape every error of this library has: where, what is wrong with the
 * value given, and what to write instead.
 *
 * @example
 * refusal('20-logs/loki', 'retention "12h" is shorter than 24h', 'give 24h or more')
 */
export const refusal = (where: string, problem: string, remedy: string): string =>
  `${where}: ${problem}; ${remedy}`;

/** Throws a {@link refusal}: for a wrong argument, at the call that brought it. */
export function refuse(where: string, problem: string, remedy: string): never {
  throw new Error(refusal(where, problem, remedy));
}
