// The lines of a report. Each check gives some of them.

/**
 * What one check came to.
 * @typedef {{ readonly state: 'ok' | 'fails' | 'skip', readonly text: string }} Line
 */

/** @returns {Line} what is as it should be */
export const ok = (text) => ({ state: 'ok', text });

/** @returns {Line} what was looked at, what is there instead, and what to do */
export const fails = (what, is, remedy) => ({ state: 'fails', text: `${what}: ${is}; ${remedy}` });

/** @returns {Line} what could not be asked, and why */
export const skip = (what, why) => ({ state: 'skip', text: `${what}: ${why}` });

/**
 * The faults of a check that looks at many things alike; one line where there are none, and none where there was
 * nothing to look at.
 *
 * @param {number} saw
 * @param {string} text what is so of all of them
 * @param {readonly Line[]} found
 * @returns {readonly Line[]}
 */
export const unless = (found, saw, text) => (found.length > 0 || saw === 0 ? found : [ok(text)]);

/** `Secrets`, `NetworkPolicies`, `StorageClasses`. */
export const plural = (noun) =>
  noun
    .replace(/([^aeiou])y$/, '$1ie')
    .replace(/(s|ch)$/, '$1e')
    .concat('s');

/** `1 Secret`, `2 Secrets`. */
export const count = (n, noun) => `${n} ${n === 1 ? noun : plural(noun)}`;
