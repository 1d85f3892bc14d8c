import { type Asking, uplinks } from '../../../core/index.js';
import { type Panel, type Row, row, stat, timeseries } from '../../../model/dashboard/index.js';

const ofNode = 'by (cluster, node) ';
const full = { above: { warning: 0.75, critical: 0.9 } } as const;

/** What nodes send and receive over what leads out of them. */
const measures = ({ of, rate }: Asking) => {
  const each = (what: string) => rate(`node_network_${what}_total`, uplinks);
  const lost = ['receive_drop', 'transmit_drop', 'receive_errs', 'transmit_errs'].map(each);
  return {
    received: `sum ${ofNode}(${each('receive_bytes')})`,
    sent: `sum ${ofNode}(${each('transmit_bytes')})`,
    lost: (by: string) => `sum ${by}(${lost.join(' + ')})`,
    again: `sum ${ofNode}(${rate('node_netstat_Tcp_RetransSegs')}) / sum ${ofNode}(${rate('node_netstat_Tcp_OutSegs')})`,
    tracked: `max ${ofNode}(${of('node_nf_conntrack_entries')} / ${of('node_nf_conntrack_entries_limit')})`,
  };
};

/** Is something lost between nodes? */
export function nodeTrafficStats(nodes: Asking, tracked: boolean): readonly Panel[] {
  const { ask } = nodes;
  const all = measures(nodes);
  return [
    stat({
      title: 'Nodes lose',
      description: 'Packets a second that nodes dropped or got damaged. Normal is near 0.',
      unit: 'pps',
      width: 3,
      thresholds: { above: { warning: 1 } },
      queries: [ask(all.lost(''))],
    }),
    stat({
      title: 'Sent again',
      description: 'Share of TCP segments sent twice, of the worst node. Normal is below 0.01.',
      unit: 'percentunit',
      width: 3,
      thresholds: { above: { warning: 0.03, critical: 0.1 } },
      queries: [ask(`max(${all.again})`)],
    }),
    ...(tracked
      ? [
          stat({
            title: 'Connections tracked',
            description: 'Of the table of the fullest node. At 1 new connections are dropped.',
            unit: 'percentunit',
            width: 3,
            thresholds: full,
            queries: [ask(`max(${all.tracked})`)],
          }),
        ]
      : []),
  ];
}

/** What each node sends and receives, and what of that is lost. */
export function nodeTraffic(
  nodes: Asking,
  tracked: boolean,
  board: string | undefined,
): readonly (Panel | Row)[] {
  const { ask } = nodes;
  const { received, sent, lost, again, tracked: table } = measures(nodes);
  const link = board && { link: { uid: board, title: 'This node', labels: ['cluster', 'node'] } };
  const worst = (
    title: string,
    description: string,
    unit: 'Bps' | 'pps' | 'percentunit',
    expr: string,
  ) =>
    timeseries({
      title,
      description,
      unit,
      width: 8,
      ...link,
      queries: [ask(`topk(10, ${expr})`, '{{node}}')],
    });
  return [
    row('Nodes'),
    worst(
      'Received by node',
      'Bytes a second over what leads out of a node, the ten busiest.',
      'Bps',
      received,
    ),
    worst(
      'Sent by node',
      'Bytes a second over what leads out of a node, the ten busiest.',
      'Bps',
      sent,
    ),
    worst(
      'Lost by node',
      'Packets a second dropped or damaged, the ten worst. One node: its cable, port or driver. All: what is between them.',
      'pps',
      lost(ofNode),
    ),
    worst(
      'Sent again by node',
      'Share of TCP segments sent twice, the ten worst. It rises where packets are lost on the way.',
      'percentunit',
      again,
    ),
    ...(tracked
      ? [
          worst(
            'Connections tracked by node',
            'Share of the table of connections in use. At 1 new ones are dropped, old ones go on.',
            'percentunit',
            table,
          ),
        ]
      : []),
  ];
}
