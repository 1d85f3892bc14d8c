import type { ClusterBoards, Dashboard } from '../../core/index.js';
import { inNamespace, linkTo } from '../../model/dashboard/index.js';
import type { Watched } from '../watched.js';
import { namespaceStats } from './panels/namespace-stats.js';
import { namespaceLines } from './panels/namespace-use.js';
import { workloadTable } from './panels/workload-table.js';
import { sources } from './sources.js';
import { namespaceVariables } from './variables.js';

/** What runs in a namespace, whether all of it does, and what it takes. */
export const namespaceDashboard = (boards: ClusterBoards, watched: Watched): Dashboard => ({
  uid: boards.namespace,
  title: 'Namespace',
  folder: 'Kubernetes',
  needs: ['prometheus'],
  spec: ({ prometheus }) => {
    const from = sources(watched, prometheus, inNamespace);
    return {
      description: 'For whoever runs something here: is all of it there, and what does it take?',
      tags: ['kubernetes'],
      variables: namespaceVariables(watched, prometheus),
      links: [linkTo(boards.cluster, 'Cluster overview')],
      panels: [
        ...namespaceStats(from),
        ...workloadTable(boards, from),
        ...namespaceLines(boards, from),
      ],
    };
  },
});
