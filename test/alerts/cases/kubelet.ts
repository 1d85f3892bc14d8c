import type { AlertName } from '../../../lib/core/index.js';
import { expectAlert } from '../expect-alert.js';
import { rising, series } from '../inputs.js';
import { taking } from '../worlds/histograms.js';

const its = { job: 'kubelet', instance: '10.0.0.7:10250', node: 'worker-1' };

/** A kubelet that lists what runs, some of the times slowly: its histogram ends at 10 s. */
const relisting = ({ quick, slow }: { quick: number; slow: number }) => {
  const histogram = 'kubelet_pleg_relist_duration_seconds';
  return [
    series(`${histogram}_bucket`, { ...its, le: '0.1' }, rising(quick / 2)),
    series(`${histogram}_bucket`, { ...its, le: '10.0' }, rising(quick)),
    series(`${histogram}_bucket`, { ...its, le: '+Inf' }, rising(quick + slow)),
    series(`${histogram}_count`, its, rising(quick + slow)),
  ];
};

const starts = ({ seconds }: { seconds: number }) =>
  taking(
    'kubelet_pod_start_sli_duration_seconds',
    its,
    seconds,
    [0.5, 1, 2, 3, 4, 5, 6, 8, 10, 20, 30, 45, 60, 120, 180, 240, 300],
    2,
  );

/** Mounts of volumes that end so, each minute. */
const mounts = ({ status, perMinute }: { status: string; perMinute: number }) => [
  series(
    'storage_operation_duration_seconds_count',
    {
      ...its,
      operation_name: 'volume_mount',
      volume_plugin: 'kubernetes.io/csi:rook',
      migrated: 'false',
      status,
    },
    rising(perMinute),
  ),
];

const certificate =
  (metric: string) =>
  ({ days }: { days: number }) => [series(metric, its, days * 86400)];

const renewals =
  (metric: string) =>
  ({ errorsAMinute }: { errorsAMinute: number }) => [series(metric, its, rising(errorsAMinute))];

const expires = (alert: AlertName, metric: string) => [
  expectAlert(alert)
    .given(certificate(metric), { days: 6.9 })
    .firesAfter('0m')
    .with({ node: 'worker-1', severity: 'warning' })
    .notAt({ days: 7.1 })
    .silentWith({ days: 300 }),
  expectAlert(alert)
    .given(certificate(metric), { days: 0.9 })
    .firesAfter('0m')
    .with({ node: 'worker-1', severity: 'critical' })
    .notAt({ days: 1.1 })
    .silentWith({ days: 300 }),
];

const isNotRenewed = (alert: AlertName, metric: string) =>
  expectAlert(alert)
    .given(renewals(metric), { errorsAMinute: 1 })
    .firesAfter('16m')
    .with({ node: 'worker-1', severity: 'warning' })
    .silentWith({ errorsAMinute: 0 });

export default [
  expectAlert('KubeletPlegDurationHigh')
    .given(relisting, { quick: 50, slow: 5 })
    .firesAfter('6m')
    .with({ node: 'worker-1', severity: 'warning' })
    .notAt({ slow: 0.4 })
    .silentWith({ slow: 0 }),
  expectAlert('KubeletPodStartUpLatencyHigh')
    .given(starts, { seconds: 100 })
    .firesAfter('16m')
    .with({ node: 'worker-1', severity: 'warning' })
    .notAt({ seconds: 59 })
    .silentWith({ seconds: 2 }),
  expectAlert('KubeletStorageOperationErrors')
    .given(mounts, { status: 'fail-unknown', perMinute: 0.5 })
    .firesAfter('16m')
    .with({ node: 'worker-1', operation_name: 'volume_mount', severity: 'warning' })
    .silentWith({ status: 'success' })
    .silentWith({ perMinute: 0 }),
  ...expires(
    'KubeletClientCertificateExpiration',
    'kubelet_certificate_manager_client_ttl_seconds',
  ),
  ...expires(
    'KubeletServerCertificateExpiration',
    'kubelet_certificate_manager_server_ttl_seconds',
  ),
  isNotRenewed(
    'KubeletClientCertificateRenewalErrors',
    'kubelet_certificate_manager_client_expiration_renew_errors',
  ),
  isNotRenewed('KubeletServerCertificateRenewalErrors', 'kubelet_server_expiration_renew_errors'),
];
