import type { Matcher } from './promql.js';
import type { QueryNode } from './query-node.js';
import { type QueryTree, textOf, unquoted } from './query-tree.js';

/** A selector as it stands in an expression. */
export interface Selection {
  /** Undefined when the name is not given, or only as a regular expression. */
  readonly metric: string | undefined;
  /** What its labels must be, in the order of the text; a name that is sought by an expression is among them. */
  readonly matchers: readonly LabelMatcher[];
}

/** One matcher between the braces of a selector. */
export interface LabelMatcher {
  readonly label: string;
  readonly matcher: Matcher;
  /** As it is written: `pod!=""`. */
  readonly text: string;
}

/** The text of a name or of a string, the latter without its quotes. */
export function said(tree: QueryTree, node: QueryNode | null | undefined): string | undefined {
  const text = node && textOf(tree, node);
  return text && /^["'`]/.test(text) ? unquoted(text) : (text ?? undefined);
}

const operators: Readonly<Record<string, (value: string) => Matcher>> = {
  EqlSingle: (value) => value,
  Neq: (not) => ({ not }),
  EqlRegex: (re) => ({ re }),
  NeqRegex: (notRe) => ({ notRe }),
};

function matcherOf(node: QueryNode, tree: QueryTree): readonly LabelMatcher[] {
  const meaning = operators[node.getChild('MatchOp')?.firstChild?.name ?? ''];
  const label = said(tree, node.firstChild);
  if (meaning === undefined || label === undefined) return [];
  return [{ label, matcher: meaning(said(tree, node.lastChild) ?? ''), text: textOf(tree, node) }];
}

/** What a selector asks for. */
export function selectionOf(node: QueryNode, tree: QueryTree): Selection {
  const braces = node.getChild('LabelMatchers');
  const all = ['UnquotedLabelMatcher', 'QuotedLabelMatcher']
    .flatMap((kind) => braces?.getChildren(kind) ?? [])
    .sort((a, b) => a.from - b.from)
    .flatMap((matcher) => matcherOf(matcher, tree));
  const isName = ({ label, matcher }: LabelMatcher) =>
    label === '__name__' && typeof matcher === 'string';
  const named = all.find(isName)?.matcher;
  const first = node.getChild('Identifier') ?? braces?.getChild('QuotedLabelName');
  return {
    metric: said(tree, first) ?? (typeof named === 'string' ? named : undefined),
    matchers: all.filter((matcher) => !isName(matcher)),
  };
}
