import type { LRParser } from '@lezer/lr';
import { QueryNode } from './query-node.js';
import { re2Error } from './re2.js';
import { remembering } from './remembering.js';

/**
 * The variables Grafana fills in before a query is sent, longest first where one begins another. The
 * grammars know none of them.
 *
 * @see https://grafana.com/docs/grafana/latest/dashboards/variables/add-template-variables/#global-variables
 */
const variables = [
  'rate_interval',
  'interval_ms',
  'interval',
  'range_ms',
  'range_s',
  'range',
  'auto',
]
  .map((name) => `__${name}`)
  .flatMap((name) => [`\${${name}}`, `$${name}`]);

/** The first of Grafana's own variables in an expression: outside of Grafana nobody fills them in. */
export const grafanaVariable = (expr: string): string | undefined =>
  variables.find((variable) => expr.includes(variable));

/** A number, or a duration where the variable is one, exactly as long, so that columns stay true. */
function placeholder(variable: string): string {
  const ending = /_m?s\}?$/.test(variable) ? '0' : 'm';
  return `${'1'.padEnd(variable.length - 1, '0')}${ending}`;
}

/** What is wrong somewhere in an expression, and what to do about it. */
export type Slip = readonly [problem: string, remedy: string];

/** What has to be known of a language's grammar to find what its product would refuse. */
export interface Grammar {
  readonly parser: LRParser;
  /** The nodes that are string literals. */
  readonly string: string;
  /** Nodes that, directly before a string literal, make it an RE2 expression. */
  readonly regexOperators: readonly string[];
  /** What is wrong with a node that the grammar lets pass and the product refuses. */
  readonly slip?: (node: QueryNode, tree: QueryTree) => Slip | undefined;
}

/** One expression and the tree that a grammar made of it. */
export interface QueryTree {
  /** The expression as it was written. */
  readonly text: string;
  /** Every node, outer before inner, in the order of the text. */
  readonly nodes: readonly QueryNode[];
}

const readers = new Map<Grammar, (text: string) => QueryTree>();

/**
 * Parses an expression, with Grafana's own variables read as numbers or durations. Once: whether it is
 * right, what type it has and which windows it reads are asked one after the other.
 */
export function parseQuery(grammar: Grammar, text: string): QueryTree {
  const read = readers.get(grammar) ?? remembering((expr) => treeOf(grammar, expr));
  readers.set(grammar, read);
  return read(text);
}

function treeOf({ parser }: Grammar, text: string): QueryTree {
  const readable = variables.reduce(
    (query, variable) => query.replaceAll(variable, placeholder(variable)),
    text,
  );
  return { text, nodes: QueryNode.all(parser.parse(readable)) };
}

/** What stands in the text where a node is. */
export const textOf = (tree: QueryTree, node: QueryNode): string =>
  tree.text.slice(node.from, node.to);

/** `at column 5`, and in which line where there are several; both count from 1. */
function place(text: string, offset: number): string {
  const lines = text.slice(0, offset).split('\n');
  const column = `column ${(lines.at(-1) ?? '').length + 1}`;
  return text.includes('\n') ? `at line ${lines.length}, ${column}` : `at ${column}`;
}

const unescaped: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** What a string literal says: without its quotes, and with the usual escapes resolved. */
export function unquoted(literal: string): string {
  const body = literal.slice(1, -1);
  if (literal.startsWith('`')) return body;
  return body.replace(/\\(.)/gs, (_, letter: string) => unescaped[letter] ?? letter);
}

/** What is wrong with a string literal: both grammars let slips pass that the products refuse. */
function stringSlip(literal: string): Slip | undefined {
  const quote = literal.slice(0, 1);
  if (quote === '`') return undefined;
  const escapes = [...literal.slice(1).matchAll(/\\(.)/gs)].map(([, letter = '']) => letter);
  const odd = escapes.find((letter) => !`abfnrtv\\01234567xuU${quote}`.includes(letter));
  if (odd !== undefined) return [`unknown escape "\\${odd}" in a string`, `write "\\\\${odd}"`];
  const closed = literal.slice(1).replace(/\\./gs, '').endsWith(quote);
  return closed ? undefined : ['unclosed string', `close it with ${quote}`];
}

function isRegex(node: QueryNode, grammar: Grammar): boolean {
  const operator = node.prevSibling;
  if (operator === null) return false;
  return [operator, operator.firstChild].some(
    (candidate) => candidate !== null && grammar.regexOperators.includes(candidate.name),
  );
}

function slipAt(node: QueryNode, grammar: Grammar, tree: QueryTree): string | undefined {
  const text = textOf(tree, node);
  const isString = node.name === grammar.string;
  const [problem, remedy] = (isString ? stringSlip(text) : grammar.slip?.(node, tree)) ?? [];
  if (problem !== undefined) return `${problem} ${place(tree.text, node.from)}; ${remedy}`;
  const unreadable = isString && isRegex(node, grammar) ? re2Error(unquoted(text)) : undefined;
  return unreadable && `regex ${text} ${place(tree.text, node.from)} ${unreadable}`;
}

function breakAt(node: QueryNode, tree: QueryTree): string {
  const there = tree.text.slice(node.from).trimStart();
  const word = /^(?:\w+|\W)/u.exec(there)?.[0];
  const what = word === undefined ? 'unexpected end' : `unexpected "${word}"`;
  return `${what} ${place(tree.text, tree.text.length - there.length)}; correct it there`;
}

/**
 * Says what a product would refuse in an expression, with the column and the remedy; nothing when the
 * expression can be read.
 */
export function syntaxError(grammar: Grammar, expr: string): string | undefined {
  const tree = parseQuery(grammar, expr);
  const broken = tree.nodes.find((node) => node.type.isError);
  // Of a broken expression, only strings are worth telling of: an open one is what broke it.
  const judged = broken ? tree.nodes.filter(({ name }) => name === grammar.string) : tree.nodes;
  for (const node of judged) {
    const slip = slipAt(node, grammar, tree);
    if (slip !== undefined) return slip;
  }
  return broken && breakAt(broken, tree);
}
