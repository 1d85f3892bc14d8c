import type { Dashboard, IHostMetrics } from '../../core/index.js';
import { nodeDashboard } from './node.js';
import { nodesDashboard } from './nodes.js';

/** All nodes at a glance, and one of them from top to bottom. */
export const hostDashboards = (hosts: IHostMetrics['hostMetrics']): readonly Dashboard[] => [
  nodesDashboard(hosts),
  nodeDashboard(hosts),
];
