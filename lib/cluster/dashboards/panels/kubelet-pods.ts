import type { Asking } from '../../../core/index.js';
import { judged, type Panel, type Row, row, timeseries } from '../../../model/dashboard/index.js';
import { podsOfRoom } from './kubelet.js';
import { slowest } from './quantile.js';

const ofNode = 'cluster, node';

/** How pods start, and how long the kubelet takes over them. */
export function podPanels(
  kubelets: Asking,
  nodeBoard: string | undefined,
): readonly (Panel | Row)[] {
  const { rate, ask } = kubelets;
  const link = nodeBoard && {
    link: { uid: nodeBoard, title: 'This node', labels: ['cluster', 'node'] },
  };
  const sum = (metric: string) => `sum by (cluster) (${rate(metric)})`;
  return [
    row('Pods that start'),
    timeseries({
      title: 'Slowest starts by node',
      description:
        'Time from when a pod was seen until it runs, 99 of 100, the ten slowest nodes. Pulling images counts: compare with the next.',
      unit: 's',
      noValue: 'none started',
      ...link,
      queries: [
        ask(
          `topk(10, ${slowest(kubelets, 'kubelet_pod_start_duration_seconds', ofNode)})`,
          '{{node}}',
        ),
      ],
    }),
    timeseries({
      title: 'Slowest image pulls',
      description:
        'Time that 99 of 100 pulls take at most, by size of the image. Large and slow: smaller images, or a mirror nearby.',
      unit: 's',
      noValue: 'nothing pulled',
      queries: [
        ask(
          slowest(kubelets, 'kubelet_image_pull_duration_seconds', 'cluster, image_size_in_bytes'),
          '{{image_size_in_bytes}}',
        ),
      ],
    }),
    timeseries({
      title: 'Started and failed',
      description: 'Pods and containers a second. Starts without end: something crashes in a loop.',
      unit: 'cps',
      queries: [
        ask(sum('kubelet_started_pods_total'), 'pods started'),
        ask(sum('kubelet_started_pods_errors_total'), 'pods failed'),
        ask(sum('kubelet_started_containers_total'), 'containers started'),
        ask(sum('kubelet_started_containers_errors_total'), 'containers failed'),
      ],
    }),
    timeseries({
      title: 'Slowest work on a pod',
      description:
        'Time that it takes over one pod, 99 of 100, by what it does. Minutes to end: programs that do not heed SIGTERM.',
      unit: 's',
      queries: [
        ask(
          slowest(kubelets, 'kubelet_pod_worker_duration_seconds', 'cluster, operation_type'),
          '{{operation_type}}',
        ),
      ],
    }),
  ];
}

/** What runs on each node, how much more it takes, and whom it throws off. */
export function roomPanels(kubelets: Asking, nodes: Asking | undefined): readonly (Panel | Row)[] {
  const { of, rate, ask } = kubelets;
  const rejected = `sum by (cluster, reason) (${rate('kubelet_admission_rejections_total')}) > 0`;
  return [
    row('What they run'),
    nodes
      ? timeseries({
          title: 'Pods of those that a node takes',
          description: 'The ten fullest nodes. At 1 no other pod is put there, however idle it is.',
          unit: 'percentunit',
          width: 8,
          thresholds: judged.promised,
          queries: [ask(`topk(10, ${podsOfRoom(kubelets, nodes)})`, '{{node}}')],
        })
      : timeseries({
          title: 'Pods by node',
          description: 'Pods that run, the ten nodes with the most. A usual limit is 110.',
          unit: 'short',
          width: 8,
          queries: [
            ask(`topk(10, max by (${ofNode}) (${of('kubelet_running_pods')}))`, '{{node}}'),
          ],
        }),
    timeseries({
      title: 'Containers',
      description:
        'By state. Many that have exited: nobody cleans up, or something crashes in a loop.',
      unit: 'short',
      width: 8,
      queries: [
        ask(
          `sum by (cluster, container_state) (${of('kubelet_running_containers')})`,
          '{{container_state}}',
        ),
      ],
    }),
    timeseries({
      title: 'Evictions by cause',
      description: 'Pods a second thrown off, by what their node was short of. Normal is none.',
      unit: 'cps',
      width: 8,
      noValue: 'none',
      queries: [
        ask(
          `sum by (cluster, eviction_signal) (${rate('kubelet_evictions')}) > 0`,
          '{{eviction_signal}}',
        ),
      ],
    }),
    timeseries({
      title: 'Turned away',
      description: 'Pods a second that a kubelet refused though they were sent to it, by reason.',
      unit: 'cps',
      width: 8,
      noValue: 'none',
      queries: [ask(rejected, '{{reason}}')],
    }),
    timeseries({
      title: 'Volumes by state',
      description:
        'Volumes that pods want, and that are mounted. Apart for long: a mount hangs; see Persistent volumes.',
      unit: 'short',
      width: 8,
      queries: [
        ask(`sum by (cluster, state) (${of('volume_manager_total_volumes')})`, '{{state}}'),
      ],
    }),
  ];
}
