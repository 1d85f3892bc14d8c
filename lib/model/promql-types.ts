import type { SyntaxNode } from '@lezer/common';
import { type QueryTree, type Slip, textOf } from './query-tree.js';

/** What an expression yields. */
export type PromqlType = 'scalar' | 'string' | 'vector' | 'matrix';

/** What a function takes and yields. */
export interface Signature {
  readonly takes: readonly PromqlType[];
  /** How many more arguments like the last may follow; the last itself may then be left out. */
  readonly more: number;
  readonly yields: PromqlType;
  /** Refused unless Prometheus is started with a feature flag, which none of ours is. */
  readonly experimental: boolean;
}

const letters: Readonly<Record<string, PromqlType>> = {
  n: 'scalar',
  s: 'string',
  v: 'vector',
  m: 'matrix',
};

/** Functions of one shape, `vnn` for a vector and two numbers, `…?` for a last one that may be absent. */
const shaped = (
  shape: string,
  names: string,
  yields: PromqlType = 'vector',
  experimental = false,
) =>
  names.split(' ').map((name): readonly [string, Signature] => {
    const [, taken = '', open] = /^(\w*)([?*])?$/.exec(shape) ?? [];
    const takes = [...taken].flatMap((letter) => letters[letter] ?? []);
    const more = open === '*' ? Number.POSITIVE_INFINITY : open === '?' ? 1 : 0;
    return [name, { takes, more, yields, experimental }];
  });

/**
 * Every function of Prometheus 3.15, by name.
 *
 * @see https://github.com/prometheus/prometheus/blob/v3.15.0/promql/parser/functions.go
 */
export const signatures: ReadonlyMap<string, Signature> = new Map([
  ...shaped('v', 'abs absent ceil exp floor ln log10 log2 sgn sort sort_desc sqrt timestamp'),
  ...shaped('v', 'acos acosh asin asinh atan atanh cos cosh deg rad sin sinh tan tanh'),
  ...shaped('v', 'histogram_avg histogram_count histogram_sum histogram_stddev histogram_stdvar'),
  ...shaped('v?', 'day_of_month day_of_week day_of_year days_in_month hour minute month year'),
  ...shaped('m', 'changes delta deriv idelta increase irate rate resets'),
  ...shaped('m', 'absent_over_time avg_over_time count_over_time first_over_time last_over_time'),
  ...shaped('m', 'max_over_time min_over_time present_over_time stddev_over_time'),
  ...shaped('m', 'stdvar_over_time sum_over_time'),
  ...shaped('mn', 'predict_linear'),
  ...shaped('nm', 'quantile_over_time'),
  ...shaped('nv', 'histogram_quantile'),
  ...shaped('nnv', 'histogram_fraction'),
  ...shaped('vn?', 'round'),
  ...shaped('vn', 'clamp_max clamp_min'),
  ...shaped('vnn', 'clamp'),
  ...shaped('vssss', 'label_replace'),
  ...shaped('vsss*', 'label_join'),
  ...shaped('n', 'vector'),
  ...shaped('v', 'scalar', 'scalar'),
  ...shaped('', 'pi time', 'scalar'),
  ...shaped('', 'end range start step', 'scalar', true),
  ...shaped('nn', 'max_of min_of', 'scalar', true),
  ...shaped('v', 'start_timestamp', 'vector', true),
  ...shaped('vs*', 'sort_by_label sort_by_label_desc', 'vector', true),
  ...shaped('vsnn*', 'histogram_quantiles', 'vector', true),
  ...shaped('vv?', 'info', 'vector', true),
  ...shaped('mnn', 'double_exponential_smoothing', 'vector', true),
  ...shaped('m', 'mad_over_time ts_of_first_over_time ts_of_last_over_time', 'vector', true),
  ...shaped('m', 'ts_of_max_over_time ts_of_min_over_time', 'vector', true),
]);

const aggregated = (takes: readonly PromqlType[], experimental = false): Signature => ({
  takes: [...takes, 'vector'],
  more: 0,
  yields: 'vector',
  experimental,
});

/** Aggregations that take something besides the series. */
const aggregations: ReadonlyMap<string, Signature> = new Map([
  ...['topk', 'bottomk', 'quantile'].map((name) => [name, aggregated(['scalar'])] as const),
  ['count_values', aggregated(['string'])],
  ...['limitk', 'limit_ratio'].map((name) => [name, aggregated(['scalar'], true)] as const),
]);

const expressionsIn = (node: SyntaxNode): readonly SyntaxNode[] =>
  node.getChild('FunctionCallBody')?.getChildren('Expr') ?? [];

const called = (tree: QueryTree, node: SyntaxNode): string =>
  node.firstChild ? textOf(tree, node.firstChild).toLowerCase() : '';

/** What a part of an expression yields; undefined where the grammar could not read it. */
export function typeOf(node: SyntaxNode, tree: QueryTree): PromqlType | undefined {
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

const operands = (node: SyntaxNode): readonly SyntaxNode[] => node.getChildren('Expr');

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

function callSlip(fn: string, signature: Signature, given: readonly SyntaxNode[], tree: QueryTree) {
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

function binarySlip(node: SyntaxNode, tree: QueryTree): Slip | undefined {
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

/**
 * The type errors of one part of an expression, which the grammar, knowing no types, lets pass and
 * Prometheus refuses.
 *
 * @see https://github.com/prometheus/prometheus/blob/v3.15.0/promql/parser/parse.go `checkAST`
 */
export function typeSlip(node: SyntaxNode, tree: QueryTree): Slip | undefined {
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
      return node.firstChild?.name === 'VectorSelector'
        ? undefined
        : ['range after something that is not a selector', 'use a subquery, such as [5m:1m]'];
    case 'SubqueryExpr': {
      const inner = node.firstChild && typeOf(node.firstChild, tree);
      return inner && inner !== 'vector'
        ? [`subquery of ${named[inner]}`, 'take it of series']
        : undefined;
    }
    default:
      return undefined;
  }
}
