/** How a metric behaves, in the words of the text exposition format. */
export type MetricType = 'counter' | 'gauge' | 'histogram' | 'summary' | 'untyped';

/**
 * One metric: its type and the names of its labels, without `le` and `quantile`, which the type
 * implies, and without those that a scraper adds.
 */
export interface Metric {
  readonly type: MetricType;
  readonly labels: readonly string[];
  /**
   * Where upstream declares it, for a metric no running program showed us.
   *
   * @default - seen in the running program
   */
  readonly source?: string;
}

/**
 * What one version of a program exposes.
 *
 * A rule on a metric that was renamed upstream never fires and never complains. Tests therefore
 * look up here what our rules and dashboards read.
 */
export interface MetricCatalogue {
  readonly program: string;
  /** Without a leading `v`, whatever upstream's tags look like. */
  readonly version: string;
  readonly metrics: Readonly<Record<string, Metric>>;
}

/** A metric that only goes up, until the program restarts. */
export const counter = (...labels: readonly string[]): Metric => ({ type: 'counter', labels });

/** A metric that goes up and down. */
export const gauge = (...labels: readonly string[]): Metric => ({ type: 'gauge', labels });

/** A metric that counts observations in buckets, which can be added up over instances. */
export const histogram = (...labels: readonly string[]): Metric => ({ type: 'histogram', labels });

/** A metric that counts observations, its quantiles (if any) worked out by the program. */
export const summary = (...labels: readonly string[]): Metric => ({ type: 'summary', labels });

/** A metric whose program does not say how it behaves. */
export const untyped = (...labels: readonly string[]): Metric => ({ type: 'untyped', labels });

/**
 * Metrics that only upstream's source or documentation shows: those of a program that cannot run
 * where the catalogues are written, and those that appear after an event nobody could bring about.
 *
 * @param source the page of this version on which they stand
 * @example
 * documented('https://github.com/grafana/loki/blob/v3.7.8/pkg/ingester/flush.go', {
 *   loki_ingester_chunks_flush_failures_total: counter(),
 * });
 */
export const documented = <Name extends string>(
  source: string,
  metrics: Readonly<Record<Name, Metric>>,
): Readonly<Record<Name, Metric>> => {
  const entries = Object.entries<Metric>(metrics).map(([name, metric]) => [
    name,
    { ...metric, source },
  ]);
  // Object.fromEntries knows no names; these are the ones that came in.
  return Object.fromEntries(entries) as Record<Name, Metric>;
};

/** The series of one metric, each with its labels. */
function series(name: string, { type, labels }: Metric): readonly [string, readonly string[]][] {
  const parts: [string, readonly string[]][] = [
    [`${name}_sum`, labels],
    [`${name}_count`, labels],
  ];
  if (type === 'histogram') return [[`${name}_bucket`, [...labels, 'le']], ...parts];
  if (type === 'summary') return [[name, [...labels, 'quantile']], ...parts];
  return [[name, labels]];
}

/**
 * The series that a query can read, each with its labels: of a histogram its `_bucket` (with `le`),
 * `_sum` and `_count`, of a summary the quantiles, `_sum` and `_count`, else the metric itself.
 *
 * @example
 * exposedNames(lokiMetrics).get('loki_request_duration_seconds_bucket');
 * // ['method', 'route', 'status_code', 'ws', 'le']
 */
export const exposedNames = (catalogue: MetricCatalogue): ReadonlyMap<string, readonly string[]> =>
  new Map(Object.entries(catalogue.metrics).flatMap(([name, metric]) => series(name, metric)));
