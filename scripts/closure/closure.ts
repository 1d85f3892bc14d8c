import type { Manifest } from '../../lib/core/index.js';
import { type LabelFault, type Labels, promqlLabels } from '../../lib/model/promql-labels.js';
import type { Selection } from '../../lib/model/promql-selectors.js';
import { remembering } from '../../lib/model/remembering.js';
import { autoscalerFaults } from './adapter.js';
import { jobsOf, writtenJobsOf } from './jobs.js';
import { type Reader, readers } from './readers.js';
import { type AllSeries, distinct, type Found, find, type Recorded, whereLost } from './series.js';
import { alertSeries, type ShownJob, shownByAll } from './shown.js';

/** One reader, and where all that it reads comes from. */
export interface Reading {
  readonly reader: Reader;
  /** What its expression yields. */
  readonly labels: Labels;
  readonly found: readonly Found[];
  readonly labelFaults: readonly LabelFault[];
}

/** Who reads what of the series that are there. */
export interface Closure {
  readonly jobs: readonly ShownJob[];
  readonly recorded: ReadonlyMap<string, Recorded>;
  readonly readings: readonly Reading[];
  /** What is read and not there, shown in vain, or not known of here. */
  readonly faults: readonly string[];
}

/** Resolves everything that is read in a system to the jobs that bring it. */
export function closureOf(objects: readonly Manifest[]): Closure {
  const jobs = shownByAll([...jobsOf(objects), ...writtenJobsOf(objects)]);
  const all = readers(objects);
  const recorded = recordedBy(all, jobs);
  const series = { jobs, recorded };
  const readings = all.map((reader) => readingOf(reader, series));
  const faults = [
    ...readings.flatMap((reading) => faultsOf(reading, series)),
    ...distinct(jobs.flatMap(({ name, known }) => (known ? [] : [name]))).map(
      (job) => `job "${job}" has no catalogue; enter it in scripts/closure/catalogues.ts`,
    ),
    ...autoscalerFaults(objects),
  ];
  return { jobs, recorded, readings, faults };
}

function readingOf(reader: Reader, all: AllSeries): Reading {
  const found: Found[] = [];
  const { labels, faults } = promqlLabels(reader.expr, (selection) => {
    const of = finds(all)(selection);
    found.push(of);
    return of.labels;
  });
  return { reader, labels, found, labelFaults: faults };
}

const finders = new WeakMap<AllSeries, (selection: string) => Found>();

/** Finds what a selector reads, once for all that read the same. */
function finds(all: AllSeries): (selection: Selection) => Found {
  // The edge: what was written below is a selection.
  const finder =
    finders.get(all) ?? remembering((text) => find(JSON.parse(text) as Selection, all));
  finders.set(all, finder);
  return (selection) => finder(JSON.stringify(selection));
}

/** The metrics and jobs of a reading, each once. */
export const metricsOf = ({ found }: Reading): readonly string[] =>
  distinct(found.flatMap(({ metrics }) => metrics));
export const jobsRead = ({ found }: Reading): readonly string[] =>
  distinct(found.flatMap(({ jobs }) => jobs));

/** What rules record, until nothing more is learnt: one may read what another makes. */
function recordedBy(all: readonly Reader[], jobs: readonly ShownJob[]) {
  const rules = all.filter(({ kind }) => kind === 'record' || kind === 'alert');
  let recorded: AllSeries['recorded'] = new Map();
  for (let known = ''; ; ) {
    recorded = recordedOnce(rules, { jobs, recorded });
    const learnt = JSON.stringify(
      [...recorded].map(([n, r]) => [n, [...(r.labels ?? ['?'])], r.jobs]),
    );
    if (learnt === known) return recorded;
    known = learnt;
  }
}

function recordedOnce(rules: readonly Reader[], all: AllSeries): AllSeries['recorded'] {
  const made = new Map<string, Recorded>();
  const add = (name: string, reading: Reading, more: readonly string[]) => {
    const before = made.get(name) ?? { labels: new Set<string>(), jobs: [] };
    made.set(name, {
      labels:
        before.labels && reading.labels && new Set([...before.labels, ...reading.labels, ...more]),
      jobs: distinct([...before.jobs, ...jobsRead(reading)]),
    });
  };
  for (const reader of rules) {
    const { rule } = reader;
    if (rule === undefined) continue;
    const reading = readingOf(reader, all);
    const own = Object.keys(rule.labels ?? {});
    if ('record' in rule) add(rule.record, reading, own);
    else
      for (const [name, labels] of Object.entries(alertSeries))
        add(name, reading, [...labels, ...own]);
  }
  return made;
}

function faultsOf(
  { reader, labels, found, labelFaults }: Reading,
  all: AllSeries,
): readonly string[] {
  const { where, shows } = reader;
  const lacking = shows.filter(({ label }) => labels !== undefined && !labels.has(label));
  const metrics = distinct(found.flatMap((of) => of.metrics));
  const lost = (label: string, of: readonly string[]) =>
    whereLost(label, of, all)
      .map((step) => `; ${step}`)
      .join('');
  return distinct([
    ...found.flatMap(({ nothing }) => (nothing === undefined ? [] : [`${where} ${nothing}`])),
    ...labelFaults.map(
      ({ label, of, use, metrics: read }) =>
        `${where}: ${of} has no label "${label}", and ${use}${lost(label, read)}`,
    ),
    ...lacking.map(
      ({ label, use }) =>
        `${where}: its series have no label "${label}", and ${use}${lost(label, metrics)}`,
    ),
  ]);
}
