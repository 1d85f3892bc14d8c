import type { Dashboard } from '../../core/index.js';
import { clusterVariable, linkTo } from '../../model/dashboard/index.js';
import { answerPanels, dnsStats, forwardPanels } from './panels/dns.js';
import { processesOf } from './panels/processes.js';

/** Whether names are resolved, here and outside. */
export const dnsDashboard = (name: string): Dashboard => ({
  uid: `${name}-dns`,
  title: 'CoreDNS',
  folder: 'Kubernetes',
  needs: ['prometheus'],
  spec: ({ prometheus }) => ({
    description: 'For whoever wonders why a name is not found: is it us, or those whom we ask?',
    tags: ['kubernetes', 'dns'],
    links: [linkTo(name, 'Cluster')],
    variables: [clusterVariable(prometheus)],
    panels: [
      ...dnsStats(prometheus),
      ...answerPanels(prometheus),
      ...forwardPanels(prometheus),
      ...processesOf(prometheus, ['coredns']),
    ],
  }),
});
