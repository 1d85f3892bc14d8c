import type { Asking } from '../../../core/index.js';
import {
  type Panel,
  type Row,
  row,
  stat,
  table,
  timeseries,
} from '../../../model/dashboard/index.js';
import type { NetworkBoards } from '../networking.js';

/** Who tells of the network of pods. */
export interface Traffic {
  /** Of the pods chosen. */
  readonly of: Asking;
  /** Who knows which of them are on the network of their node. @default - nobody: they pass for its whole traffic */
  readonly objects: Asking | undefined;
}

const namespace = 'cluster, namespace';
const pod = 'cluster, namespace, pod';
const lost = [
  'receive_packets_dropped',
  'transmit_packets_dropped',
  'receive_errors',
  'transmit_errors',
] as const;

/** What pods send and receive, by some of their labels. One on the network of its node shows all of that node's. */
function measures({ of: { rate }, objects }: Traffic) {
  const own = objects
    ? ` unless on (${pod}) ${objects.of('kube_pod_info', { host_network: 'true' })}`
    : '';
  const each = (what: string) => rate(`container_network_${what}_total`);
  const sum = (by: string, expr: string) => `sum ${by && `by (${by}) `}(${expr}${own})`;
  return {
    received: (by: string) => sum(by, each('receive_bytes')),
    sent: (by: string) => sum(by, each('transmit_bytes')),
    packets: (by: string) => sum(by, `(${each('receive_packets')} + ${each('transmit_packets')})`),
    lost: (by: string) => sum(by, `(${lost.map(each).join(' + ')})`),
  };
}

/** How much do pods send, and is something lost? */
export function podTrafficStats(traffic: Traffic): readonly Panel[] {
  const { ask } = traffic.of;
  const all = measures(traffic);
  return [
    stat({
      title: 'Pods receive',
      description: 'Bytes a second of all pods chosen, those on the network of their node aside.',
      unit: 'Bps',
      width: 3,
      thresholds: 'none',
      queries: [ask(all.received(''))],
    }),
    stat({
      title: 'Pods send',
      description: 'Bytes a second of all pods chosen, those on the network of their node aside.',
      unit: 'Bps',
      width: 3,
      thresholds: 'none',
      queries: [ask(all.sent(''))],
    }),
    stat({
      title: 'Pods lose',
      description: 'Packets a second of pods that were dropped or damaged. Normal is near 0.',
      unit: 'pps',
      width: 3,
      thresholds: { above: { warning: 1 } },
      queries: [ask(all.lost(''))],
    }),
  ];
}

/** Who sends and receives, and who loses something. */
export function podTraffic(traffic: Traffic, boards: NetworkBoards): readonly (Panel | Row)[] {
  const { ask } = traffic.of;
  const { received, sent, packets, lost } = measures(traffic);
  const toNamespace = {
    uid: boards.namespace,
    title: 'This namespace',
    labels: ['cluster', 'namespace'],
  };
  const toPod = { uid: boards.pod, title: 'This pod', labels: ['cluster', 'namespace', 'pod'] };
  const now = {
    received: ask(received(namespace)),
    sent: ask(sent(namespace)),
    packets: ask(packets(namespace)),
    lost: ask(lost(namespace)),
  };
  const byNamespace = (title: string, description: string, expr: string) =>
    timeseries({
      title,
      description,
      unit: 'Bps',
      stacked: true,
      link: toNamespace,
      queries: [ask(expr, '{{namespace}}')],
    });
  const byPod = (title: string, description: string, unit: 'Bps' | 'pps', expr: string) =>
    timeseries({
      title,
      description,
      unit,
      width: 8,
      noValue: 'none',
      link: toPod,
      queries: [ask(`topk(10, ${expr})`, '{{namespace}} {{pod}}')],
    });
  return [
    row('Namespaces'),
    table({
      title: 'Namespaces now',
      description:
        'What their pods receive and send, the busiest first; a click leads to its pods.',
      queries: Object.values(now),
      columns: [
        { label: 'cluster', title: 'Cluster' },
        { label: 'namespace', title: 'Namespace', link: toNamespace },
        { value: now.received, title: 'Received', unit: 'Bps' },
        { value: now.sent, title: 'Sent', unit: 'Bps' },
        { value: now.packets, title: 'Packets', unit: 'pps' },
        {
          value: now.lost,
          title: 'Lost',
          unit: 'pps',
          thresholds: { above: { warning: 1 } },
        },
      ],
      sortBy: 'Received',
    }),
    byNamespace(
      'Received by namespace',
      'Bytes a second, on each other: the top is all.',
      received(namespace),
    ),
    byNamespace(
      'Sent by namespace',
      'Bytes a second, on each other: the top is all.',
      sent(namespace),
    ),
    row('Pods'),
    byPod(
      'Receiving most',
      'Bytes a second, the ten pods that receive most.',
      'Bps',
      received(pod),
    ),
    byPod('Sending most', 'Bytes a second, the ten pods that send most.', 'Bps', sent(pod)),
    byPod(
      'Losing most',
      'Packets a second dropped or damaged, the ten worst. Normal is none: a pod that cannot keep up, or its node.',
      'pps',
      `${lost(pod)} > 0`,
    ),
  ];
}
