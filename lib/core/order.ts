/** The entries of a map sorted by key: the order of verb calls must not show in what is written. */
export const byKey = <T>(map: ReadonlyMap<string, T>): readonly (readonly [string, T])[] =>
  [...map.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));

/** Words once each, sorted. */
export const sortedWords = (words: Iterable<string>): string[] => [...new Set(words)].sort();
