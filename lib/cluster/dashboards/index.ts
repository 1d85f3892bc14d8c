import { clusterBoards, type Dashboard, kubeletJob, nodeBoard } from '../../core/index.js';
import type { Watched } from '../watched.js';
import { clusterDashboard } from './cluster.js';
import { corednsDashboard } from './coredns.js';
import { kubeletDashboard } from './kubelet.js';
import { networkingDashboard, showsNetwork } from './networking.js';
import { volumesDashboard } from './volumes.js';

/** Dashboards of those parts and objects of a cluster whose series are there. */
export const clusterDashboards = (uid: string, watched: Watched): readonly Dashboard[] => {
  const { jobs, hosts } = watched;
  const boards = { ...clusterBoards(uid), ...(hosts && { node: nodeBoard(hosts.job) }) };
  const kubelets = jobs.has(kubeletJob);
  return [
    clusterDashboard(uid, watched.jobs),
    ...(kubelets ? [kubeletDashboard(`${uid}-kubelet`, watched, boards)] : []),
    ...(kubelets ? [volumesDashboard(`${uid}-volumes`, watched, boards)] : []),
    ...(showsNetwork(watched) ? [networkingDashboard(`${uid}-networking`, watched, boards)] : []),
    ...(jobs.has('coredns') ? [corednsDashboard(`${uid}-coredns`)] : []),
  ];
};
