import type { Dashboard } from '../../core/index.js';
import type { Watched } from '../watched.js';
import { clusterDashboard } from './cluster.js';
import { namespaceDashboard } from './namespace.js';
import { podDashboard } from './pod.js';
import { uidsOf } from './uids.js';
import { workloadDashboard } from './workload.js';

/** Dashboards of those parts and objects of a cluster whose series are there. */
export function clusterDashboards(name: string, watched: Watched): readonly Dashboard[] {
  const uids = uidsOf(name);
  const pods = watched.objects?.kinds.includes('pods') ?? false;
  const seen = pods || watched.jobs.has('cadvisor');
  return [
    clusterDashboard(uids, watched),
    ...(seen ? [namespaceDashboard(uids, watched)] : []),
    ...(pods ? [workloadDashboard(uids, watched)] : []),
    ...(seen ? [podDashboard(uids, watched)] : []),
  ];
}
