import { Duration } from 'cdk8s';
import { selector } from '../../model/promql.js';
import { type AlertRule, bounded } from '../../model/rule.js';
import { etcdStorageRules } from './etcd-storage.js';
import { rate, slowest } from './rates.js';

const its = { job: 'etcd' };

/** Rules that watch etcd, where it can be scraped. */
export const etcdRules = (jobs: ReadonlySet<string>): readonly AlertRule[] =>
  jobs.has(its.job) ? [...quorumRules, ...requestRules, ...etcdStorageRules] : [];

const up = selector('up', its);

const quorumRules: readonly AlertRule[] = [
  {
    alert: 'etcdInsufficientMembers',
    expr: `sum by (cluster) (${up}) < (count by (cluster) (${up}) + 1) / 2`,
    for: Duration.minutes(3),
    severity: 'critical',
    summary: 'etcd has lost its quorum',
    description:
      'Only {{ $value }} members of etcd answer, which is no majority: nothing can be written, and the API server fails. Bring back members before anything else.',
  },
  {
    alert: 'etcdNoLeader',
    expr: `${selector('etcd_server_has_leader', its)} == 0`,
    for: Duration.minutes(1),
    severity: 'critical',
    summary: 'A member of etcd has no leader',
    description:
      'The member of etcd on {{ $labels.node }} knows of no leader: the API server that asks it gets no answer. Look at whether it reaches the other members.',
  },
  bounded(3, (changes) => ({
    alert: 'etcdHighNumberOfLeaderChanges',
    expr: `max by (cluster) (increase(${selector('etcd_server_leader_changes_seen_total', its)}[15m])) > ${changes}`,
    for: Duration.minutes(5),
    severity: 'warning',
    summary: 'etcd changes its leader again and again',
    description:
      'The leader of etcd changed {{ $value | humanize }} times in 15 minutes, and each time writes wait. Slow disks, a slow network or too little CPU make members think that the leader is gone.',
  })),
  bounded(0.15, (seconds) => ({
    alert: 'etcdMemberCommunicationSlow',
    expr: `${slowest('cluster, node, To', 'etcd_network_peer_round_trip_time_seconds', its)} > ${seconds}`,
    for: Duration.minutes(10),
    severity: 'warning',
    summary: 'Members of etcd reach each other slowly',
    description:
      'A round trip from the member of etcd on {{ $labels.node }} to member {{ $labels.To }} takes {{ $value | humanizeDuration }}. Every write waits for one; look at the network between the two.',
  })),
  bounded(5, (failures) => ({
    alert: 'etcdHighNumberOfFailedProposals',
    expr: `increase(${selector('etcd_server_proposals_failed_total', its)}[15m]) > ${failures}`,
    for: Duration.minutes(15),
    severity: 'warning',
    summary: 'Writes to etcd fail because members cannot agree',
    description:
      '{{ $value | humanize }} writes that came to the member of etcd on {{ $labels.node }} failed in 15 minutes. Look for elections of a leader and for lost members.',
  })),
];

/** What is a fault of the server's. Clients that go away, or ask for what is not there, are none. */
const faults =
  'DataLoss|DeadlineExceeded|FailedPrecondition|Internal|ResourceExhausted|Unavailable|Unknown';

const failedRequests = (
  severity: 'warning' | 'critical',
  bound: number,
  wait: Duration,
): AlertRule =>
  bounded(bound, (share) => {
    const by = 'sum by (cluster, node, grpc_service, grpc_method)';
    const failed = rate('grpc_server_handled_total', { ...its, grpc_code: { re: faults } });
    return {
      alert: 'etcdHighNumberOfFailedGRPCRequests',
      expr: `${by} (${failed}) / ${by} (${rate('grpc_server_handled_total', its)}) > ${share}`,
      for: wait,
      severity,
      summary: 'Requests to etcd fail',
      description:
        '{{ $value | humanizePercentage }} of the calls of {{ $labels.grpc_method }} to the member of etcd on {{ $labels.node }} fail. The API server passes such failures on; look at the leader and the space first.',
    };
  });

const requestRules: readonly AlertRule[] = [
  failedRequests('warning', 0.01, Duration.minutes(10)),
  failedRequests('critical', 0.05, Duration.minutes(5)),
  // How long gRPC takes it tells only when started with --metrics=extensive; this it always tells.
  bounded(0.15, (seconds) => ({
    alert: 'etcdGRPCRequestsSlow',
    expr: `${slowest('cluster, node, type', 'etcd_server_request_duration_seconds', { ...its, type: { re: 'DeleteRange|Put|Range|Txn' } })} > ${seconds}`,
    for: Duration.minutes(10),
    severity: 'warning',
    summary: 'etcd answers slowly',
    description:
      '1 in 100 requests of type {{ $labels.type }} to the member of etcd on {{ $labels.node }} takes {{ $value | humanizeDuration }} or longer, and the API server with it. Look at its disk first.',
  })),
];
