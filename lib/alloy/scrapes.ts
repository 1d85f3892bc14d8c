import { Duration } from 'cdk8s';
import {
  type Component,
  checkKeepOptions,
  checkTarget,
  claimMeasured,
  claimTarget,
  hostJob,
  type IMetricsDestination,
  type IScrapeTarget,
  type KeepOptions,
  type KeptMetrics,
  keepSteps,
  MetricReaders,
  type ScrapedJobs,
  type ScrapeTarget,
  type SeriesOfJob,
  seriesOf,
  shown,
  type Workload,
} from '../core/index.js';
import type { Surroundings } from './feature.js';
import type { Features } from './features.js';
import { type HostMetricsOptions, hostMetrics } from './pipelines/host-metrics.js';
import { reachTarget } from './pipelines/reach.js';
import { checkNodes, scrapeJob } from './pipelines/scrape.js';

/** What targets get that do not say it themselves. */
export interface UsualScrape extends KeepOptions {
  /** @default Duration.seconds(30) */
  readonly scrapeInterval?: Duration;
}

/** What a scrape says of itself: no series of the target, but here they take its way. */
const ofTheScrape = ['up', 'scrape_.+'];

/** What one Alloy scrapes. */
export class Scrapes {
  private readonly targets = new Map<string, { readonly target: ScrapeTarget } & KeepOptions>();
  /** Jobs that are collected without a target, and how often. */
  private readonly own = new Map<string, Duration>();
  private readonly readers: MetricReaders;
  private readonly interval: Duration;

  constructor(
    private readonly alloy: Component,
    private readonly workload: Workload,
    private readonly surroundings: Surroundings,
    private readonly features: Features,
    private readonly usual: UsualScrape,
  ) {
    this.readers = new MetricReaders(alloy.where);
    this.interval = usual.scrapeInterval ?? Duration.seconds(30);
  }

  /** How often each job is scraped. */
  get jobs(): ScrapedJobs {
    const scraped = [...this.targets.values()].map(
      ({ target: { job, interval = this.interval } }) => [job, { interval }] as const,
    );
    return new Map([
      ...scraped,
      ...[...this.own].map(([job, interval]) => [job, { interval }] as const),
    ]);
  }

  /** Counts on whoever reads the samples where they go. */
  sendTo(destination: IMetricsDestination): void {
    this.readers.addDestination(destination);
    destination.expectJobs?.(() => this.jobs);
  }

  /**
   * Collects the metrics of the nodes themselves.
   *
   * @throws when the job's name is taken, when another component measures the nodes, or as {@link hostMetrics}
   */
  collectHost(options: HostMetricsOptions): void {
    this.features.ask('collectHostMetrics', options, () => {
      const { job = hostJob, interval = this.interval, metrics } = options;
      const kept = this.keeper({ job, named: 'own' }, metrics);
      const feature = hostMetrics(this.surroundings, options, { interval: this.interval, kept });
      if (this.targets.has(job)) this.refuseTwin(job);
      claimMeasured(this.alloy, { job, measures: 'hosts' });
      this.own.set(job, interval);
      return feature;
    });
  }

  /**
   * Adds every job of a source; the same target twice is the same job.
   *
   * @throws on a job whose name is taken, that another component scrapes, that it could not scrape, that it
   *   would scrape once a node, or that is told twice what is kept of it
   */
  add(source: IScrapeTarget, options: KeepOptions): void {
    checkKeepOptions(`${this.alloy.where}: scrape`, options);
    for (const target of source.scrapeTargets) {
      const { metrics = target.metrics } = options;
      const known = this.targets.get(target.job);
      if (known?.target === target) {
        if (shown(known.metrics) === shown(metrics)) continue;
        this.alloy.refuse(
          `job "${target.job}" is told metrics ${shown(known.metrics)} and ${shown(metrics)}`,
          'say it once',
        );
      }
      if (known || this.own.has(target.job)) this.refuseTwin(target.job);
      checkTarget(`${this.alloy.where}: scrape`, target, this.interval);
      checkNodes(this.surroundings, target);
      claimTarget(this.alloy, target);
      this.targets.set(target.job, { target, metrics });
      const client = reachTarget(this.workload, target);
      const kept = this.keeper(seriesOf(target), metrics);
      const job = { target, client, interval: this.interval, kept };
      this.features.ask(`scrape ${target.job}`, {}, () => scrapeJob(this.surroundings, job));
    }
  }

  /** The steps that keep of a job what is stored, asked for as the configuration is written. */
  private keeper(series: SeriesOfJob, told: KeptMetrics | undefined) {
    const where = `${this.alloy.where}: job "${series.job}"`;
    const metrics = told ?? this.usual.metrics ?? 'all';
    return () =>
      keepSteps({ where, metrics, read: () => this.readers.of(series), besides: ofTheScrape });
  }

  private refuseTwin(job: string): never {
    return this.alloy.refuse(`job "${job}" has two sources`, 'give one of them another name');
  }
}
