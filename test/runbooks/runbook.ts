import type { RuleLanguage } from '../../lib/model/rule.js';

/** A query of a runbook, as a person copies it. */
export interface RunbookQuery {
  readonly language: RuleLanguage;
  readonly expr: string;
}

/** A page of docs/runbooks/, taken apart. */
export interface Runbook {
  readonly title: string;
  /** Headings of the second level, in their order. */
  readonly headings: readonly string[];
  readonly queries: readonly RunbookQuery[];
  /** Blocks of commands. */
  readonly commands: readonly string[];
  /** All words outside the headings, in lower case. */
  readonly words: readonly string[];
}

const isLanguage = (name: string): name is RuleLanguage => name === 'promql' || name === 'logql';

/** Takes the text of a runbook apart. */
export function runbook(text: string): Runbook {
  const blocks = [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(
    ([, language = '', body = '']) => ({ language, body: body.trim() }),
  );
  return {
    title: /^# (.+)$/m.exec(text)?.[1] ?? '',
    headings: [...text.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/^## (.+)$/gm)].map(
      ([, heading = '']) => heading,
    ),
    queries: blocks.flatMap(({ language, body }) =>
      isLanguage(language) ? [{ language, expr: body }] : [],
    ),
    commands: blocks.filter(({ language }) => language === 'sh').map(({ body }) => body),
    words:
      text
        .replace(/^#.*$/gm, '')
        .toLowerCase()
        .match(/[a-z0-9_:]+/g) ?? [],
  };
}

const run = 4;

/** Runs of four words, each once. */
const runsOf = (words: readonly string[]): ReadonlySet<string> =>
  new Set(words.slice(0, 1 - run).map((_, i) => words.slice(i, i + run).join(' ')));

/** The share of the shorter text that stands in the other as well, by runs of four words. */
export function shared(a: Runbook, b: Runbook): number {
  const [fewer, more] = [runsOf(a.words), runsOf(b.words)].sort((x, y) => x.size - y.size);
  if (!fewer || !more || fewer.size === 0) return 0;
  return [...fewer].filter((words) => more.has(words)).length / fewer.size;
}
