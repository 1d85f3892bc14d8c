import deepmerge from 'deepmerge';

/**
 * A configuration with a user's own words put over it: objects are merged key by key, everything else,
 * lists included, is replaced.
 */
export const merge = (config: object, over: object = {}): object =>
  deepmerge(config, over, { arrayMerge: (_, theirs) => theirs });
