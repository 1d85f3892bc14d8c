import { asking, type Dashboard, kubeletJob } from '../../core/index.js';
import {
  chosen,
  clusterVariable,
  inCluster,
  inNamespace,
  labelVariable,
} from '../../model/dashboard/index.js';
import { selector } from '../../model/promql.js';
import type { Watched } from '../watched.js';
import { claimPanels, claimStats } from './panels/claims.js';
import { operationPanels, operationStat } from './panels/volume-operations.js';
import { volumePanels, volumeStats } from './panels/volumes.js';

const measured = 'kubelet_volume_stats_capacity_bytes';

/**
 * Whether volumes have room, and for how long. The kubelets measure what pods have mounted; of claims and
 * volumes as objects it shows something where someone does.
 */
export const volumesDashboard = (
  uid: string,
  { objects }: Watched,
  boards: { readonly namespace: string },
): Dashboard => ({
  uid,
  title: 'Persistent volumes',
  folder: 'Kubernetes',
  needs: ['prometheus'],
  spec: ({ prometheus }) => {
    const job = kubeletJob;
    const its = chosen('cluster', 'namespace', 'persistentvolumeclaim');
    const mounted = asking(prometheus, { ...its, job });
    const kubelets = asking(prometheus, { ...inCluster, job });
    const shown = objects?.kinds.includes('persistentvolumeclaims') && objects;
    const claims = shown && asking(prometheus, { ...its, job: shown.job });
    const volumes =
      objects?.kinds.includes('persistentvolumes') &&
      asking(prometheus, { ...inCluster, job: objects.job });
    return {
      description: 'For whoever keeps data: which volume is full, when, and can pods get theirs?',
      tags: ['kubernetes', 'storage'],
      // Volumes fill up over days.
      time: 'now-2d',
      refresh: '5m',
      variables: [
        clusterVariable(prometheus),
        labelVariable({
          name: 'namespace',
          label: 'Namespace',
          datasource: prometheus,
          query: selector(measured, { ...inCluster, job }),
        }),
        labelVariable({
          name: 'persistentvolumeclaim',
          label: 'Claim',
          datasource: prometheus,
          query: selector(measured, { ...inNamespace, job }),
        }),
      ],
      panels: [
        ...volumeStats(mounted),
        ...(claims ? claimStats(claims, volumes || undefined) : []),
        operationStat(kubelets),
        ...volumePanels(mounted, boards.namespace),
        ...(claims ? claimPanels(claims, volumes || undefined, boards.namespace) : []),
        ...operationPanels(kubelets),
      ],
    };
  },
});
