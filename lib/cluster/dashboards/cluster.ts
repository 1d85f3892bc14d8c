import type { ClusterBoards, Dashboard, Datasource, Datasources } from '../../core/index.js';
import {
  clusterVariable,
  type DashboardSpec,
  type Panel,
  type Row,
} from '../../model/dashboard/index.js';
import type { ClusterJob } from '../jobs.js';
import type { Watched } from '../watched.js';
import { namespacePanels } from './panels/by-namespace.js';
import { apiServerPanels, dnsPanels } from './panels/control-plane.js';
import { overviewRoom, overviewStats } from './panels/overview.js';

/** Whether a cluster does its work, and who in it takes what. Of jobs that are left out it shows nothing. */
export const clusterDashboard = (boards: ClusterBoards, watched: Watched): Dashboard => ({
  uid: boards.cluster,
  title: 'Cluster overview',
  folder: 'Kubernetes',
  needs: ['prometheus'],
  spec: (datasources) => spec(boards, watched, datasources),
});

function spec(boards: ClusterBoards, watched: Watched, { prometheus }: Datasources): DashboardSpec {
  const of = (
    job: ClusterJob,
    panels: (prometheus: Datasource | undefined) => readonly (Panel | Row)[],
  ) => (watched.jobs.has(job) ? panels(prometheus) : []);
  return {
    description:
      'For whoever runs the cluster: does it do its work, has it room, and who takes it?',
    tags: ['kubernetes'],
    variables: [clusterVariable(prometheus)],
    panels: [
      ...overviewStats(watched, prometheus),
      ...overviewRoom(watched, prometheus),
      ...namespacePanels(boards, watched, prometheus),
      ...of('apiserver', apiServerPanels),
      ...of('coredns', dnsPanels),
    ],
  };
}
