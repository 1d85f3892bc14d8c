import {
  type MetricRead,
  metricReads,
  namesWith,
  patternsWith,
  readsJob,
} from '../model/metric-reads.js';
import { refuse } from '../model/refusal.js';
import type { IMetricsDestination, ScrapedJobs } from './contracts.js';
import { isAnyName } from './kept-metrics.js';
import type { AskedQuery, MetricsRead, SeriesOfJob } from './metrics-read.js';

/** What is there where questions are asked. */
export interface AskedHere {
  /** Jobs whose series are there, whoever scrapes them. */
  readonly jobs: () => ScrapedJobs;
  /** Names that rules record on the spot: no target need show them. */
  readonly recorded: () => ReadonlySet<string>;
}

/** Passes samples on: nobody asks it anything. */
const passedOn: AskedHere = { jobs: () => new Map(), recorded: () => new Set() };

/** Who reads the samples that someone scrapes or is sent, where they are and wherever they go. */
export class MetricReaders {
  private readonly queries = new Set<() => readonly AskedQuery[]>();
  private readonly destinations = new Set<IMetricsDestination>();
  private reads?: readonly MetricRead[];
  private isAsking = false;

  /**
   * @param where as errors say it
   * @param here absent where nobody can ask
   */
  constructor(
    private readonly where: string,
    private readonly here: AskedHere = passedOn,
  ) {}

  /** Counts on the questions of somebody who asks here. */
  expect(queries: () => readonly AskedQuery[]): void {
    this.queries.add(queries);
  }

  /** Counts on whoever reads where samples go. */
  addDestination(destination: IMetricsDestination): void {
    this.destinations.add(destination);
  }

  /**
   * What is read of a job. Asked at synth, as anyone may be told more before.
   *
   * @throws on a question that cannot be read, or that asks for all metrics of all jobs
   */
  of(series: SeriesOfJob): MetricsRead {
    // Two that send to each other read no more than both do.
    if (this.isAsking) return together([]);
    this.isAsking = true;
    try {
      return together([this.readHere(series), ...this.readThere(series)]);
    } finally {
      this.isAsking = false;
    }
  }

  private readHere(series: SeriesOfJob): MetricsRead {
    const scraped = this.here.jobs();
    const recorded = this.here.recorded();
    const wanted = this.all.filter((read) => isOf(read, series, scraped));
    return {
      unknown: new Set(),
      names: new Set(
        wanted.flatMap(({ name, quantile }) =>
          typeof name === 'string' && !recorded.has(name) ? namesWith(name, quantile) : [],
        ),
      ),
      patterns: new Set(
        wanted.flatMap(({ name }) =>
          typeof name === 'string' ? [] : patternsWith(name?.re ?? '.+'),
        ),
      ),
    };
  }

  private readThere(series: SeriesOfJob): readonly MetricsRead[] {
    return [...this.destinations].map(
      (destination) =>
        destination.metricsRead?.(series) ?? {
          ...together([]),
          unknown: new Set(destination.remoteWriteEndpoints.map(({ url }) => url)),
        },
    );
  }

  private get all(): readonly MetricRead[] {
    this.reads ??= [...this.queries].flatMap((queries) =>
      queries().flatMap((query) => this.read(query)),
    );
    return this.reads;
  }

  private read({ where, expr }: AskedQuery): readonly MetricRead[] {
    const at = `${this.where}: ${where}`;
    const reads = readable(at, expr);
    const vague = reads.find(({ name, jobs }) => isVague(name) && !jobs.some(saysJob));
    if (vague)
      refuse(
        at,
        `"${vague.text}" reads all metrics of all jobs, so that none is without use`,
        "name a metric or a job in it, or give metrics: 'all'",
      );
    return reads;
  }
}

function readable(at: string, expr: string): readonly MetricRead[] {
  try {
    return metricReads(expr);
  } catch (error) {
    throw new Error(`${at}: "${expr}": ${error instanceof Error ? error.message : String(error)}`);
  }
}

const isVague = (name: MetricRead['name']): boolean =>
  name === undefined || (typeof name === 'object' && isAnyName(name.re));

/** Whether a matcher says what a job is, and not only what it is not. */
const saysJob = (matcher: MetricRead['jobs'][number]): boolean =>
  typeof matcher === 'string' || 're' in matcher;

/** Whether a selector may mean series of a job. */
const isOf = (read: MetricRead, { job, named }: SeriesOfJob, scraped: ScrapedJobs): boolean =>
  named === 'any' ||
  readsJob(read, job) ||
  (named === 'own-or-foreign' && ![...scraped.keys()].some((other) => readsJob(read, other)));

/** What several places read. */
const together = (all: readonly MetricsRead[]): MetricsRead => ({
  names: new Set(all.flatMap(({ names }) => [...names])),
  patterns: new Set(all.flatMap(({ patterns }) => [...patterns])),
  unknown: new Set(all.flatMap(({ unknown }) => [...unknown])),
});
