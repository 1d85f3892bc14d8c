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
import { hostDashboards } from './dashboards/index.js';
import { nodeRules } from './rules/index.js';

/** Which measurements of the nodes are watched. */
export interface HostWatchOptions {
  /** Job that brings them, and uid of the dashboard of all nodes. @default 'node-exporter' */
  readonly job?: string;
  /**
   * Whether the connections that the kernel tracks are among them.
   * @default false - in a pod with a network of its own, as Alloy has, they are not to be had
   */
  readonly tracksConnections?: boolean;
  /** Whether files of metrics are among them. @default false */
  readonly readsTextFiles?: boolean;
  /** Whether the services of systemd are among them, and how often each was started again. @default false */
  readonly watchesServices?: boolean;
}

/** Rules and dashboards about the nodes. */
export interface HostWatch extends IRuleSource, IDashboardSource, IHostMetrics {}

const checks: Checks<HostWatchOptions> = {
  job: isName,
  tracksConnections: isFlag,
  readsTextFiles: isFlag,
  watchesServices: isFlag,
};

/**
 * The rules and the dashboards of a node-exporter, for those who have its metrics from elsewhere: from the
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
  const { job = hostJob, tracksConnections = false } = options;
  const { readsTextFiles = false, watchesServices = false } = options;
  const hostMetrics = { job, tracksConnections };
  const dashboards: readonly Dashboard[] = hostDashboards(hostMetrics);
  return {
    hostMetrics,
    rules: (context) => nodeRules({ ...hostMetrics, readsTextFiles, watchesServices }, context),
    dashboards,
  };
}
