import {
  type Checks,
  checkProps,
  type Dashboard,
  hostJob,
  type IDashboardSource,
  type IHostMetrics,
  type IRuleSource,
  isFlag,
  isName,
} from '../core/index.js';
import { nodeDashboard } from './dashboard.js';
import { nodeExporterRules } from './rules.js';

/** Which measurements of the nodes are watched. */
export interface HostWatchOptions {
  /** Job that brings them, and uid of the dashboard. @default 'node-exporter' */
  readonly job?: string;
  /** Whether files of metrics are among them. @default false */
  readonly readsTextFiles?: boolean;
}

/** Rules and dashboards about the nodes. */
export interface HostWatch extends IRuleSource, IDashboardSource, IHostMetrics {}

const checks: Checks<HostWatchOptions> = { job: isName, readsTextFiles: isFlag };

/**
 * The rules and the dashboard of a node-exporter, for those who have its metrics from elsewhere: from the
 * one that stands in every Alloy. A `NodeExporter` brings them by itself.
 *
 * @throws on options that are unknown or malformed
 * @example
 * alloy.collectHostMetrics();
 * const hosts = hostWatch();
 * prometheus.addRules(hosts);
 * grafana.addDashboards(hosts);
 */
export function hostWatch(options: HostWatchOptions = {}): HostWatch {
  checkProps('hostWatch', options, checks);
  const { job = hostJob, readsTextFiles = false } = options;
  const dashboards: readonly Dashboard[] = [nodeDashboard(job)];
  return {
    hostMetrics: { job },
    rules: (context) => nodeExporterRules({ job, readsTextFiles }, context),
    dashboards,
  };
}
