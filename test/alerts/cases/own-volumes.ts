import type { AlertName } from '../../../lib/core/index.js';
import { expectAlert } from '../expect-alert.js';
import { rising, series } from '../inputs.js';

interface Volume {
  /** Of 100 GiB, in the end. */
  readonly free: number;
  /** GiB that it loses in an hour. */
  readonly perHour: number;
  readonly claim: string;
  readonly namespace: string;
}

const gibibyte = 1024 ** 3;

/** A volume of 100 GiB that fills up, over the hours of a test. */
const volume = ({ free, perHour, claim, namespace }: Volume) => {
  const labels = { job: 'kubelet', node: 'worker-1', namespace, persistentvolumeclaim: claim };
  return [
    series(
      'kubelet_volume_stats_available_bytes',
      labels,
      rising((-perHour * gibibyte) / 60, (free + perHour / 2) * gibibyte),
    ),
    series('kubelet_volume_stats_capacity_bytes', labels, 100 * gibibyte),
  ];
};

const labels = (workload: string) => ({
  persistentvolumeclaim: `data-${workload}-0`,
  severity: 'warning',
});

/** Nearly full, though nothing more is written. */
const isFull = (alert: AlertName, workload: string) =>
  expectAlert(alert)
    .given(volume, {
      free: 4.9,
      perHour: 0,
      claim: `data-${workload}-0`,
      namespace: 'observability',
    })
    .firesAfter('30m')
    .with(labels(workload))
    .notAt({ free: 5.1 });

const fillsUp = (alert: AlertName, workload: string) =>
  expectAlert(alert)
    .given(volume, {
      free: 14,
      perHour: 0.2,
      claim: `data-${workload}-0`,
      namespace: 'observability',
    })
    .firesAfter('31m')
    .with(labels(workload))
    .notAt({ free: 16 })
    .notAt({ perHour: 0.1 })
    .silentWith({ perHour: 0 })
    .silentWith({ claim: 'data-shop-0' })
    .silentWith({ namespace: 'shop' });

export default [
  fillsUp('AlertmanagerVolumeFillingUp', 'alertmanager'),
  fillsUp('GrafanaVolumeFillingUp', 'grafana'),
  fillsUp('LokiVolumeFillingUp', 'loki'),
  fillsUp('PrometheusVolumeFillingUp', 'prometheus'),
  isFull('AlertmanagerVolumeFillingUp', 'alertmanager'),
  isFull('GrafanaVolumeFillingUp', 'grafana'),
  isFull('LokiVolumeFillingUp', 'loki'),
  isFull('PrometheusVolumeFillingUp', 'prometheus'),
];
