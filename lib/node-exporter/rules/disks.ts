import { Duration } from 'cdk8s';
import { type AlertRule, bounded } from '../../model/rule.js';
import { each, type Nodes } from './asking.js';

/** That disks keep up with what is asked of them, and that arrays of them are whole. */
export function diskRules({ of, rate }: Nodes): readonly AlertRule[] {
  const disks = (state: string) => of('node_md_disks', { state });
  return [
    bounded(10, (count) => ({
      alert: 'NodeDiskIOSaturation',
      expr: `${each(rate('node_disk_io_time_weighted_seconds_total'), 'device')} > ${count}`,
      for: Duration.minutes(30),
      severity: 'warning',
      summary: 'A disk of a node cannot keep up',
      description:
        'On {{ $labels.node }} {{ $value | humanize }} requests at once have waited for {{ $labels.device }}, or were worked on, for 30 minutes: all that reads or writes there is slow. See which pods do most of it.',
    })),
    {
      alert: 'NodeRAIDDegraded',
      expr: `${each(`${of('node_md_disks_required')} - ignoring (state) ${disks('active')}`, 'device')} > 0`,
      for: Duration.minutes(15),
      // The field wakes someone; yet nothing is lost, and nobody notices, until another disk fails.
      severity: 'warning',
      summary: 'An array of disks lacks one',
      description:
        '{{ $labels.device }} on {{ $labels.node }} lacks {{ $value }} of its disks, and no spare has taken its place: the next that fails may take the data along. Replace it today.',
    },
    {
      alert: 'NodeRAIDDiskFailure',
      expr: `${each(disks('failed'), 'device')} > 0`,
      severity: 'warning',
      summary: 'A disk of an array has failed',
      description:
        '{{ $value }} disks of {{ $labels.device }} on {{ $labels.node }} have failed. Where the array is not degraded as well, a spare has taken over, and is missing now.',
    },
  ];
}
