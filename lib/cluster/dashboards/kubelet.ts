import { asking, type Dashboard, kubeletJob } from '../../core/index.js';
import { chosen, clusterVariable, inCluster, labelVariable } from '../../model/dashboard/index.js';
import { selector } from '../../model/promql.js';
import type { Watched } from '../watched.js';
import { kubeletStats } from './panels/kubelet.js';
import { certificatePanels, processPanels } from './panels/kubelet-itself.js';
import { podPanels, roomPanels } from './panels/kubelet-pods.js';
import { probePanels } from './panels/kubelet-probes.js';
import { runtimePanels } from './panels/kubelet-runtime.js';

/** Whether the kubelets start, watch and stop pods, and how long that takes them. */
export const kubeletDashboard = (
  uid: string,
  { jobs, objects }: Watched,
  boards: { readonly pod: string; readonly node?: string },
): Dashboard => ({
  uid,
  title: 'Kubelet',
  folder: 'Kubernetes',
  needs: ['prometheus'],
  spec: ({ prometheus }) => {
    const its = chosen('cluster', 'node');
    const kubelets = asking(prometheus, { ...its, job: kubeletJob });
    const nodes = objects?.kinds.includes('nodes')
      ? asking(prometheus, { ...its, job: objects.job })
      : undefined;
    return {
      description:
        'For whoever sees pods that do not start or stop: does their kubelet do its work?',
      tags: ['kubernetes', 'nodes'],
      variables: [
        clusterVariable(prometheus),
        labelVariable({
          name: 'node',
          label: 'Node',
          datasource: prometheus,
          query: selector('kubelet_node_name', { ...inCluster, job: kubeletJob }),
        }),
      ],
      panels: [
        ...kubeletStats(kubelets, nodes),
        ...podPanels(kubelets, boards.node),
        ...roomPanels(kubelets, nodes),
        ...runtimePanels(kubelets),
        ...(jobs.has('kubelet-probes')
          ? probePanels(asking(prometheus, { ...its, job: 'kubelet-probes' }), boards.pod)
          : []),
        ...certificatePanels(kubelets),
        ...processPanels(kubelets),
      ],
    };
  },
});
