import type { Duration } from 'cdk8s';
import {
  type Component,
  checkTarget,
  claimMeasured,
  claimTarget,
  hostJob,
  type IScrapeTarget,
  type ScrapedJobs,
  type ScrapeTarget,
  type Workload,
} from '../core/index.js';
import type { Surroundings } from './feature.js';
import type { Features } from './features.js';
import { type HostMetricsOptions, hostMetrics } from './pipelines/host-metrics.js';
import { reachTarget } from './pipelines/reach.js';
import { checkNodes, scrapeJob } from './pipelines/scrape.js';

/** What one Alloy scrapes. */
export class Scrapes {
  private readonly targets = new Map<string, ScrapeTarget>();
  /** Jobs that are collected without a target, and how often. */
  private readonly own = new Map<string, Duration>();

  /** @param interval of targets that name none */
  constructor(
    private readonly alloy: Component,
    private readonly workload: Workload,
    private readonly surroundings: Surroundings,
    private readonly features: Features,
    private readonly interval: Duration,
  ) {}

  /** How often each job is scraped. */
  get jobs(): ScrapedJobs {
    const scraped = [...this.targets.values()].map(
      ({ job, interval = this.interval }) => [job, { interval }] as const,
    );
    return new Map([
      ...scraped,
      ...[...this.own].map(([job, interval]) => [job, { interval }] as const),
    ]);
  }

  /**
   * Collects the metrics of the nodes themselves.
   *
   * @throws when the job's name is taken, when another component measures the nodes, or as {@link hostMetrics}
   */
  collectHost(options: HostMetricsOptions): void {
    this.features.ask('collectHostMetrics', options, () => {
      const feature = hostMetrics(this.surroundings, options, this.interval);
      const { job = hostJob, interval = this.interval } = options;
      if (this.targets.has(job)) this.refuseTwin(job);
      claimMeasured(this.alloy, { job, measures: 'hosts' });
      this.own.set(job, interval);
      return feature;
    });
  }

  /**
   * Adds every job of a source; the same target twice is the same job.
   *
   * @throws on a job whose name is taken, that another component scrapes, that it could not scrape, or that it
   *   would scrape once a node
   */
  add(source: IScrapeTarget): void {
    for (const target of source.scrapeTargets) {
      const known = this.targets.get(target.job);
      if (known === target) continue;
      if (known || this.own.has(target.job)) this.refuseTwin(target.job);
      checkTarget(`${this.alloy.where}: scrape`, target, this.interval);
      checkNodes(this.surroundings, target);
      claimTarget(this.alloy, target);
      this.targets.set(target.job, target);
      const client = reachTarget(this.workload, target);
      const job = { target, client, interval: this.interval };
      this.features.ask(`scrape ${target.job}`, {}, () => scrapeJob(this.surroundings, job));
    }
  }

  private refuseTwin(job: string): never {
    return this.alloy.refuse(`job "${job}" has two sources`, 'give one of them another name');
  }
}
