import type { Construct } from 'constructs';
import {
  type Checks,
  Component,
  checkProps,
  type Dashboard,
  type IDashboardSource,
  type IRuleSource,
  type IScrapeTarget,
  listOf,
  oneOf,
  type RuleContext,
  type ScrapeTarget,
} from '../core/index.js';
import { clusterDashboard } from './dashboard.js';
import { type ClusterJob, clusterJobs, targetsOf } from './jobs.js';
import { clusterRules } from './rules.js';

/** What of Kubernetes itself is scraped. */
export interface ClusterProps {
  /**
   * Jobs that nobody scrapes: of these there are neither rules nor panels.
   * @default - none: all that the platform lets be reached
   */
  readonly without?: readonly ClusterJob[];
}

const checks: Checks<ClusterProps> = { without: listOf(oneOf(...clusterJobs)) };

/**
 * Kubernetes itself: kubelets, containers, API server, DNS, and what of the control plane can be reached.
 * It runs nothing; it says how all that is scraped, watched and shown.
 *
 * @example
 * prometheus.scrape(new Cluster(chart, 'cluster'));
 * @see https://kubernetes.io/docs/concepts/cluster-administration/system-metrics/
 */
export class Cluster extends Component implements IScrapeTarget, IRuleSource, IDashboardSource {
  readonly scrapeTargets: readonly ScrapeTarget[];
  readonly dashboards: readonly Dashboard[];

  constructor(scope: Construct, id: string, props: ClusterProps = {}) {
    super(scope, id, {}, { product: 'kubernetes' });
    this.check(props, checks);
    const without: readonly string[] = props.without ?? [];
    this.scrapeTargets = targetsOf(this.site.platform).filter(({ job }) => !without.includes(job));
    this.dashboards = [clusterDashboard(this.name, new Set(this.scrapeTargets.map((t) => t.job)))];
  }

  /**
   * These of its jobs, for one of two scrapers: an Alloy on every node asks the kubelet beside it.
   *
   * @throws on a job that is none, or not to be had here
   * @example
   * alloy.scrape(cluster.only('cadvisor'));
   * prometheus.scrape(cluster.without('cadvisor'));
   */
  only(...jobs: readonly [ClusterJob, ...ClusterJob[]]): IScrapeTarget {
    this.checkJobs('only', jobs);
    const shown = this.scrapeTargets.map(({ job }) => job);
    const missing = jobs.find((job) => !shown.includes(job));
    if (missing !== undefined)
      this.refuse(
        `only "${missing}" is not among its jobs here`,
        `name some of these: ${shown.join(', ')}`,
      );
    return this.part((job) => jobs.some((name) => name === job));
  }

  /**
   * All of its jobs but these, which someone else scrapes.
   *
   * @throws on a job that is none
   */
  without(...jobs: readonly [ClusterJob, ...ClusterJob[]]): IScrapeTarget {
    this.checkJobs('without', jobs);
    return this.part((job) => !jobs.some((name) => name === job));
  }

  /** Rules that watch its jobs, those that are scraped. */
  readonly rules = (context: RuleContext) => clusterRules(this.name, context);

  private checkJobs(verb: 'only' | 'without', jobs: readonly ClusterJob[]): void {
    if (jobs.length === 0) this.refuse(`${verb} names no job`, 'name one at least');
    checkProps(`${this.where}: ${verb}`, { jobs }, { jobs: checks.without });
  }

  private part(isIn: (job: string) => boolean): IScrapeTarget {
    return { scrapeTargets: this.scrapeTargets.filter(({ job }) => isIn(job)) };
  }
}
