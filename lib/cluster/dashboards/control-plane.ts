import { asking, countDown, type Dashboard, type Datasource } from '../../core/index.js';
import {
  clusterVariable,
  inCluster,
  linkTo,
  type Panel,
  type Row,
  stat,
} from '../../model/dashboard/index.js';
import type { ClusterJob } from '../jobs.js';
import { controllerPanels, proxyPanels, schedulerPanels } from './panels/controllers.js';
import { etcdPanels, etcdStats } from './panels/etcd.js';
import { processesOf } from './panels/processes.js';

/** Parts of the control plane besides the API server, with what is shown of each. */
const parts: readonly {
  readonly job: ClusterJob;
  readonly product: string;
  readonly panels: (prometheus: Datasource | undefined) => readonly (Panel | Row)[];
}[] = [
  { job: 'etcd', product: 'etcd', panels: etcdPanels },
  { job: 'kube-scheduler', product: 'Schedulers', panels: schedulerPanels },
  { job: 'kube-controller-manager', product: 'Controller managers', panels: controllerPanels },
  { job: 'kube-proxy', product: 'kube-proxies', panels: proxyPanels },
];

/** Whether what stands behind the API server works, of those parts that are scraped; none without one. */
export function controlPlaneDashboard(
  name: string,
  jobs: ReadonlySet<string>,
): readonly Dashboard[] {
  const shown = parts.filter(({ job }) => jobs.has(job));
  if (shown.length === 0) return [];
  const dashboard: Dashboard = {
    uid: `${name}-control-plane`,
    title: 'Control plane',
    folder: 'Kubernetes',
    needs: ['prometheus'],
    spec: ({ prometheus }) => ({
      description:
        'For whoever runs the control plane: are decisions made, kept, and brought to the nodes?',
      tags: ['kubernetes', 'control-plane'],
      links: [linkTo(name, 'Cluster')],
      variables: [clusterVariable(prometheus)],
      panels: [
        ...shown.map(({ job, product }) => down(prometheus, job, product)),
        ...(jobs.has('etcd') ? etcdStats(prometheus) : []),
        ...shown.flatMap(({ panels }) => panels(prometheus)),
        ...processesOf(
          prometheus,
          shown.map(({ job }) => job),
        ),
      ],
    }),
  };
  return [dashboard];
}

function down(prometheus: Datasource | undefined, job: string, product: string): Panel {
  const { of, ask } = asking(prometheus, { ...inCluster, job });
  return stat({
    title: `${product} not answering`,
    description: 'Those that cannot be scraped. Normal is 0; "No data" means that there are none.',
    unit: 'short',
    width: 3,
    thresholds: { above: { critical: 1 } },
    queries: [ask(countDown(of('up')))],
  });
}
