import { expectAlert } from '../expect-alert.js';
import { series } from '../inputs.js';
import { node, perSecond, shows } from '../worlds/node.js';

/** A disk with so many requests at once. */
const disk = ({ atOnce }: { atOnce: number }) =>
  shows({ node_disk_io_time_weighted_seconds_total: perSecond(atOnce) }, { device: 'sda' });

/** An array of two disks. */
const array = ({ active, failed }: { active: number; failed: number }) => [
  ...shows({ node_md_disks_required: 2 }, { device: 'md0' }),
  ...Object.entries({ active, failed, spare: 1, down: 0 }).map(([state, count]) =>
    series('node_md_disks', { ...node, device: 'md0', state }, count),
  ),
];

export default [
  expectAlert('NodeDiskIOSaturation')
    .given(disk, { atOnce: 10.1 })
    .firesAfter('34m')
    .with({ node: 'worker-1', device: 'sda', severity: 'warning' })
    .notAt({ atOnce: 9.9 }),
  expectAlert('NodeRAIDDegraded')
    .given(array, { active: 1, failed: 0 })
    .firesAfter('15m')
    .with({ node: 'worker-1', device: 'md0', severity: 'warning' })
    .silentWith({ active: 2 }),
  expectAlert('NodeRAIDDiskFailure')
    .given(array, { active: 2, failed: 1 })
    .firesAfter('0m')
    .with({ node: 'worker-1', device: 'md0', severity: 'warning' })
    .silentWith({ failed: 0 }),
];
