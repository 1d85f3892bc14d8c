import type { Closure } from '../closure/closure.js';
import { names } from './markdown.js';

/** Jobs by name; all of them in two words. */
export const jobNames = (some: readonly string[], { jobs }: Closure): string =>
  some.length > 1 && jobs.every(({ name }) => some.includes(name)) ? 'every job' : names(some);
