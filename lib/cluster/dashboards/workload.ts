import type { Dashboard } from '../../core/index.js';
import { inNamespace, linkTo } from '../../model/dashboard/index.js';
import type { Watched } from '../watched.js';
import type { Boards } from './boards.js';
import { podTable } from './panels/workload-pods.js';
import { workloadStats } from './panels/workload-stats.js';
import { workloadReplicas, workloadUse } from './panels/workload-use.js';
import { sources } from './sources.js';
import { workloadVariables } from './variables.js';

/** A Deployment, or what else keeps pods: whether it has those it wants, and how they fare. */
export const workloadDashboard = (boards: Boards, watched: Watched): Dashboard => ({
  uid: boards.workload,
  title: 'Workload',
  folder: 'Kubernetes',
  needs: ['prometheus'],
  spec: ({ prometheus }) => {
    const from = sources(watched, prometheus, inNamespace);
    return {
      description: 'For whoever runs it: has it the pods it wants, and which of them is ill?',
      tags: ['kubernetes'],
      variables: workloadVariables(watched, prometheus),
      links: [linkTo(boards.namespace, 'Namespace'), linkTo(boards.cluster, 'Cluster overview')],
      panels: [
        ...workloadStats(from),
        ...podTable(boards, from),
        ...workloadReplicas(from),
        ...workloadUse(boards, from),
      ],
    };
  },
});
