import {
  aggregated,
  aggregations,
  type PromqlType,
  type Signature,
  signatures,
} from './promql-signatures.js';
import type { QueryNode } from './query-node.js';
import { type QueryTree, type Slip, textOf } from './query-tree.js';

const expressionsIn = (node: QueryNode): readonly QueryNode[] =>
  node.getChild('FunctionCallBody')?.getChildren('Expr') ?? [];

/** The function or aggregation that a node is a call of. */
export const called = (tree: QueryTree, node: QueryNode): string =>
  node.firstChild ? textOf(tree, node.firstChild).toLowerCase() : '';

/** What a part of an expression yields; undefined where the grammar could not read it. */
export function typeOf(node: QueryNode, tree: QueryTree): PromqlType | undefined {
  switch (node.name) {
    case 'NumberDurationLiteral':
      return 'scalar';
    case 'StringLiteral':
      return 'string';
    case 'VectorSelector':
    case 'AggregateExpr':
      return 'vector';
    case 'MatrixSelector':
    case 'SubqueryExpr':
      return 'matrix';
    case 'FunctionCall':
      return signatures.get(called(tree, node))?.yields;
    case 'BinaryExpr':
      return operands(node).every((side) => typeOf(side, tree) === 'scalar') ? 'scalar' : 'vector';
    default: {
      const inner = node.getChild('Expr');
      return inner ? typeOf(inner, tree) : undefined;
    }
  }
}

const operands = (node: QueryNode): readonly QueryNode[] => node.getChildren('Expr');

/** What to do where one type stands and another is wanted, most common first. */
const remedies: readonly (readonly [got: PromqlType, wanted: PromqlType, ...Slip])[] = [
  ['vector', 'matrix', 'without a range', 'add one, such as [5m]'],
  ['matrix', 'vector', 'over a range', 'remove the range'],
  ['scalar', 'vector', 'of a number', 'write vector(…) around it'],
  ['vector', 'scalar', 'with series in place of a number', 'write scalar(…) around them'],
];
const named = { scalar: 'a number', string: 'a string', vector: 'series', matrix: 'a range' };

function mismatch(fn: string, got: PromqlType, wanted: PromqlType): Slip {
  const [, , problem, remedy] = remedies.find(([g, w]) => g === got && w === wanted) ?? [];
  return problem !== undefined && remedy !== undefined
    ? [`${fn}() ${problem}`, remedy]
    : [`${fn}() with ${named[got]} in place of ${named[wanted]}`, `give ${named[wanted]}`];
}

function callSlip(fn: string, signature: Signature, given: readonly QueryNode[], tree: QueryTree) {
  const { takes, more, experimental } = signature;
  if (experimental)
    return [`${fn}() is experimental, and switched off`, 'write it otherwise'] as const;
  const least = takes.length - (more > 0 ? 1 : 0);
  const most = least + more;
  if (given.length < least || given.length > most) {
    const wanted = least === most ? `${least}` : `${least} to ${most}`;
    return [
      `${fn}() with ${given.length} arguments`,
      `give ${more === Number.POSITIVE_INFINITY ? `${least} or more` : wanted}`,
    ] as const;
  }
  for (const [i, argument] of given.entries()) {
    const wanted = takes[i] ?? takes.at(-1);
    const got = typeOf(argument, tree);
    if (got !== undefined && wanted !== undefined && got !== wanted)
      return mismatch(fn, got, wanted);
  }
  return undefined;
}

const comparisons = ['Eql', 'Neq', 'Lte', 'Lss', 'Gte', 'Gtr'];
const setOperators = ['And', 'Or', 'Unless'];

