import type { Dashboard } from '../../core/index.js';
import { linkTo } from '../../model/dashboard/index.js';
import type { Watched } from '../watched.js';
import type { Boards } from './boards.js';
import { podLog, podStats, podTables } from './panels/pod.js';
import { podUse } from './panels/pod-use.js';
import { sources } from './sources.js';
import { inPod, podVariables } from './variables.js';

/** One pod: whether it does its work, what its containers use of what they may, and what it says. */
export const podDashboard = (boards: Boards, watched: Watched): Dashboard => ({
  uid: boards.pod,
  title: 'Pod',
  folder: 'Kubernetes',
  needs: ['prometheus'],
  spec: ({ prometheus, loki }) => {
    const from = sources(watched, prometheus, inPod);
    return {
      description: 'For whoever asks what is wrong with it: state, use and log, side by side.',
      tags: ['kubernetes'],
      variables: podVariables(watched, prometheus),
      links: [linkTo(boards.namespace, 'Namespace'), linkTo(boards.cluster, 'Cluster overview')],
      panels: [...podStats(from), ...podTables(boards, from), ...podUse(from), ...podLog(loki)],
    };
  },
});
