import type { ClusterBoards, Dashboard } from '../../core/index.js';
import { clusterVariable, linkTo } from '../../model/dashboard/index.js';
import { insidePanels } from './panels/api-server-inside.js';
import { requestPanels } from './panels/api-server-requests.js';
import { apiServerStats } from './panels/api-server-stats.js';
import { processesOf } from './panels/processes.js';

/** Whether the API server does what it should, and what keeps it from that. */
export const apiServerDashboard = (uid: string, { cluster }: ClusterBoards): Dashboard => ({
  uid,
  title: 'API server',
  folder: 'Kubernetes',
  needs: ['prometheus'],
  spec: ({ prometheus }) => ({
    description:
      'For whoever runs the cluster: does the API server answer well and in time, and if not, why?',
    tags: ['kubernetes', 'control-plane'],
    links: [linkTo(cluster, 'Cluster overview')],
    variables: [clusterVariable(prometheus)],
    panels: [
      ...apiServerStats(prometheus),
      ...requestPanels(prometheus),
      ...insidePanels(prometheus),
      ...processesOf(prometheus, ['apiserver']),
    ],
  }),
});
