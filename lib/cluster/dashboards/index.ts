import type { Dashboard } from '../../core/index.js';
import type { Watched } from '../watched.js';
import { apiServerDashboard } from './api-server.js';
import { clusterDashboard } from './cluster.js';
import { controlPlaneDashboard } from './control-plane.js';
import { dnsDashboard } from './dns.js';

/** Dashboards of those parts and objects of a cluster whose series are there. */
export const clusterDashboards = (uid: string, watched: Watched): readonly Dashboard[] => [
  clusterDashboard(uid, watched.jobs),
  ...(watched.jobs.has('apiserver') ? [apiServerDashboard(uid)] : []),
  ...controlPlaneDashboard(uid, watched.jobs),
  ...(watched.jobs.has('coredns') ? [dnsDashboard(uid)] : []),
];
