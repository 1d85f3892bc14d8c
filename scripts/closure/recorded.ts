import { type Closure, metricsOf } from './closure.js';
import { distinct } from './series.js';

/** A recorded series, and who reads it: other recordings are among the readers. */
export interface RecordedSeries {
  readonly name: string;
  /** The rules that make it, as messages name them. */
  readonly by: readonly string[];
  /** Rules, panels, variables and adapters that read it, itself not counted. */
  readonly readers: readonly string[];
}

/** Every recorded series, by name. */
export function recordedSeries({ readings }: Closure): readonly RecordedSeries[] {
  const rules = readings.flatMap(({ reader: { where, rule } }) =>
    rule && 'record' in rule ? [{ where, name: rule.record }] : [],
  );
  return distinct(rules.map(({ name }) => name)).map((name) => ({
    name,
    by: distinct(rules.filter((rule) => rule.name === name).map(({ where }) => where)),
    readers: distinct(
      readings
        .filter((reading) => metricsOf(reading).includes(name))
        .filter(({ reader: { rule } }) => !(rule && 'record' in rule && rule.record === name))
        .map(({ reader }) => reader.where),
    ),
  }));
}

/** Recorded series that nobody sees: read by nothing, or only by what makes others that nobody sees. */
export function unusedRecordings(closure: Closure): readonly RecordedSeries[] {
  const all = recordedSeries(closure);
  const makers = new Map(all.flatMap(({ name, by }) => by.map((where) => [where, name] as const)));
  let unused: readonly string[] = all.map(({ name }) => name);
  for (let before = -1; before !== unused.length; ) {
    before = unused.length;
    const isSeen = (reader: string) => !unused.includes(makers.get(reader) ?? '');
    unused = all
      .filter(({ name, readers }) => unused.includes(name) && !readers.some(isSeen))
      .map(({ name }) => name);
  }
  return all.filter(({ name }) => unused.includes(name));
}
