import type { Dashboard } from '../../core/index.js';
import type { Watched } from '../watched.js';
import { clusterDashboard } from './cluster.js';

/** Dashboards of those parts and objects of a cluster whose series are there. */
export const clusterDashboards = (uid: string, watched: Watched): readonly Dashboard[] => [
  clusterDashboard(uid, watched),
];
