import { type Dashboard, type Datasources, kubeletJob } from '../../core/index.js';
import {
  clusterVariable,
  type DashboardSpec,
  namespaceVariable,
  type Panel,
  type Row,
} from '../../model/dashboard/index.js';
import type { Watched } from '../watched.js';
import { containerPanels, containerStats } from './panels/containers.js';
import { apiServerPanels, apiServerStat, dnsPanels } from './panels/control-plane.js';
import { nodeStats } from './panels/nodes.js';
import { workloadPanels } from './panels/workloads.js';

/** Whether a cluster does its work and has room for more. Of jobs that are left out it shows nothing. */
export const clusterDashboard = (uid: string, watched: Watched): Dashboard => ({
  uid,
  title: 'Kubernetes cluster',
  folder: 'Kubernetes',
  needs: ['prometheus'],
  spec: (datasources) => spec(watched, datasources),
});

function spec({ jobs, objects }: Watched, { prometheus }: Datasources): DashboardSpec {
  const of = (job: string, panels: () => readonly (Panel | Row)[]) =>
    jobs.has(job) ? panels() : [];
  return {
    description: 'For whoever runs the cluster: does it do its work, and has it room for more?',
    tags: ['kubernetes'],
    variables: [
      clusterVariable(prometheus),
      jobs.has('cadvisor')
        ? namespaceVariable(prometheus, 'container_memory_working_set_bytes')
        : namespaceVariable(prometheus),
    ],
    panels: [
      ...of('apiserver', () => [apiServerStat(prometheus)]),
      ...of(kubeletJob, () => nodeStats(prometheus)),
      ...of('cadvisor', () => containerStats(prometheus)),
      ...(objects ? workloadPanels(prometheus) : []),
      ...of('cadvisor', () => containerPanels(prometheus)),
      ...of('apiserver', () => apiServerPanels(prometheus)),
      ...of('coredns', () => dnsPanels(prometheus)),
    ],
  };
}
