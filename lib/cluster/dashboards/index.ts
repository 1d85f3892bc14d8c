import { clusterBoards, type Dashboard } from '../../core/index.js';
import type { Watched } from '../watched.js';
import { clusterDashboard } from './cluster.js';
import { namespaceDashboard } from './namespace.js';
import { podDashboard } from './pod.js';
import { workloadDashboard } from './workload.js';

/** Dashboards of those parts and objects of a cluster whose series are there. */
export function clusterDashboards(name: string, watched: Watched): readonly Dashboard[] {
  const boards = clusterBoards(name);
  const pods = watched.objects?.kinds.includes('pods') ?? false;
  const seen = pods || watched.jobs.has('cadvisor');
  return [
    clusterDashboard(boards, watched),
    ...(seen ? [namespaceDashboard(boards, watched)] : []),
    ...(pods ? [workloadDashboard(boards, watched)] : []),
    ...(seen ? [podDashboard(boards, watched)] : []),
  ];
}
