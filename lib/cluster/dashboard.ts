import { type Dashboard, type Datasources, kubeletJob } from '../core/index.js';
import {
  clusterVariable,
  type DashboardSpec,
  inCluster,
  namespaceVariable,
  type Panel,
  prom,
  type Query,
  type Row,
  stat,
} from '../model/dashboard/index.js';
import { selector } from '../model/promql.js';
import { containerPanels, containerStats } from './panels/containers.js';
import { apiServerPanels, dnsPanels } from './panels/control-plane.js';
import { workloadPanels } from './panels/workloads.js';

/** Asks the datasource of a dashboard. */
export type Ask = (expr: string, legend?: string) => Query;

/** Whether a cluster does its work and has room for more. Of jobs that are left out it shows nothing. */
export const clusterDashboard = (uid: string, jobs: ReadonlySet<string>): Dashboard => ({
  uid,
  title: 'Kubernetes cluster',
  folder: 'Kubernetes',
  needs: ['prometheus'],
  spec: (datasources) => spec(jobs, datasources),
});

function spec(jobs: ReadonlySet<string>, { prometheus }: Datasources): DashboardSpec {
  const ask: Ask = (expr, legend) => prom(prometheus, expr, { legend });
  const where = (job: string, panels: readonly (Panel | Row)[]) => (jobs.has(job) ? panels : []);
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
      ...where('apiserver', [apiServerUp(ask)]),
      ...where(kubeletJob, kubeletStats(ask)),
      ...where('cadvisor', containerStats(ask)),
      ...where('cadvisor', containerPanels(ask)),
      ...workloadPanels(ask),
      ...where('apiserver', apiServerPanels(ask)),
      ...where('coredns', dnsPanels(ask)),
    ],
  };
}

const apiServerUp = (ask: Ask): Panel =>
  stat({
    title: 'API servers',
    description: 'Those that answer a scrape. 0: nothing in the cluster can be changed.',
    unit: 'short',
    thresholds: { below: { critical: 1 } },
    queries: [ask(`sum(${selector('up', { ...inCluster, job: 'apiserver' })})`)],
  });

function kubeletStats(ask: Ask): Panel[] {
  const of = (metric: string) => selector(metric, { ...inCluster, job: kubeletJob });
  return [
    stat({
      title: 'Nodes not answering',
      description: 'Nodes whose kubelet cannot be scraped. Normal is 0.',
      unit: 'short',
      thresholds: { above: { critical: 1 } },
      queries: [ask(`count(${of('up')} == 0) or vector(0)`)],
    }),
    stat({
      title: 'Pods running',
      description: 'As the kubelets count them, on all nodes.',
      unit: 'short',
      thresholds: 'none',
      queries: [ask(`sum(${of('kubelet_running_pods')})`)],
    }),
    stat({
      title: 'Fullest volume',
      description: 'Used share of the fullest volume that a pod has claimed.',
      unit: 'percentunit',
      thresholds: { above: { warning: 0.85, critical: 0.95 } },
      noValue: 'no volumes',
      queries: [
        ask(
          `max(1 - ${of('kubelet_volume_stats_available_bytes')} / ${of('kubelet_volume_stats_capacity_bytes')})`,
        ),
      ],
    }),
  ];
}
