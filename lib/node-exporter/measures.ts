import type { Matchers, SelectorOf } from '../model/promql.js';

/** Asks for what one exporter shows. */
export interface Shown {
  /** A selector of one of its metrics. */
  readonly of: SelectorOf;
}

/** Where it can be written to: what cannot be is full by design. */
export const writable = ({ of }: Shown): string => `${of('node_filesystem_readonly')} == 0`;

/**
 * Share of each file system that programs can still write to.
 *
 * @param but which file systems; all when nothing is said
 */
export const spaceLeft = ({ of }: Shown, but?: Matchers): string =>
  `${of('node_filesystem_avail_bytes', but)} / ${of('node_filesystem_size_bytes')}`;

/** Share of free inodes of each file system that has a fixed number of them. */
export const inodesLeft = ({ of }: Shown, but?: Matchers): string =>
  `${of('node_filesystem_files_free', but)} / (${of('node_filesystem_files')} > 0)`;
