import type { Labels } from '../../lib/model/promql-labels.js';
import type { LabelMatcher, Selection } from '../../lib/model/promql-selectors.js';
import { whole } from './relabeling.js';
import type { ShownJob, ShownSeries } from './shown.js';

/** What a recording rule makes. */
export interface Recorded {
  readonly labels: Labels;
  /** The jobs whose series it is made of. */
  readonly jobs: readonly string[];
}

/** Every series that can be read. */
export interface AllSeries {
  readonly jobs: readonly ShownJob[];
  /** By name; the series of alerts are among them. */
  readonly recorded: ReadonlyMap<string, Recorded>;
}

/** Where the series of one selector come from. */
export interface Found {
  readonly labels: Labels;
  /** The metrics that it reads, several where it names none. */
  readonly metrics: readonly string[];
  /** The jobs that bring them. */
  readonly jobs: readonly string[];
  /** Why there are none. @default - there are */
  readonly nothing?: string;
}

/** Whether a matcher lets a value pass; one with a variable of a dashboard may. */
function passes({ matcher }: LabelMatcher, value: string): boolean {
  if (typeof matcher === 'string') return matcher === value || matcher.includes('$');
  if ('re' in matcher) return /\$\w|\$\{/.test(matcher.re) || whole(matcher.re).test(value);
  if ('not' in matcher) return matcher.not !== value;
  return /\$\w|\$\{/.test(matcher.notRe) || !whole(matcher.notRe).test(value);
}

const on = (selection: Selection, label: string): readonly LabelMatcher[] =>
  selection.matchers.filter((matcher) => matcher.label === label);

/** The metrics that are there, and that a selector asks for. */
function namesOf(
  selection: Selection,
  jobs: readonly ShownJob[],
  all: AllSeries,
): readonly string[] {
  const { metric } = selection;
  if (metric !== undefined) return [metric];
  const there = [
    ...jobs.flatMap(({ series, made }) => [...series.keys(), ...made.keys()]),
    ...all.recorded.keys(),
  ];
  const asked = on(selection, '__name__');
  return [...new Set(there)].filter((name) => asked.every((matcher) => passes(matcher, name)));
}

/** Where series end that no job brings: the step that drops them, or that nobody shows them. */
function whyNothing(selection: Selection, jobs: readonly ShownJob[]): string {
  const { metric = '' } = selection;
  const [asked] = on(selection, 'job');
  if (jobs.length === 0) return ` of ${asked?.text}, which no scraped job matches`;
  const drops = jobs.flatMap(({ name, lost }) => {
    const step = lost.get(metric);
    return step === undefined ? [] : [`job "${name}" drops by: ${step}`];
  });
  if (drops.length > 0) return `, which ${drops.join(', and ')}`;
  if (metric.includes(':')) return ', which nobody records';
  return asked ? `, which no job of ${asked.text} shows` : ', which no job shows';
}

/** Finds what a selector reads. */
export function find(selection: Selection, all: AllSeries): Found {
  const asked = on(selection, 'job');
  const jobs = all.jobs.filter(({ name }) => asked.every((matcher) => passes(matcher, name)));
  const names = namesOf(selection, jobs, all);
  const scraped = names.flatMap((name) =>
    jobs.flatMap((job) => {
      const series = job.series.get(name) ?? job.made.get(name);
      return series ? [{ job: job.name, labels: series.labels }] : [];
    }),
  );
  const recorded = names.flatMap((name) => all.recorded.get(name) ?? []);
  const metrics = names.length > 0 ? names : [selection.metric ?? '{…}'];
  const unknown = jobs.filter((job) => !job.known).map(({ name }) => name);
  if (scraped.length === 0 && recorded.length === 0 && unknown.length > 0)
    return { labels: undefined, metrics, jobs: distinct(unknown) };
  if (scraped.length === 0 && recorded.length === 0)
    return {
      labels: undefined,
      metrics,
      jobs: [],
      nothing: `reads ${metrics.join(', ')}${whyNothing(selection, jobs)}`,
    };
  return {
    labels: union([...scraped, ...recorded].map(({ labels }) => labels)),
    metrics,
    jobs: distinct([...scraped.map(({ job }) => job), ...recorded.flatMap((made) => made.jobs)]),
  };
}

/** Why none of some metrics has a label: the steps that take it away. */
export const whereLost = (
  label: string,
  metrics: readonly string[],
  { jobs }: AllSeries,
): readonly string[] =>
  jobs.flatMap(({ name, series, made }) => {
    const of = metrics.flatMap((metric): readonly ShownSeries[] => {
      const found = series.get(metric) ?? made.get(metric);
      return found ? [found] : [];
    });
    const steps = distinct(of.flatMap(({ lost }) => lost.get(label) ?? []));
    return steps.map((step) => `job "${name}" removes it by: ${step}`);
  });

const union = (sets: readonly Labels[]): Labels =>
  sets.includes(undefined) ? undefined : new Set(sets.flatMap((set) => [...(set ?? [])]));

/** Each once, sorted. */
export const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();
