import type { ScrapeTarget } from './contracts.js';

/** A question in PromQL that somebody asks. */
export interface AskedQuery {
  /** Who asks, for messages: `dashboard "Loki", panel "Requests"`. */
  readonly where: string;
  readonly expr: string;
}

/** Answers PromQL, and stores no more than is asked for. */
export interface IExpectsQueries {
  /** Told by everyone who asks what they ask; read after all wiring. @default - what is asked is not judged */
  readonly expectQueries?: (queries: () => readonly AskedQuery[]) => void;
}

/** A job, by what its series can say of it. */
export interface SeriesOfJob {
  readonly job: string;
  /**
   * Whose name the label `job` of its series bears: its own; one of its own or of nobody who is scraped, where
   * targets set it themselves, as a push gateway does; or any, where a step sets it.
   */
  readonly named: 'own' | 'own-or-foreign' | 'any';
}

/** The metrics of a job that are read. */
export interface MetricsRead {
  readonly names: ReadonlySet<string>;
  /** RE2 expressions that match names whole. */
  readonly patterns: ReadonlySet<string>;
  /** URLs where its samples go as well, and that do not say what is read there. */
  readonly unknown: ReadonlySet<string>;
}

/** A job by its target. */
export function seriesOf({
  job,
  honorLabels,
  relabel = [],
  metricRelabel = [],
}: ScrapeTarget): SeriesOfJob {
  const setsJob = [...relabel, ...metricRelabel].some(
    (step) =>
      (step.does === 'replace' && step.to === 'job') ||
      step.does === 'mapLabels' ||
      step.does === 'keepLabels',
  );
  return { job, named: setsJob ? 'any' : honorLabels ? 'own-or-foreign' : 'own' };
}
