import { asking, countDown, type Datasource, kubeletJob } from '../../../core/index.js';
import { inCluster, type Panel, stat } from '../../../model/dashboard/index.js';

/** Whether the kubelets answer, and what they run. */
export function nodeStats(prometheus: Datasource | undefined): readonly Panel[] {
  const { of, ask } = asking(prometheus, { ...inCluster, job: kubeletJob });
  return [
    stat({
      title: 'Nodes not answering',
      description: 'Nodes whose kubelet cannot be scraped. Normal is 0.',
      unit: 'short',
      thresholds: { above: { critical: 1 } },
      queries: [ask(countDown(of('up')))],
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
