import { clusterBoards, type Dashboard, kubeletJob, nodeBoard } from '../../core/index.js';
import type { Watched } from '../watched.js';
import { apiServerDashboard } from './api-server.js';
import { clusterDashboard } from './cluster.js';
import { controlPlaneDashboard } from './control-plane.js';
import { corednsDashboard } from './coredns.js';
import { kubeletDashboard } from './kubelet.js';
import { namespaceDashboard } from './namespace.js';
import { networkingDashboard, showsNetwork } from './networking.js';
import { podDashboard } from './pod.js';
import { volumesDashboard } from './volumes.js';
import { workloadDashboard } from './workload.js';

/** Dashboards of those parts and objects of a cluster whose series are there. */
export function clusterDashboards(name: string, watched: Watched): readonly Dashboard[] {
  const { jobs, objects, hosts } = watched;
  const boards = { ...clusterBoards(name), ...(hosts && { node: nodeBoard(hosts.job) }) };
  const pods = objects?.kinds.includes('pods') ?? false;
  const seen = pods || jobs.has('cadvisor');
  const kubelets = jobs.has(kubeletJob);
  return [
    clusterDashboard(boards, watched),
    ...(seen ? [namespaceDashboard(boards, watched)] : []),
    ...(pods ? [workloadDashboard(boards, watched)] : []),
    ...(seen ? [podDashboard(boards, watched)] : []),
    ...(kubelets ? [kubeletDashboard(`${name}-kubelet`, watched, boards)] : []),
    ...(kubelets ? [volumesDashboard(`${name}-volumes`, watched, boards)] : []),
    ...(showsNetwork(watched) ? [networkingDashboard(`${name}-networking`, watched, boards)] : []),
    ...(jobs.has('apiserver') ? [apiServerDashboard(`${name}-api-server`, boards)] : []),
    ...controlPlaneDashboard(`${name}-control-plane`, watched, boards),
    ...(jobs.has('coredns') ? [corednsDashboard(`${name}-coredns`)] : []),
  ];
}
