import type { Asking } from '../../../core/index.js';
import { type Panel, type Row, row, stat, timeseries } from '../../../model/dashboard/index.js';
import { slowest, slowestOfAll } from './quantile.js';

const perNode = 'cluster, node';

/** Whether etcd is sound, at a glance. */
export function etcdStats(its: Asking): readonly Panel[] {
  const { of, ask } = its;
  return [
    stat({
      title: 'etcd without a leader',
      description: 'Members that know of no leader. Normal is 0; with one, an API server fails.',
      unit: 'short',
      thresholds: { above: { critical: 1 } },
      queries: [ask(`sum(1 - ${of('etcd_server_has_leader')})`)],
    }),
    stat({
      title: 'Database of etcd',
      description: 'Share of the size that it may have. At 1, nothing can be written.',
      unit: 'percentunit',
      thresholds: { above: { warning: 0.8, critical: 0.95 } },
      queries: [
        ask(
          `max(${of('etcd_mvcc_db_total_size_in_bytes')} / ${of('etcd_server_quota_backend_bytes')})`,
        ),
      ],
    }),
    stat({
      title: 'Slowest disk of etcd',
      description:
        'Duration that 99 of 100 writes to the log stay below, on the slowest member. Normal is 10 ms.',
      unit: 's',
      thresholds: { above: { warning: 0.1, critical: 0.5 } },
      queries: [ask(slowestOfAll(its, 'etcd_disk_wal_fsync_duration_seconds', perNode))],
    }),
  ];
}

/** How etcd answers, agrees and keeps. */
export function etcdPanels(its: Asking): readonly (Panel | Row)[] {
  const { of, rate, ask } = its;
  return [
    row('etcd'),
    timeseries({
      title: 'Calls',
      description: 'Calls a second by method, nearly all of API servers.',
      unit: 'reqps',
      queries: [
        ask(
          `topk(10, sum by (cluster, grpc_method) (${rate('grpc_server_handled_total')}))`,
          '{{grpc_method}}',
        ),
      ],
    }),
    timeseries({
      title: 'Calls that fail',
      description: 'Calls a second that did not end with OK. Canceled and NotFound are usual.',
      unit: 'reqps',
      noValue: 'none',
      queries: [
        ask(
          `topk(10, sum by (cluster, grpc_method, grpc_code) (${rate('grpc_server_handled_total', { grpc_code: { not: 'OK' } })}) > 0)`,
          '{{grpc_method}} {{grpc_code}}',
        ),
      ],
    }),
    timeseries({
      title: 'Slowest requests',
      description: 'Duration that 99 of 100 stay below, by type. Normal is some milliseconds.',
      unit: 's',
      thresholds: { above: { warning: 0.15 } },
      queries: [
        ask(slowest(its, 'etcd_server_request_duration_seconds', 'cluster, type'), '{{type}}'),
      ],
    }),
    timeseries({
      title: 'Disk',
      description:
        'Duration that 99 of 100 writes to the log, and commits to the database, stay below.',
      unit: 's',
      queries: [
        ask(slowest(its, 'etcd_disk_wal_fsync_duration_seconds', perNode), '{{node}} log'),
        ask(
          slowest(its, 'etcd_disk_backend_commit_duration_seconds', perNode),
          '{{node}} database',
        ),
      ],
    }),
    timeseries({
      title: 'Database',
      description:
        'Size of the file, and what of it is in use. The rest is freed by a defragmentation only.',
      unit: 'bytes',
      queries: [
        ask(`max by (cluster, node) (${of('etcd_mvcc_db_total_size_in_bytes')})`, '{{node}} file'),
        ask(
          `max by (cluster, node) (${of('etcd_mvcc_db_total_size_in_use_in_bytes')})`,
          '{{node}} in use',
        ),
        ask(`min by (cluster) (${of('etcd_server_quota_backend_bytes')})`, 'may have'),
      ],
    }),
    timeseries({
      title: 'Round trips between members',
      description: 'Duration that 99 of 100 stay below. A lone member has none.',
      unit: 's',
      noValue: 'a lone member',
      queries: [
        ask(
          slowest(its, 'etcd_network_peer_round_trip_time_seconds', 'cluster, node, To'),
          '{{node}} to {{To}}',
        ),
      ],
    }),
    timeseries({
      title: 'Changes of the leader',
      description: 'Seen in the last hour. One is an upgrade; several mean slow disks or networks.',
      unit: 'short',
      queries: [
        ask(
          `max by (cluster, node) (increase(${of('etcd_server_leader_changes_seen_total')}[1h]))`,
          '{{node}}',
        ),
      ],
    }),
    timeseries({
      title: 'Writes that members must agree on',
      description: 'Waiting, and failed a second. Normal is near 0 for both.',
      unit: 'short',
      queries: [
        ask(`max by (cluster, node) (${of('etcd_server_proposals_pending')})`, '{{node}} waiting'),
        ask(
          `sum by (cluster, node) (${rate('etcd_server_proposals_failed_total')})`,
          '{{node}} failed',
        ),
      ],
    }),
  ];
}
