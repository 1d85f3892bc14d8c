import { type Asking, countDown, orZero, shareOf } from '../../../core/index.js';
import { judged, type Panel, stat } from '../../../model/dashboard/index.js';
import { slowestOfAll } from './quantile.js';

/** Pods of a node, as a share of those that it takes. */
export const podsOfRoom = (kubelets: Asking, nodes: Asking): string =>
  `max by (cluster, node) (${kubelets.of('kubelet_running_pods')}) / max by (cluster, node) (${nodes.of('kube_node_status_capacity', { resource: 'pods' })})`;

/** Seconds until the first certificate of a kubelet ends, by what it is for. One that never ends is left out. */
export const certificateLeft = ({ of }: Asking, use: 'client' | 'server'): string =>
  `${of(`kubelet_certificate_manager_${use}_ttl_seconds`)} < 10 * 365 * 86400`;

/** Do the kubelets do their work? */
export function kubeletStats(kubelets: Asking, nodes: Asking | undefined): readonly Panel[] {
  const { of, rate, ask } = kubelets;
  const lastHour = (metric: string) => `sum(increase(${of(metric)}[1h]))`;
  return [
    stat({
      title: 'Not answering',
      description: 'Kubelets that cannot be scraped. Normal is 0. Their pods may still run.',
      unit: 'short',
      width: 3,
      thresholds: { above: { critical: 1 } },
      queries: [ask(countDown(of('up')))],
    }),
    stat({
      title: 'Pods',
      description: 'Pods that run, as the kubelets count them.',
      unit: 'short',
      width: 3,
      thresholds: 'none',
      queries: [ask(`sum(${of('kubelet_running_pods')})`)],
    }),
    ...(nodes
      ? [
          stat({
            title: 'Fullest node',
            description: 'Its pods, of those that it takes. At 1 no other pod is put there.',
            unit: 'percentunit' as const,
            width: 3,
            thresholds: judged.promised,
            queries: [ask(`max(${podsOfRoom(kubelets, nodes)})`)],
          }),
        ]
      : []),
    stat({
      title: 'Slowest starts',
      description:
        'Time in which 99 of 100 pods start, without pulling images. Normal is below 5 s.',
      unit: 's',
      width: 3,
      thresholds: { above: { warning: 20, critical: 60 } },
      noValue: 'none started',
      queries: [ask(slowestOfAll(kubelets, 'kubelet_pod_start_sli_duration_seconds'))],
    }),
    stat({
      title: 'Slowest look around',
      description:
        'Time in which it asks the runtime what runs, 99 of 100. Above 10 s it sees changes late.',
      unit: 's',
      width: 3,
      thresholds: { above: { warning: 3, critical: 10 } },
      queries: [
        ask(slowestOfAll(kubelets, 'kubelet_pleg_relist_duration_seconds', 'cluster, node')),
      ],
    }),
    stat({
      title: 'Failing at the runtime',
      description: 'Share of what it asks of the container runtime that fails. Normal is near 0.',
      unit: 'percentunit',
      width: 3,
      thresholds: judged.failed,
      queries: [
        ask(
          shareOf(
            rate('kubelet_runtime_operations_errors_total'),
            rate('kubelet_runtime_operations_total'),
          ),
        ),
      ],
    }),
    stat({
      title: 'Evictions',
      description: 'Pods thrown off in the last hour, as their node was short. Normal is 0.',
      unit: 'short',
      decimals: 0,
      width: 3,
      thresholds: judged.hourly,
      queries: [ask(orZero(kubelets, lastHour('kubelet_evictions')))],
    }),
    stat({
      title: 'First certificate to end',
      description:
        'Time left of it. It is renewed long before; less than a week: see the errors below.',
      unit: 'dtdurations',
      width: 3,
      thresholds: { below: { warning: 7 * 86_400, critical: 86_400 } },
      noValue: 'none that ends',
      queries: [ask(`min(${certificateLeft(kubelets, 'client')})`)],
    }),
  ];
}
