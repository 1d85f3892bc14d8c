import {
  type Asking,
  asking,
  type ClusterBoards,
  countDown,
  type Dashboard,
} from '../../core/index.js';
import {
  clusterVariable,
  inCluster,
  linkTo,
  type Panel,
  type Row,
  stat,
} from '../../model/dashboard/index.js';
import type { ClusterJob } from '../jobs.js';
import type { Watched } from '../watched.js';
import { controllerPanels, schedulerPanels } from './panels/controllers.js';
import { etcdPanels, etcdStats } from './panels/etcd.js';
import { processesOf } from './panels/processes.js';
import { proxyPanels } from './panels/proxy.js';

/** Parts of the control plane besides the API server, with what is shown of each. */
const parts: readonly {
  readonly job: ClusterJob;
  readonly product: string;
  readonly panels: (its: Asking) => readonly (Panel | Row)[];
}[] = [
  { job: 'etcd', product: 'etcd', panels: etcdPanels },
  { job: 'kube-scheduler', product: 'Schedulers', panels: schedulerPanels },
  { job: 'kube-controller-manager', product: 'Controller managers', panels: controllerPanels },
  { job: 'kube-proxy', product: 'kube-proxies', panels: proxyPanels },
];

/** Whether what stands behind the API server works, of those parts that are scraped; none without one. */
export function controlPlaneDashboard(
  uid: string,
  { jobs }: Watched,
  { cluster }: ClusterBoards,
): readonly Dashboard[] {
  const shown = parts.filter(({ job }) => jobs.has(job));
  if (shown.length === 0) return [];
  const dashboard: Dashboard = {
    uid,
    title: 'Control plane',
    folder: 'Kubernetes',
    needs: ['prometheus'],
    spec: ({ prometheus }) => {
      const of = (job: string) => asking(prometheus, { ...inCluster, job });
      return {
        description:
          'For whoever runs the control plane: are decisions made, kept, and brought to the nodes?',
        tags: ['kubernetes', 'control-plane'],
        links: [linkTo(cluster, 'Cluster overview')],
        variables: [clusterVariable(prometheus)],
        panels: [
          ...shown.map(({ job, product }) => down(of(job), product)),
          ...(jobs.has('etcd') ? etcdStats(of('etcd')) : []),
          ...shown.flatMap(({ job, panels }) => panels(of(job))),
          ...processesOf(
            prometheus,
            shown.map(({ job }) => job),
          ),
        ],
      };
    },
  };
  return [dashboard];
}

const down = ({ of, ask }: Asking, product: string): Panel =>
  stat({
    title: `${product} not answering`,
    description: 'Those that cannot be scraped. Normal is 0; "No data" means that there are none.',
    unit: 'short',
    width: 3,
    thresholds: { above: { critical: 1 } },
    queries: [ask(countDown(of('up')))],
  });
