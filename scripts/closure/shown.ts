import { exposedNames, type MetricCatalogue } from '../../lib/model/metrics.js';
import { remembering } from '../../lib/model/remembering.js';
import { scrapeMetrics } from '../../lib/prometheus/metrics.js';
import { catalogues } from './catalogues.js';
import type { Job, Step } from './jobs.js';
import { afterStep, type LabelsAfter, type Lost, matches, stepText } from './relabeling.js';

/** A series that a job brings. */
export interface ShownSeries extends LabelsAfter {
  /** A step that drops those of some label values. */
  readonly partly?: string;
}

/** What a job brings to Prometheus, after all relabeling. */
export interface ShownJob {
  readonly name: string;
  /** Whether it is known what its targets show. Of other jobs, anything may be. */
  readonly known: boolean;
  /** By name of the metric. */
  readonly series: ReadonlyMap<string, ShownSeries>;
  /** What its targets show and a step drops. */
  readonly lost: Lost;
  /** What the scrape itself tells, such as `up`. */
  readonly made: ReadonlyMap<string, ShownSeries>;
}

/** Labels, by the name of a series. */
type SeriesNames = ReadonlyMap<string, readonly string[]>;

const exposures = new WeakMap<MetricCatalogue, SeriesNames>();
function exposedBy(catalogue: MetricCatalogue): SeriesNames {
  const names = exposures.get(catalogue) ?? exposedNames(catalogue);
  exposures.set(catalogue, names);
  return names;
}

/** What Prometheus makes of a scrape. Agents tell less. */
const madeByAgents = [
  'scrape_duration_seconds',
  'scrape_samples_post_metric_relabeling',
  'scrape_samples_scraped',
  'scrape_series_added',
  'up',
];
/** The series that Prometheus makes of its alerts, which no scrape makes, and their labels besides the alert's own. */
export const alertSeries: Readonly<Record<string, readonly string[]>> = {
  ALERTS: ['alertname', 'alertstate'],
  ALERTS_FOR_STATE: ['alertname'],
};
const madeBy = (written: boolean): SeriesNames =>
  new Map(
    [...exposedNames(scrapeMetrics)].filter(([name]) =>
      written ? madeByAgents.includes(name) : !Object.hasOwn(alertSeries, name),
    ),
  );

/** The labels of a job's targets. */
function targetLabels({ static_configs = [], relabel_configs = [] }: Job): LabelsAfter {
  const given = static_configs.flatMap(({ labels = {} }) => Object.keys(labels));
  const before = { labels: new Set(['instance', 'job', ...given]), lost: new Map() };
  return relabel_configs
    .filter(({ action }) => action !== 'keep' && action !== 'drop')
    .reduce<LabelsAfter>(afterStep, before);
}

/** Labels that begin so are gone after relabeling. */
const isHidden = (label: string): boolean => label.startsWith('__');

/** The labels of a series as it is scraped: where both have one, the target's wins, or the series' by `honor_labels`. */
function scrapedLabels(job: Job, target: LabelsAfter, own: readonly string[]): LabelsAfter {
  const { labels, lost } = target;
  if (labels === undefined) return target;
  const both = own.filter((label) => labels.has(label) && !isHidden(label));
  const exported = job.honor_labels ? [] : both.map((label) => `exported_${label}`);
  return {
    labels: new Set([...[...labels].filter((l) => !isHidden(l)), ...own, ...exported]),
    lost: new Map([...lost].filter(([label]) => !own.includes(label) && !isHidden(label))),
  };
}

/** A series after the steps on series; the text of the step that drops it. */
function afterSteps(
  name: string,
  scraped: LabelsAfter,
  steps: readonly Step[],
): ShownSeries | string {
  let series: ShownSeries = scraped;
  for (const step of steps) {
    if (step.target_label === '__name__')
      throw new Error(`step "${stepText(step)}" renames series, which is not followed here`);
    const verdict = matches(step, name, series.labels ?? new Set());
    const drops = { drop: 'all', keep: 'none' }[step.action ?? ''];
    if (drops === verdict) return stepText(step);
    if (drops !== undefined && verdict === 'some') series = { ...series, partly: stepText(step) };
    else if (drops === undefined && (verdict !== 'none' || step.action?.startsWith('label')))
      series = { ...series, ...afterStep(series, step) };
  }
  return series;
}

type Outcome = readonly [name: string, series: ShownSeries | string];

const kept = (outcomes: readonly Outcome[]): ShownJob['series'] =>
  new Map(
    outcomes.flatMap(([name, series]) =>
      typeof series === 'string' ? [] : [[name, series] as const],
    ),
  );

/** What a job brings, by the catalogue of what its targets show. */
export function shownBy(job: Job, catalogue: MetricCatalogue | undefined): ShownJob {
  const target = targetLabels(job);
  const steps = job.metric_relabel_configs ?? [];
  // Most metrics of a program have the labels of another.
  const scraped = remembering((own) =>
    scrapedLabels(job, target, own === '' ? [] : own.split(',')),
  );
  const after = (names: SeriesNames, through: readonly Step[]) =>
    [...names].map(
      ([name, own]): Outcome => [name, afterSteps(name, scraped(own.join()), through)],
    );
  const exposed = after(catalogue ? exposedBy(catalogue) : new Map(), steps);
  const made = after(madeBy(job.written === true), job.written ? steps : []);
  return {
    name: job.job_name,
    known: catalogue !== undefined,
    series: kept(exposed),
    lost: new Map(
      exposed.flatMap(([name, step]) => (typeof step === 'string' ? [[name, step] as const] : [])),
    ),
    made: kept(made),
  };
}

const remembered = remembering((text) => {
  // The edge: what was written below is a job.
  const job = JSON.parse(text) as Job;
  return shownBy(job, catalogues[job.job_name]);
});

/** What each of the jobs brings; of one that was asked for before, as it was found then. */
export const shownByAll = (jobs: readonly Job[]): readonly ShownJob[] =>
  jobs.map((job) => remembered(JSON.stringify(job)));
