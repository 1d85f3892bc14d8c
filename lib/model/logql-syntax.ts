import { parser } from '@grafana/lezer-logql';
import { passesWithoutLabel } from './logql.js';
import type { Matcher } from './promql.js';
import type { QueryNode } from './query-node.js';
import {
  type Grammar,
  parseQuery,
  type QueryTree,
  type Slip,
  syntaxError,
  textOf,
  unquoted,
} from './query-tree.js';
import { remembering } from './remembering.js';

const operators: Readonly<Record<string, (value: string) => Matcher>> = {
  Eq: (value) => value,
  Neq: (not) => ({ not }),
  Re: (re) => ({ re }),
  Nre: (notRe) => ({ notRe }),
};

/** A selector that lets every stream pass: the grammar reads it, Loki refuses it. */
function slip(node: QueryNode, tree: QueryTree): Slip | undefined {
  if (node.name !== 'Selector') return undefined;
  const narrowing = tree.nodes.some(({ name, from, to, firstChild, lastChild }) => {
    if (name !== 'Matcher' || from < node.from || to > node.to || lastChild === null) return false;
    const matcher = operators[firstChild?.nextSibling?.name ?? '']?.(
      unquoted(textOf(tree, lastChild)),
    );
    return matcher !== undefined && !passesWithoutLabel(matcher);
  });
  return narrowing
    ? undefined
    : ['selector without a label that must have a value', 'add one, such as {namespace="x"}'];
}

const logql: Grammar = {
  parser,
  string: 'String',
  regexOperators: ['Re', 'Nre', 'PipeMatch', 'Regexp'],
  slip,
};

/**
 * Says what Loki would refuse in the syntax of a LogQL expression, and at which column; nothing when
 * it can be read. Grafana's own variables (`$__auto`) are let pass.
 *
 * @example
 * logqlError('{app="x"} |= '); // unexpected end at column 14; correct it there
 */
export const logqlError = remembering((expr): string | undefined => syntaxError(logql, expr));

/**
 * Whether a LogQL expression yields numbers, as `sum(rate({app="x"}[5m]))` does, and not log lines.
 *
 * Loki's ruler evaluates only such expressions; with log lines it loads the rule and then fails.
 */
export function isMetricQuery(expr: string): boolean {
  const { nodes } = parseQuery(logql, expr);
  const has = (name: string) => nodes.some((node) => node.name === name);
  // The grammar allows log lines as an operand ({a="b"} > 1), which Loki refuses.
  return has('MetricExpr') && !has('LogExpr');
}

/** Whether a LogQL expression selects streams and does nothing else with them: `{app="x"}`. */
export function isStreamSelector(expr: string): boolean {
  const { nodes } = parseQuery(logql, expr);
  const has = (name: string) => nodes.some((node) => node.name === name);
  return has('Selector') && !has('MetricExpr') && !has('PipelineExpr');
}
