import { Duration } from 'cdk8s';
import { uplinks } from '../../core/index.js';
import { type AlertRule, bounded } from '../../model/rule.js';
import { each, type Nodes } from './asking.js';

/** That the links of the nodes are there, and carry packets whole. */
export const networkRules = (nodes: Nodes): readonly AlertRule[] => [
  damaged(nodes, {
    alert: 'NodeNetworkReceiveErrs',
    direction: 'receive',
    summary: 'Packets reach a node damaged',
    advice: 'look at cable, port and driver, and at the other end of the link',
  }),
  damaged(nodes, {
    alert: 'NodeNetworkTransmitErrs',
    direction: 'transmit',
    summary: 'A node fails to send packets',
    advice: 'its driver gave them up, or the link was not there',
  }),
  bounded(3, (count) => ({
    alert: 'NodeNetworkInterfaceFlapping',
    // Counted by the kernel: what is lost and back between two scrapes counts as well.
    expr: `${each(`increase(${nodes.of('node_network_carrier_down_changes_total', uplinks)}[15m])`, 'device')} >= ${count}`,
    for: Duration.minutes(2),
    severity: 'warning',
    summary: 'A link of a node comes and goes',
    description:
      '{{ $labels.device }} on {{ $labels.node }} lost its link {{ printf "%.0f" $value }} times within 15 minutes: connections hang and break. Look at cable and switch port, then at the driver.',
  })),
  {
    alert: 'NodeBondingDegraded',
    expr: `${each(`${nodes.of('node_bonding_slaves')} - ${nodes.of('node_bonding_active')}`, 'master')} > 0`,
    for: Duration.minutes(5),
    severity: 'warning',
    summary: 'A bond of links lacks one',
    description:
      '{{ $value }} of the links that make up {{ $labels.master }} on {{ $labels.node }} are down: it carries less, and the next failure may cut the node off.',
  },
];

function damaged(
  { rate }: Nodes,
  facts: {
    readonly alert: string;
    readonly direction: 'receive' | 'transmit';
    readonly summary: string;
    readonly advice: string;
  },
): AlertRule {
  const { alert, direction, summary, advice } = facts;
  const of = (what: string, matchers = {}) => rate(`node_network_${direction}_${what}`, matchers);
  return bounded(0.01, (share) => ({
    alert,
    expr: `${each(`${of('errs_total', uplinks)} / ${of('packets_total')}`, 'device')} > ${share}`,
    for: Duration.hours(1),
    severity: 'warning',
    summary,
    description: `On {{ $labels.node }} {{ $labels.device }} counts an error for {{ $value | humanizePercentage }} of its packets: ${advice}.`,
  }));
}

/** That there is room in the table of connections. */
export function connectionRules({ of }: Nodes): readonly AlertRule[] {
  const used = each(
    `${of('node_nf_conntrack_entries')} / ${of('node_nf_conntrack_entries_limit')}`,
  );
  const alert = 'NodeHighNumberConntrackEntriesUsed';
  return [
    bounded(0.75, (share) => ({
      alert,
      expr: `${used} > ${share}`,
      // A burst is over before anyone has looked.
      for: Duration.minutes(5),
      severity: 'warning',
      summary: 'The table of connections of a node fills up',
      description:
        '{{ $labels.node }} uses {{ $value | humanizePercentage }} of the connections that its kernel can track. Find who opens so many, or raise nf_conntrack_max.',
    })),
    // The field stops at a warning; yet of a full table every user of the node takes notice.
    bounded(0.95, (share) => ({
      alert,
      expr: `${used} > ${share}`,
      for: Duration.minutes(5),
      severity: 'critical',
      summary: 'The table of connections of a node is all but full',
      description:
        '{{ $labels.node }} uses {{ $value | humanizePercentage }} of the connections that its kernel can track: at 100 % it drops every new one. Raise nf_conntrack_max now, then find who opens so many.',
    })),
  ];
}
