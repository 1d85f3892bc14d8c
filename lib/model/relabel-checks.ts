import { labelNameError, refuseName } from './promql.js';
import { checkRe2, re2Groups } from './re2.js';

/** What every refusal of a step begins with: a step has no name, and its maker stands in the stack. */
export const WHERE = 'relabel';

/** Refuses names that not every tool reads as the name of a label. */
export function checkLabels(names: readonly string[]): void {
  for (const name of names) refuseName(WHERE, labelNameError(name));
}

/** Refuses a step that looks at no label. */
export function checkSources(names: readonly string[], remedy: string): void {
  checkLabels(names);
  if (names.length === 0) throw new Error(`${WHERE}: from "" names no label; ${remedy}`);
}

/** Refuses what RE2 cannot read. */
export const checkRegex = (pattern: string): void => checkRe2(WHERE, pattern);

/**
 * Refuses a replacement that refers to a group its expression does not have. Products put nothing in
 * its place, without a word: the label is then empty, or gone.
 */
export function checkReplacement(template: string, pattern: string): void {
  checkRegex(pattern);
  const groups = ['0', ...re2Groups(pattern)];
  for (const [reference, braced, plain = ''] of template.matchAll(/\$(?:\$|\{(\w+)\}|(\w+))/g)) {
    const name = braced ?? plain;
    if (reference === '$$' || groups.includes(name)) continue;
    // `$1_total` is read as the group "1_total".
    const [, meant, rest] = /^(\d+)(\D.*)$/.exec(name) ?? [];
    const remedy =
      meant === undefined
        ? 'put what it is to stand for in parentheses, or write "$$" for a dollar'
        : `write "\${${meant}}${rest}"`;
    throw new Error(
      `${WHERE}: replacement "${template}" refers to group "${name}", ` +
        `which regex "${pattern}" does not have; ${remedy}`,
    );
  }
}
