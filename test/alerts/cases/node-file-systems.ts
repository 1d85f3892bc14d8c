import type { AlertName } from '../../../lib/core/index.js';
import { expectAlert } from '../expect-alert.js';
import { rising } from '../inputs.js';
import { shows } from '../worlds/node.js';

interface Fill {
  /** Hundredths that are left as it begins, and how many of them go in an hour. */
  readonly left: number;
  readonly goes: number;
  readonly readOnly: boolean;
  readonly mountpoint: string;
}

/** A file system by one of the things it can run out of. */
const fileSystem =
  (free: string, of: string) =>
  ({ left, goes, readOnly, mountpoint }: Fill) =>
    shows(
      {
        [`node_filesystem_${free}`]: rising(-goes / 60, left),
        [`node_filesystem_${of}`]: 100,
        node_filesystem_readonly: Number(readOnly),
      },
      { device: '/dev/sda1', fstype: 'ext4', mountpoint },
    );

const space = fileSystem('avail_bytes', 'size_bytes');
const inodes = fileSystem('files_free', 'files');

type Told = { readonly severity: string } & Readonly<Record<string, string>>;
const told = (severity: string): Told => ({ node: 'worker-1', device: '/dev/sda1', severity });
const root = { readOnly: false, mountpoint: '/var' };

const filling = (
  alert: AlertName,
  world: typeof space,
  bounds: { readonly warning: number; readonly critical: number },
) => {
  const { warning, critical } = bounds;
  return [
    expectAlert(alert)
      .given(world, { ...root, left: warning - 0.1, goes: 1.9 })
      .firesAfter('61m')
      .with(told('warning'))
      .alsoFiresWith({ mountpoint: '/boot' })
      .notAt({ left: warning + 3 })
      .silentWith({ goes: 0.5 })
      .silentWith({ goes: -1.9 })
      .silentWith({ readOnly: true }),
    expectAlert(alert)
      .given(world, { ...root, left: critical - 0.1, goes: critical * 0.4 })
      .firesAfter('61m')
      .with(told('critical'))
      .notAt({ left: critical * 1.48 })
      .silentWith({ goes: critical / 8 })
      .silentWith({ goes: -1 })
      .silentWith({ readOnly: true })
      .silentWith({ mountpoint: '/boot' })
      .silentWith({ mountpoint: '/boot/efi' }),
  ];
};

const almostOut = (alert: AlertName, world: typeof space, after: string) => [
  expectAlert(alert)
    .given(world, { ...root, left: 4.9, goes: 0 })
    .firesAfter(after)
    .with(told('warning'))
    .alsoFiresWith({ mountpoint: '/boot' })
    .notAt({ left: 5 })
    .silentWith({ readOnly: true }),
  expectAlert(alert)
    .given(world, { ...root, left: 2.9, goes: 0 })
    .firesAfter(after)
    .with(told('critical'))
    .notAt({ left: 3 })
    .silentWith({ readOnly: true })
    .silentWith({ mountpoint: '/boot' })
    .silentWith({ mountpoint: '/efi' }),
];

export default [
  ...filling('NodeFilesystemSpaceFillingUp', space, { warning: 20, critical: 15 }),
  ...filling('NodeFilesystemFilesFillingUp', inodes, { warning: 40, critical: 20 }),
  ...almostOut('NodeFilesystemAlmostOutOfSpace', space, '30m'),
  ...almostOut('NodeFilesystemAlmostOutOfFiles', inodes, '60m'),
];
