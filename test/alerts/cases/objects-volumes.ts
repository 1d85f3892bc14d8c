import { expectAlert } from '../expect-alert.js';
import { rising, series } from '../inputs.js';

const job = 'kube-state-metrics';
const claim = { namespace: 'shop', persistentvolumeclaim: 'data-cart-0' };

interface Fill {
  /** Hundredths that are left, and how many of them go in a minute. */
  readonly left: number;
  readonly goes: number;
  readonly used: number;
  readonly access: string;
}

/** A volume by one of the things it can run out of. */
const volume =
  (free: string, of: string, taken: string) =>
  ({ left, goes, used, access }: Fill) => [
    ...[free, of, taken].map((stat, i) =>
      series(
        `kubelet_volume_stats_${stat}`,
        { job: 'kubelet', node: 'node-0', ...claim },
        i === 0 ? rising(-goes, left) : i === 1 ? 100 : used,
      ),
    ),
    series('kube_persistentvolumeclaim_access_mode', { job, ...claim, access_mode: access }, 1),
  ];

const filling = (
  alert: 'KubePersistentVolumeFillingUp' | 'KubePersistentVolumeInodesFillingUp',
  world: ReturnType<typeof volume>,
) => [
  expectAlert(alert)
    .given(world, { left: 2.9, goes: 0, used: 97, access: 'ReadWriteOnce' })
    .firesAfter('1m')
    .with({ ...claim, severity: 'critical' })
    .notAt({ left: 3 })
    .silentWith({ used: 0 })
    .silentWith({ access: 'ReadOnlyMany' }),
  expectAlert(alert)
    .given(world, { left: 14, goes: 0.005, used: 86, access: 'ReadWriteOnce' })
    .firesAfter('61m')
    .with({ ...claim, severity: 'warning' })
    .notAt({ left: 16 })
    .silentWith({ goes: 0.002 })
    .silentWith({ used: 0 })
    .silentWith({ access: 'ReadOnlyMany' }),
];

/** A volume in one of the phases of its life. */
const lifeOf = ({ phase }: { phase: string }) =>
  ['Available', 'Bound', 'Failed', 'Pending', 'Released'].map((one) =>
    series(
      'kube_persistentvolume_status_phase',
      { job, persistentvolume: 'pv-1', phase: one },
      Number(one === phase),
    ),
  );

/** A claim, and whether a pod uses it. */
const claimed = ({ phase, used }: { phase: string; used: boolean }) => [
  ...['Bound', 'Lost', 'Pending'].map((one) =>
    series(
      'kube_persistentvolumeclaim_status_phase',
      { job, ...claim, phase: one },
      Number(one === phase),
    ),
  ),
  series(
    'kube_pod_spec_volumes_persistentvolumeclaims_info',
    {
      ...{ job, namespace: 'shop', pod: 'cart-0', uid: '1', volume: 'data' },
      persistentvolumeclaim: used ? claim.persistentvolumeclaim : 'another',
    },
    1,
  ),
];

export default [
  ...filling(
    'KubePersistentVolumeFillingUp',
    volume('available_bytes', 'capacity_bytes', 'used_bytes'),
  ),
  ...filling('KubePersistentVolumeInodesFillingUp', volume('inodes_free', 'inodes', 'inodes_used')),
  expectAlert('KubePersistentVolumeErrors')
    .given(lifeOf, { phase: 'Failed' })
    .firesAfter('5m')
    .with({ persistentvolume: 'pv-1', severity: 'warning' })
    .alsoFiresWith({ phase: 'Pending' })
    .silentWith({ phase: 'Bound' })
    .silentWith({ phase: 'Released' }),
  expectAlert('KubePersistentVolumeClaimPending')
    .given(claimed, { phase: 'Pending', used: true })
    .firesAfter('15m')
    .with({ ...claim, severity: 'warning' })
    .silentWith({ phase: 'Bound' })
    .silentWith({ used: false }),
];
