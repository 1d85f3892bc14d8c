import { Duration, Size } from 'cdk8s';
import { selector } from '../../model/promql.js';
import { type AlertRule, bounded } from '../../model/rule.js';
import { bytes } from '../../model/units.js';
import { slowest } from './rates.js';

const its = { job: 'etcd' };

const size = selector('etcd_mvcc_db_total_size_in_bytes', its);
const inUse = selector('etcd_mvcc_db_total_size_in_use_in_bytes', its);
const quota = selector('etcd_server_quota_backend_bytes', its);

const slowSync = (severity: 'warning' | 'critical', bound: number): AlertRule =>
  bounded(bound, (seconds) => ({
    alert: 'etcdHighFsyncDurations',
    expr: `${slowest('cluster, node', 'etcd_disk_wal_fsync_duration_seconds', its)} > ${seconds}`,
    for: Duration.minutes(10),
    severity,
    summary: 'The disk of etcd is slow to keep what is written',
    description:
      '1 in 100 writes to the log of etcd on {{ $labels.node }} takes {{ $value | humanizeDuration }} to reach the disk, where 10 ms is normal. Above 1 s members lose their leader; see who else uses that disk.',
  }));

const full = (severity: 'warning' | 'critical', bound: number): AlertRule =>
  bounded(bound, (share) => ({
    alert: 'etcdDatabaseQuotaLowSpace',
    expr: `${size} / ${quota} > ${share}`,
    for: Duration.minutes(10),
    severity,
    summary: 'The database of etcd is nearly as large as it may be',
    description:
      'The database of etcd on {{ $labels.node }} has {{ $value | humanizePercentage }} of the size that it may have. At 100 % etcd takes no writes until someone makes room and clears the alarm.',
  }));

/** Rules about what etcd keeps on its disk, and how fast. */
export const etcdStorageRules: readonly AlertRule[] = [
  slowSync('warning', 0.5),
  slowSync('critical', 1),
  bounded(0.25, (seconds) => ({
    alert: 'etcdHighCommitDurations',
    expr: `${slowest('cluster, node', 'etcd_disk_backend_commit_duration_seconds', its)} > ${seconds}`,
    for: Duration.minutes(10),
    severity: 'warning',
    summary: 'etcd is slow to commit to its database',
    description:
      '1 in 100 commits of etcd on {{ $labels.node }} takes {{ $value | humanizeDuration }}, where 25 ms is normal. The disk is slow, or the database large.',
  })),
  full('warning', 0.8),
  full('critical', 0.95),
  {
    alert: 'etcdExcessiveDatabaseGrowth',
    expr: `predict_linear(${size}[4h], 4 * 3600) > ${quota}`,
    for: Duration.minutes(10),
    severity: 'warning',
    summary: 'The database of etcd will be full within hours',
    description:
      'At the pace of the last 4 hours the database of etcd on {{ $labels.node }} reaches {{ $value | humanize1024 }}B in 4 more, which is more than it may have. Find out which objects are written so much.',
  },
  bounded(0.5, (share) => ({
    alert: 'etcdDatabaseHighFragmentationRatio',
    // A small database is not worth anyone's time.
    expr: `${inUse} / ${size} < ${share} and ${inUse} > ${bytes(Size.mebibytes(100))}`,
    for: Duration.minutes(10),
    severity: 'warning',
    summary: 'The database of etcd is mostly air',
    description:
      'Only {{ $value | humanizePercentage }} of the database of etcd on {{ $labels.node }} is in use; the rest counts against its quota until it is defragmented.',
  })),
];
