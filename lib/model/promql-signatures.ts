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

/** An aggregation that takes this, and series. */
export const aggregated = (takes: readonly PromqlType[], experimental = false): Signature => ({
  takes: [...takes, 'vector'],
  more: 0,
  yields: 'vector',
  experimental,
});

/** Aggregations that take something besides the series. */
export const aggregations: ReadonlyMap<string, Signature> = new Map([
  ...['topk', 'bottomk', 'quantile'].map((name) => [name, aggregated(['scalar'])] as const),
  ['count_values', aggregated(['string'])],
  ...['limitk', 'limit_ratio'].map((name) => [name, aggregated(['scalar'], true)] as const),
]);
