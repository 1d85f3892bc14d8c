import type { Construct } from 'constructs';
import {
  type Checks,
  Component,
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
  /** Jobs to leave out. @default - none: all that the platform lets be reached */
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

  /** Rules that watch its jobs, those that are scraped. */
  readonly rules = (context: RuleContext) => clusterRules(this.name, context);
}