function binarySlip(node: QueryNode, tree: QueryTree): Slip | undefined {
  const [left, right] = operands(node);
  const operator = left?.nextSibling;
  if (!left || !right || !operator) return undefined;
  const sign = `"${textOf(tree, operator)}"`;
  const types = [typeOf(left, tree), typeOf(right, tree)];
  const joins = setOperators.includes(operator.name);
  const compares = comparisons.includes(operator.name);
  const matching = node.getChild('MatchingModifierClause');
  if (types.includes('string')) return [`${sign} beside a string`, 'compare labels in {…}'];
  if (types.includes('matrix')) return [`${sign} beside a range`, 'remove the range'];
  if (types.includes('scalar')) {
    if (joins) return [`${sign} beside a number`, 'write vector(…) around it'];
    if (matching) return [`${textOf(tree, matching)} beside a number`, 'remove it'];
  }
  const bool = node.getChild('BoolModifier');
  if (bool && !compares) return [`bool beside ${sign}, which compares nothing`, 'remove it'];
  if (compares && !bool && types.every((type) => type === 'scalar'))
    return [`${sign} between two numbers`, `write ${textOf(tree, operator)} bool`];
  if (joins && (matching?.getChild('GroupLeft') || matching?.getChild('GroupRight')))
    return [`grouping beside ${sign}`, 'remove group_left or group_right'];
  return undefined;
}

/** An operator and what stands beside it, not in parentheses. */
const isOperation = ({ name }: QueryNode): boolean => name === 'BinaryExpr' || name === 'UnaryExpr';

/** The grammar lets `x + y[5m]` be a range of the sum; Prometheus takes it of `y`. */
function rangeSlip(inner: QueryNode): Slip | undefined {
  if (inner.name === 'VectorSelector') return undefined;
  return isOperation(inner)
    ? ['range beside an operator', 'remove it']
    : ['range after something that is not a selector', 'use a subquery, such as [5m:1m]'];
}

/** The grammar lets `x + y[1h:]` be a subquery of the sum; Prometheus takes it of `y`. */
function subquerySlip(inner: QueryNode, tree: QueryTree): Slip | undefined {
  if (isOperation(inner)) return ['subquery of an operation', 'put the operation in "(…)"'];
  const type = typeOf(inner, tree);
  return type === undefined || type === 'vector'
    ? undefined
    : [`subquery of ${named[type]}`, 'take it of series'];
}

/** What can be asked of another time. */
const shiftable = [
  'VectorSelector',
  'MatrixSelector',
  'SubqueryExpr',
  'OffsetExpr',
  'StepInvariantExpr',
];
/** The grammar lets `x + y offset 1h` move the sum; Prometheus moves `y`. */
const lastOf = (node: QueryNode | null): QueryNode | null =>
  node && isOperation(node) ? lastOf(node.lastChild) : node;

const said: Readonly<Record<string, string>> = { OffsetExpr: 'offset', StepInvariantExpr: '"@"' };

/**
 * The type errors of one part of an expression, which the grammar, knowing no types, lets pass and
 * Prometheus refuses.
 *
 * @see https://github.com/prometheus/prometheus/blob/v3.15.0/promql/parser/parse.go `checkAST`
 */
export function typeSlip(node: QueryNode, tree: QueryTree): Slip | undefined {
  switch (node.name) {
    case 'FunctionCall':
    case 'AggregateExpr': {
      const fn = called(tree, node);
      const signature = node.name === 'FunctionCall' ? signatures : aggregations;
      const given = expressionsIn(node);
      return callSlip(fn, signature.get(fn) ?? aggregated([]), given, tree);
    }
    case 'BinaryExpr':
      return binarySlip(node, tree);
    case 'UnaryExpr': {
      const type = typeOf(node, tree);
      return type === 'string' || type === 'matrix'
        ? [`a sign before ${named[type]}`, 'remove it']
        : undefined;
    }
    case 'MatrixSelector':
      return node.firstChild ? rangeSlip(node.firstChild) : undefined;
    case 'SubqueryExpr':
      return node.firstChild ? subquerySlip(node.firstChild, tree) : undefined;
    case 'OffsetExpr':
    case 'StepInvariantExpr':
      return shiftable.includes(lastOf(node.firstChild)?.name ?? '')
        ? undefined
        : [`${said[node.name]} after something that is not a selector`, 'put it on the selectors'];
    default:
      return undefined;
  }
}
