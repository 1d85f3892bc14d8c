import type { Asking } from '../../core/index.js';
import { type Panel, type Row, row, table, timeseries } from '../../model/dashboard/index.js';
import { writable } from '../measures.js';
import { diskBusy, inodesUsed, limits, spaceUsed } from './measures.js';

/** What its disks do, by device. */
export function diskPanels(node: Asking): readonly (Panel | Row)[] {
  const { rate, ask } = node;
  const each = (what: string) => rate(`node_disk_${what}_total`);
  // A disk that had nothing to do took no time for it.
  const took = (time: string, requests: string) => `${each(time)} / (${each(requests)} > 0)`;
  return [
    row('Disks'),
    timeseries({
      title: 'Disks in use',
      description:
        'Share of time that a disk works on requests. At 1 one that takes one request at a time is full; an SSD may still have room.',
      unit: 'percentunit',
      max: 1,
      queries: [ask(diskBusy(node), '{{device}}')],
    }),
    timeseries({
      title: 'Requests at once',
      description:
        'Requests that a disk works on or that wait for it. A queue that grows is saturation.',
      unit: 'short',
      queries: [ask(each('io_time_weighted_seconds'), '{{device}}')],
    }),
    timeseries({
      title: 'Time of a request',
      description:
        'Mean of those that ended. An SSD takes about a millisecond, a disk that turns ten. Longer: it waits, or breaks.',
      unit: 's',
      queries: [
        ask(took('read_time_seconds', 'reads_completed'), '{{device}} read'),
        ask(took('write_time_seconds', 'writes_completed'), '{{device}} write'),
      ],
    }),
    timeseries({
      title: 'Read and written',
      description:
        'Bytes a second. Disks in a cloud are slowed at a rate that was paid for: a flat top.',
      unit: 'binBps',
      queries: [
        ask(each('read_bytes'), '{{device}} read'),
        ask(each('written_bytes'), '{{device}} written'),
      ],
    }),
  ];
}

/** How full its file systems are, and when they will be. */
export function fileSystemPanels(node: Asking): readonly (Panel | Row)[] {
  const { of, ask } = node;
  const perMount = (expr: string) =>
    ask(`max by (cluster, node, mountpoint) (${expr} and ${writable(node)})`);
  const free = of('node_filesystem_avail_bytes');
  const shrinks = `deriv(${free}[6h])`;
  const now = {
    used: perMount(`(${spaceUsed(node)})`),
    free: perMount(free),
    size: perMount(of('node_filesystem_size_bytes')),
    inodes: perMount(`(${inodesUsed(node)})`),
    left: perMount(`(${free} / -(${shrinks} < 0) < 30 * 86400)`),
  };
  return [
    row('File systems'),
    table({
      title: 'Space and inodes',
      description:
        'File systems of the node itself, the fullest first; volumes of pods are not among them. "Full in" goes on as the last 6 hours did.',
      width: 14,
      queries: Object.values(now),
      columns: [
        { label: 'mountpoint', title: 'Mounted at' },
        { value: now.used, title: 'Used', unit: 'percentunit', thresholds: limits.space },
        { value: now.free, title: 'Free', unit: 'bytes' },
        { value: now.size, title: 'Size', unit: 'bytes' },
        { value: now.inodes, title: 'Inodes used', unit: 'percentunit', thresholds: limits.space },
        {
          value: now.left,
          title: 'Full in',
          unit: 'dtdurations',
          thresholds: { below: { warning: 4 * 86_400, critical: 86_400 } },
        },
      ],
      sortBy: 'Used',
    }),
    timeseries({
      title: 'Space in use',
      description:
        'Used share by file system. A staircase that never falls: something is not cleaned up.',
      unit: 'percentunit',
      max: 1,
      width: 10,
      thresholds: limits.space,
      queries: [{ ...now.used, legend: '{{mountpoint}}' }],
    }),
  ];
}
