import type { Asking } from '../../core/index.js';
import { uplinks } from '../../core/index.js';
import { type Panel, type Row, row, timeseries } from '../../model/dashboard/index.js';

/** What it sends and receives, what of that is lost, and the tables of its kernel that can be full. */
export function networkPanels(node: Asking, tracksConnections: boolean): readonly (Panel | Row)[] {
  const { of, rate, ask } = node;
  const each = (what: string) => rate(`node_network_${what}_total`, uplinks);
  const ofLink = (what: string) =>
    `${each(what)} / (${of('node_network_speed_bytes', uplinks)} > 0)`;
  const perNode = (metric: string) => `sum by (cluster, node) (${rate(metric)})`;
  return [
    row('Network'),
    timeseries({
      title: 'Traffic',
      description: 'Bytes a second by device, but those of pods and tunnels.',
      unit: 'Bps',
      width: 8,
      queries: [
        ask(each('receive_bytes'), '{{device}} received'),
        ask(each('transmit_bytes'), '{{device}} sent'),
      ],
    }),
    timeseries({
      title: 'Traffic of what the link carries',
      description: 'Share of the speed that the device says it has. Near 1, it is full.',
      unit: 'percentunit',
      width: 8,
      noValue: 'its devices do not tell their speed',
      queries: [
        ask(ofLink('receive_bytes'), '{{device}} received'),
        ask(ofLink('transmit_bytes'), '{{device}} sent'),
      ],
    }),
    timeseries({
      title: 'Packets lost',
      description:
        'Packets a second. Dropped: nobody had room for them. Damaged: look at cable, port and driver. Normal is near 0.',
      unit: 'pps',
      width: 8,
      queries: [
        ask(each('receive_drop'), '{{device}} dropped as received'),
        ask(each('transmit_drop'), '{{device}} dropped as sent'),
        ask(each('receive_errs'), '{{device}} damaged as received'),
        ask(each('transmit_errs'), '{{device}} damaged as sent'),
      ],
    }),
    timeseries({
      title: 'Segments sent again',
      description:
        'Share of TCP segments that had to be sent twice. Normal is below 0.01; more: something on the way loses them.',
      unit: 'percentunit',
      width: 8,
      queries: [
        ask(
          `${rate('node_netstat_Tcp_RetransSegs')} / ${rate('node_netstat_Tcp_OutSegs')}`,
          'sent again',
        ),
      ],
    }),
    timeseries({
      title: 'No room in the kernel',
      description:
        'Events a second. Packets dropped, and rounds that ended with work left: cores too slow for the network. Connections refused: a program too slow to accept them.',
      unit: 'cps',
      width: 8,
      queries: [
        ask(perNode('node_softnet_dropped_total'), 'packets dropped'),
        ask(perNode('node_softnet_times_squeezed_total'), 'rounds cut short'),
        ask(rate('node_netstat_TcpExt_ListenDrops'), 'connections refused'),
      ],
    }),
    ...(tracksConnections ? [connections(node)] : []),
  ];
}

const connections = ({ of, ask }: Asking): Panel =>
  timeseries({
    title: 'Connections tracked',
    description:
      'Share of the table of connections that is used. At 1, new ones are dropped: raise nf_conntrack_max, or find who opens so many.',
    unit: 'percentunit',
    width: 8,
    max: 1,
    thresholds: { above: { warning: 0.75, critical: 0.9 } },
    queries: [
      ask(
        `${of('node_nf_conntrack_entries')} / ${of('node_nf_conntrack_entries_limit')}`,
        'of the table',
      ),
    ],
  });
