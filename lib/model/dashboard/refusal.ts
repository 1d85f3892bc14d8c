/** Refuses a dashboard part in the one shape of every error: where, what is wrong, what to do instead. */
export function refuse(where: string, problem: string, remedy: string): never {
  throw new Error(`${where}: ${problem}; ${remedy}`);
}

/** Refuses a text that people are meant to read and nobody wrote: in JavaScript, one left out as well. */
export function refuseEmpty(
  where: string,
  what: string,
  text: string | undefined,
  remedy: string,
): void {
  const given = text ?? '';
  if (given.trim() === '') refuse(where, `${what} "${given}" is empty`, remedy);
}

/** Refuses a uid that Grafana would not store.
 *
 * @see https://grafana.com/docs/grafana/latest/developers/http_api/dashboard/#identifier-id-vs-unique-identifier-uid
 */
export function refuseBadUid(where: string, uid: string): void {
  if (!/^[a-zA-Z0-9_-]{1,40}$/.test(uid))
    refuse(
      where,
      `uid "${uid}" is not one of Grafana's`,
      'give 1 to 40 letters, digits, "-" and "_"',
    );
}
