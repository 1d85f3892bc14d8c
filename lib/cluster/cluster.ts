import type { Construct } from 'constructs';
import {
  type Checks,
  Component,
  checkProps,
  type Dashboard,
  type IDashboardSource,
  type IHostMetrics,
  type IObjectMetrics,
  type IRuleSource,
  type IScrapeTarget,
  isObject,
  listOf,
  oneOf,
  type RuleContext,
  type ScrapeTarget,
} from '../core/index.js';
import { clusterDashboards } from './dashboards/index.js';
import { type ClusterJob, clusterJobs, targetsOf } from './jobs.js';
import { clusterRules } from './rules/index.js';
import type { Watched } from './watched.js';

/** What of Kubernetes itself is scraped, and what else is known of it. */
export interface ClusterProps {
  /** Who shows the state of its objects: rules and dashboards of them count on it. @default - nobody */
  readonly objects?: IObjectMetrics;
  /** Who shows how its nodes fare. @default - nobody */
  readonly hosts?: IHostMetrics;
  /**
   * Jobs that nobody scrapes: of these there are neither rules nor panels.
   * @default - none: all that the platform lets be reached
   */
  readonly without?: readonly ClusterJob[];
}

const checks: Checks<ClusterProps> = {
  objects: isObject,
  hosts: isObject,
  without: listOf(oneOf(...clusterJobs)),
};

/**
 * Kubernetes itself: kubelets, containers, API server, DNS, and what of the control plane can be reached.
 * It runs nothing; it says how all that is scraped, watched and shown.
 *
 * @example
 * prometheus.scrape(new Cluster(chart, 'cluster', { objects: kubeStateMetrics, hosts: nodeExporter }));
 * @see https://kubernetes.io/docs/concepts/cluster-administration/system-metrics/
 */
export class Cluster extends Component implements IScrapeTarget, IRuleSource, IDashboardSource {
  readonly scrapeTargets: readonly ScrapeTarget[];
  readonly dashboards: readonly Dashboard[];

  private readonly watched: Watched;

  constructor(scope: Construct, id: string, props: ClusterProps = {}) {
    super(scope, id, {}, { product: 'kubernetes' });
    this.check(props, checks);
    const without: readonly string[] = props.without ?? [];
    this.scrapeTargets = targetsOf(this.site.platform).filter(({ job }) => !without.includes(job));
    this.watched = {
      jobs: new Set(this.scrapeTargets.map(({ job }) => job)),
      ...(props.objects && { objects: props.objects.objectMetrics }),
      ...(props.hosts && { hosts: props.hosts.hostMetrics }),
    };
    this.dashboards = clusterDashboards(this.name, this.watched);
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

  /** Rules that watch its jobs and objects, those whose series are there. */
  readonly rules = (context: RuleContext) => clusterRules(this.name, this.watched, context);

  private checkJobs(verb: 'only' | 'without', jobs: readonly ClusterJob[]): void {
    if (jobs.length === 0) this.refuse(`${verb} names no job`, 'name one at least');
    checkProps(`${this.where}: ${verb}`, { jobs }, { jobs: checks.without });
  }

  private part(isIn: (job: string) => boolean): IScrapeTarget {
    return { scrapeTargets: this.scrapeTargets.filter(({ job }) => isIn(job)) };
  }
}
