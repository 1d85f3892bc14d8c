import { Duration } from 'cdk8s';
import { type AlertRule, bounded } from '../../model/rule.js';
import { inodesLeft, spaceLeft, writable } from '../measures.js';
import { least, type Nodes } from './asking.js';

/** What a file system can run out of. */
interface Room {
  readonly what: string;
  readonly left: typeof spaceLeft;
  readonly free: string;
  /** That it is used up soon. */
  readonly filling: { readonly alert: string; readonly warning: number; readonly critical: number };
  /** That hardly any is left. */
  readonly almostOut: { readonly alert: string; readonly wait: Duration };
}

const rooms: readonly Room[] = [
  {
    what: 'space',
    left: spaceLeft,
    free: 'node_filesystem_avail_bytes',
    // Where 15 % are left the kubelet deletes images until 20 % are: above, all is as it should be.
    filling: { alert: 'NodeFilesystemSpaceFillingUp', warning: 0.2, critical: 0.15 },
    almostOut: { alert: 'NodeFilesystemAlmostOutOfSpace', wait: Duration.minutes(30) },
  },
  {
    what: 'inodes',
    left: inodesLeft,
    free: 'node_filesystem_files_free',
    filling: { alert: 'NodeFilesystemFilesFillingUp', warning: 0.4, critical: 0.2 },
    almostOut: { alert: 'NodeFilesystemAlmostOutOfFiles', wait: Duration.hours(1) },
  },
];

/** Read when the node starts, written when its kernel is replaced: full, it wakes nobody. */
const forBoot = '/boot(/.*)?|/efi';

/**
 * That the file systems of the nodes do not fill up. Those of containers and of the kernel itself nobody
 * collects; those that cannot be written to may be full.
 */
export const fileSystemRules = (nodes: Nodes): readonly AlertRule[] =>
  rooms.flatMap((room) => [...fillingUp(nodes, room), ...almostOut(nodes, room)]);

const where = '{{ $labels.mountpoint }} on {{ $labels.node }}';
const mount = ['device', 'mountpoint'] as const;

function fillingUp(nodes: Nodes, { what, left, free, filling }: Room): readonly AlertRule[] {
  const within = (hours: number) => `predict_linear(${nodes.of(free)}[6h], ${hours} * 3600) < 0`;
  const { alert, warning, critical } = filling;
  return [
    bounded(warning, (share) => ({
      alert,
      expr: `${least(`${left(nodes)} and ${writable(nodes)} and ${within(24)}`, ...mount)} < ${share}`,
      for: Duration.hours(1),
      severity: 'warning',
      summary: `A file system of a node will have no ${what} left within a day`,
      description: `${where} has {{ $value | humanizePercentage }} of its ${what} left, and at the pace of the last 6 hours none within 24. See what grows there.`,
    })),
    bounded(critical, (share) => ({
      alert,
      expr: `${least(`${left(nodes, { mountpoint: { notRe: forBoot } })} and ${writable(nodes)} and ${within(4)}`, ...mount)} < ${share}`,
      for: Duration.hours(1),
      severity: 'critical',
      summary: `A file system of a node will have no ${what} left within 4 hours`,
      description: `${where} has {{ $value | humanizePercentage }} of its ${what} left, and at the pace of the last 6 hours none within 4; where its kubelet lives, pods are thrown out before. Find what writes so much, and stop it.`,
    })),
  ];
}

function almostOut(nodes: Nodes, { what, left, almostOut }: Room): readonly AlertRule[] {
  const { alert, wait } = almostOut;
  return [
    bounded(0.05, (share) => ({
      alert,
      expr: `${least(`${left(nodes)} and ${writable(nodes)}`, ...mount)} < ${share}`,
      for: wait,
      severity: 'warning',
      summary: `A file system of a node is almost out of ${what}`,
      description: `${where} has {{ $value | humanizePercentage }} of its ${what} left, whether or not that becomes less. Delete what is not needed, or make it larger.`,
    })),
    bounded(0.03, (share) => ({
      alert,
      expr: `${least(`${left(nodes, { mountpoint: { notRe: forBoot } })} and ${writable(nodes)}`, ...mount)} < ${share}`,
      for: wait,
      severity: 'critical',
      summary: `A file system of a node has hardly any ${what} left`,
      description: `${where} has {{ $value | humanizePercentage }} of its ${what} left: what writes there fails any moment. Free some now.`,
    })),
  ];
}
