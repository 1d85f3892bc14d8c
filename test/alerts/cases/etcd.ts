import { expectAlert } from '../expect-alert.js';
import { rising, series } from '../inputs.js';
import { doubling, taking } from '../worlds/histograms.js';

const its = { job: 'etcd', instance: '10.0.0.1:2381', node: 'control-1' };

/** Members that answer and others that do not, beside targets of another job. */
const members = ({ up, down }: { up: number; down: number }) => [
  ...Array.from({ length: up + down }, (_, i) =>
    series('up', { job: 'etcd', instance: `10.0.0.${i}:2381` }, Number(i < up)),
  ),
  ...Array.from({ length: 5 }, (_, i) =>
    series('up', { job: 'another', instance: `10.0.1.${i}:80` }, 1),
  ),
];

const leader = ({ knows }: { knows: boolean }) => [
  series('etcd_server_has_leader', its, Number(knows)),
];

const elections = ({ perMinute }: { perMinute: number }) => [
  series('etcd_server_leader_changes_seen_total', its, rising(perMinute)),
];

const roundTrips = ({ seconds }: { seconds: number }) =>
  taking(
    'etcd_network_peer_round_trip_time_seconds',
    { ...its, To: '8e9e05c52164694d' },
    seconds,
    doubling(0.0001, 16),
  );

const proposals = ({ failedAMinute }: { failedAMinute: number }) => [
  series('etcd_server_proposals_failed_total', its, rising(failedAMinute)),
];

/** Calls of the API server, and how some of them end; beside those of another server on the same node. */
const calls = ({ well, failed, code }: { well: number; failed: number; code: string }) => {
  const call = {
    ...its,
    grpc_service: 'etcdserverpb.KV',
    grpc_method: 'Txn',
    grpc_type: 'unary',
  };
  return [
    series('grpc_server_handled_total', { ...call, grpc_code: 'OK' }, rising(well)),
    series('grpc_server_handled_total', { ...call, grpc_code: code }, rising(failed)),
    series(
      'grpc_server_handled_total',
      { ...call, job: 'another', grpc_code: 'Unavailable' },
      rising(10_000),
    ),
  ];
};

const requests = ({ seconds, type }: { seconds: number; type: string }) =>
  taking(
    'etcd_server_request_duration_seconds',
    { ...its, type, success: 'true' },
    seconds,
    doubling(0.001, 14),
  );

export default [
  expectAlert('etcdInsufficientMembers')
    .given(members, { up: 1, down: 2 })
    .firesAfter('3m')
    .with({ severity: 'critical' })
    .silentWith({ up: 3 }),
  expectAlert('etcdInsufficientMembers')
    .given(members, { up: 0, down: 1 })
    .firesAfter('3m')
    .with({ severity: 'critical' })
    .silentWith({ down: 0 }),
  expectAlert('etcdNoLeader')
    .given(leader, { knows: false })
    .firesAfter('1m')
    .with({ node: 'control-1', severity: 'critical' })
    .silentWith({ knows: true }),
  expectAlert('etcdHighNumberOfLeaderChanges')
    .given(elections, { perMinute: 0.5 })
    .firesAfter('12m')
    .with({ severity: 'warning' })
    .notAt({ perMinute: 0.15 })
    .silentWith({ perMinute: 0 }),
  expectAlert('etcdMemberCommunicationSlow')
    .given(roundTrips, { seconds: 0.3 })
    .firesAfter('11m')
    .with({ node: 'control-1', To: '8e9e05c52164694d', severity: 'warning' })
    .notAt({ seconds: 0.1 })
    .silentWith({ seconds: 0.001 }),
  expectAlert('etcdHighNumberOfFailedProposals')
    .given(proposals, { failedAMinute: 2 })
    .firesAfter('18m')
    .with({ node: 'control-1', severity: 'warning' })
    .notAt({ failedAMinute: 0.3 })
    .silentWith({ failedAMinute: 0 }),
  expectAlert('etcdHighNumberOfFailedGRPCRequests')
    .given(calls, { well: 97, failed: 3, code: 'Unavailable' })
    .firesAfter('11m')
    .with({ node: 'control-1', grpc_method: 'Txn', severity: 'warning' })
    .notAt({ failed: 0.9 })
    .silentWith({ code: 'NotFound' }),
  expectAlert('etcdHighNumberOfFailedGRPCRequests')
    .given(calls, { well: 90, failed: 10, code: 'ResourceExhausted' })
    .firesAfter('6m')
    .with({ node: 'control-1', grpc_method: 'Txn', severity: 'critical' })
    .notAt({ failed: 4 })
    .silentWith({ code: 'NotFound' }),
  expectAlert('etcdGRPCRequestsSlow')
    .given(requests, { seconds: 0.3, type: 'Txn' })
    .firesAfter('11m')
    .with({ node: 'control-1', type: 'Txn', severity: 'warning' })
    .notAt({ seconds: 0.1 })
    .silentWith({ type: 'LeaseGrant' }),
];
