import type { Metric, MetricCatalogue } from '../../../../lib/model/metrics.js';

/** Labels of one series. */
export type Labels = Readonly<Record<string, string>>;

/** What was counted of a histogram: the count under each bound, of all, and their sum. */
export interface Observed {
  readonly buckets: ReadonlyMap<number, number>;
  readonly count: number;
  readonly sum: number;
}

/** Bounds that Prometheus' clients give a histogram by default. */
const defaultBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

/** Sorts observations into buckets. */
export const observed = (
  values: readonly number[],
  bounds: readonly number[] = defaultBounds,
): Observed => ({
  buckets: new Map(bounds.map((bound) => [bound, values.filter((v) => v <= bound).length])),
  count: values.length,
  sum: values.reduce((sum, value) => sum + value, 0),
});

/** A page of metrics in the text format, of those that a catalogue lists, with their types and labels. */
export class Exposition {
  private readonly series = new Map<string, Map<string, string>>();

  constructor(private readonly catalogue: MetricCatalogue) {}

  /**
   * Sets one series; the last value given to it counts.
   *
   * @param at the time it was measured, in milliseconds; without it, the time of the scrape
   * @throws when the catalogue has no such metric, or it with other labels
   */
  set(name: string, value: number, labels: Labels = {}, at?: number): void {
    const time = at === undefined ? '' : ` ${at}`;
    this.put(name, labels, `${name}${braces(labels)} ${number(value)}${time}`);
  }

  /** Sets one histogram: all of its series. */
  setHistogram(name: string, { buckets, count, sum }: Observed, labels: Labels = {}): void {
    const lines = [...buckets, [Number.POSITIVE_INFINITY, count] as const].map(
      ([bound, under]) => `${name}_bucket${braces({ ...labels, le: number(bound) })} ${under}`,
    );
    lines.push(...countAndSum(name, count, sum, labels));
    this.put(name, labels, lines.join('\n'));
  }

  /**
   * Sets to zero what was not set, as far as the values of its labels are known; a metric whose labels only an
   * event would tell is not there before it, as in life.
   */
  fill(known: Labels, bounds: Readonly<Record<string, readonly number[]>>): void {
    for (const [name, { type, labels }] of Object.entries(this.catalogue.metrics)) {
      if (this.series.has(name) || !labels.every((label) => label in known)) continue;
      const values = Object.fromEntries(labels.map((label) => [label, known[label] ?? '']));
      if (type === 'histogram') this.setHistogram(name, observed([], bounds[name]), values);
      else if (type === 'summary')
        this.put(name, values, countAndSum(name, 0, 0, values).join('\n'));
      else this.set(name, 0, values);
    }
  }

  toString(): string {
    return [...this.series]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, series]) => {
        const head = `# HELP ${name} ${name.replaceAll('_', ' ')}\n# TYPE ${name} ${this.metric(name).type}`;
        return `${head}\n${[...series.values()].join('\n')}\n`;
      })
      .join('');
  }

  private put(name: string, labels: Labels, text: string): void {
    const wanted = [...this.metric(name).labels].sort().join();
    const given = Object.keys(labels).sort().join();
    if (given !== wanted)
      throw new Error(`${name}: has the labels "${given}"; the catalogue says "${wanted}"`);
    const series = this.series.get(name) ?? new Map<string, string>();
    this.series.set(name, series.set(braces(labels), text));
  }

  private metric(name: string): Metric {
    const metric = this.catalogue.metrics[name];
    if (!metric)
      throw new Error(
        `${name}: is not in the catalogue of ${this.catalogue.program}; add it there`,
      );
    return metric;
  }
}

const countAndSum = (name: string, count: number, sum: number, labels: Labels): string[] => [
  `${name}_sum${braces(labels)} ${number(sum)}`,
  `${name}_count${braces(labels)} ${count}`,
];

const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

function braces(labels: Labels): string {
  const names = Object.keys(labels).sort();
  if (names.length === 0) return '';
  return `{${names.map((name) => `${name}="${escaped(labels[name] ?? '')}"`).join(',')}}`;
}

const number = (value: number): string =>
  Math.abs(value) === Number.POSITIVE_INFINITY ? (value > 0 ? '+Inf' : '-Inf') : String(value);
