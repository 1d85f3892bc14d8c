import type { Dashboard } from '../../core/index.js';
import { clusterVariable, namespaceVariable } from '../../model/dashboard/index.js';
import { namespaceSaturation } from './panels/namespaces.js';
import { restartPanels } from './panels/restarts.js';
import { nodeSaturation, saturationStats } from './panels/saturation.js';

/**
 * Whether a cluster is short of something: what its nodes and namespaces use and request, of what there is,
 * and what does not stay up. Reads node-exporter's metrics, cAdvisor's and those of kube-state-metrics,
 * whoever scrapes them.
 *
 * @example
 * grafana.addDashboard(clusterHealth());
 */
export const clusterHealth = (): Dashboard => ({
  uid: 'cluster-health',
  title: 'Cluster Health',
  folder: 'Kubernetes',
  needs: ['prometheus'],
  spec: ({ prometheus }) => ({
    description: 'For whoever runs the cluster: is it short of something, and who takes it?',
    tags: ['kubernetes'],
    variables: [clusterVariable(prometheus), namespaceVariable(prometheus)],
    panels: [
      ...saturationStats(prometheus),
      ...nodeSaturation(prometheus),
      ...namespaceSaturation(prometheus),
      ...restartPanels(prometheus),
    ],
  }),
});
