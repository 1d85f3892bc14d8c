import { Size } from 'cdk8s';
import { bytes } from '../../../lib/model/units.js';
import { expectAlert } from '../expect-alert.js';
import { rising, series } from '../inputs.js';
import { doubling, taking } from '../worlds/histograms.js';

const its = { job: 'etcd', instance: '10.0.0.1:2381', node: 'control-1' };
const labels = { node: 'control-1' } as const;

const of = (mebibytes: number): number => mebibytes * bytes(Size.mebibytes(1));

const disk =
  (histogram: string) =>
  ({ seconds }: { seconds: number }) =>
    taking(histogram, its, seconds, doubling(0.001, 14));

/** A database, what of it is in use, and how large it may be. */
const database = ({
  mebibytes,
  inUse,
  quota,
  growsBy,
}: {
  mebibytes: number;
  inUse: number;
  quota: number;
  /** Mebibytes a minute. */
  growsBy: number;
}) => [
  series('etcd_mvcc_db_total_size_in_bytes', its, rising(of(growsBy), of(mebibytes))),
  series('etcd_mvcc_db_total_size_in_use_in_bytes', its, of(inUse)),
  series('etcd_server_quota_backend_bytes', its, of(quota)),
];

const well = { mebibytes: 200, inUse: 180, quota: 2048, growsBy: 0 };

const synced = disk('etcd_disk_wal_fsync_duration_seconds');

export default [
  expectAlert('etcdHighFsyncDurations')
    .given(synced, { seconds: 0.7 })
    .firesAfter('11m')
    .with({ ...labels, severity: 'warning' })
    .notAt({ seconds: 0.2 })
    .silentWith({ seconds: 0.002 }),
  expectAlert('etcdHighFsyncDurations')
    .given(synced, { seconds: 2 })
    .firesAfter('11m')
    .with({ ...labels, severity: 'critical' })
    .notAt({ seconds: 0.4 })
    .silentWith({ seconds: 0.002 }),
  expectAlert('etcdHighCommitDurations')
    .given(disk('etcd_disk_backend_commit_duration_seconds'), { seconds: 0.4 })
    .firesAfter('11m')
    .with({ ...labels, severity: 'warning' })
    .notAt({ seconds: 0.12 })
    .silentWith({ seconds: 0.002 }),
  expectAlert('etcdDatabaseQuotaLowSpace')
    .given(database, { ...well, mebibytes: 1700 })
    .firesAfter('10m')
    .with({ ...labels, severity: 'warning' })
    .notAt({ mebibytes: 1600 })
    .silentWith({ quota: 8192 }),
  expectAlert('etcdDatabaseQuotaLowSpace')
    .given(database, { ...well, mebibytes: 2000 })
    .firesAfter('10m')
    .with({ ...labels, severity: 'critical' })
    .notAt({ mebibytes: 1900 })
    .silentWith({ quota: 8192 }),
  expectAlert('etcdExcessiveDatabaseGrowth')
    .given(database, { ...well, growsBy: 10 })
    .firesAfter('11m')
    .with({ ...labels, severity: 'warning' })
    .silentWith({ growsBy: 1 })
    .silentWith({ quota: 8192 }),
  expectAlert('etcdDatabaseHighFragmentationRatio')
    .given(database, { ...well, mebibytes: 600 })
    .firesAfter('10m')
    .with({ ...labels, severity: 'warning' })
    .notAt({ mebibytes: 350 })
    .silentWith({ inUse: 90 }),
];
