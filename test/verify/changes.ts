import type { Recorded } from './recorded.js';

/** Changes to a cluster by what they do, with the lines of a report that are then no longer ok. */
export type Changes = Readonly<Record<string, readonly [(cluster: Recorded) => void, ...string[]]>>;
