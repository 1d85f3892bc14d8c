import { Duration } from 'cdk8s';
import { type AlertRule, bounded } from '../../model/rule.js';
import { each, type Nodes } from './asking.js';

/** That the clocks of nodes agree with that of the world. */
export function clockRules({ of }: Nodes): readonly AlertRule[] {
  const offset = of('node_timex_offset_seconds');
  return [
    bounded(0.05, (seconds) => ({
      alert: 'NodeClockSkewDetected',
      // One that is being put right moves towards 0.
      expr: `${each(`abs(${offset}) and ${offset} * deriv(${offset}[5m]) >= 0`)} > ${seconds}`,
      for: Duration.minutes(10),
      severity: 'warning',
      summary: 'The clock of a node is wrong',
      description:
        'The clock of {{ $labels.node }} is off by {{ $value | humanizeDuration }} and is not put right: times in logs do not agree, and tokens, certificates and leases fail. See what its time service says.',
    })),
    bounded(16, (seconds) => ({
      alert: 'NodeClockNotSynchronising',
      // The kernel takes 16 s for the largest error, and reaches it 9 hours after the last answer of a server.
      expr: `${each(`${of('node_timex_maxerror_seconds')} and max_over_time(${of('node_timex_sync_status')}[5m]) == 0`)} >= ${seconds}`,
      for: Duration.minutes(10),
      severity: 'warning',
      summary: 'The clock of a node is not set by any server',
      description:
        'No time server has set the clock of {{ $labels.node }} for hours: it may be off by {{ $value | humanizeDuration }} or more, and nobody knows. See whether its time service runs, and reaches its servers.',
    })),
  ];
}

/** That the kernel has files left to hand out. */
export function openFileRules({ of }: Nodes): readonly AlertRule[] {
  const open = each(`${of('node_filefd_allocated')} / ${of('node_filefd_maximum')}`);
  const alert = 'NodeFileDescriptorLimit';
  const wait = Duration.minutes(15);
  return [
    bounded(0.7, (share) => ({
      alert,
      expr: `${open} > ${share}`,
      for: wait,
      severity: 'warning',
      summary: 'A node has many files open',
      description:
        '{{ $labels.node }} has {{ $value | humanizePercentage }} of the files and sockets open that its kernel allows. Find the program that does not close them, or raise fs.file-max.',
    })),
    bounded(0.9, (share) => ({
      alert,
      expr: `${open} > ${share}`,
      for: wait,
      severity: 'critical',
      summary: 'A node can hardly open another file',
      description:
        '{{ $labels.node }} has {{ $value | humanizePercentage }} of the files and sockets open that its kernel allows: at 100 % no program can open a file or take a connection. Raise fs.file-max now, then find who does not close them.',
    })),
  ];
}

/** That services of systemd run. */
export const serviceRules = ({ of }: Nodes): readonly AlertRule[] => [
  {
    alert: 'NodeSystemdServiceFailed',
    expr: `${each(of('node_systemd_unit_state', { state: 'failed' }), 'name')} == 1`,
    for: Duration.minutes(5),
    severity: 'warning',
    summary: 'A service of a node has failed',
    description:
      '{{ $labels.name }} on {{ $labels.node }} has failed, and systemd no longer starts it again. Its journal says why.',
  },
  bounded(3, (count) => ({
    alert: 'NodeSystemdServiceCrashlooping',
    expr: `${each(`increase(${of('node_systemd_service_restart_total')}[5m])`, 'name')} >= ${count}`,
    for: Duration.minutes(15),
    severity: 'warning',
    summary: 'A service of a node ends and is started, again and again',
    description:
      'systemd has started {{ $labels.name }} on {{ $labels.node }} {{ printf "%.0f" $value }} times in 5 minutes, for 15 minutes. Its journal says what it ends with.',
  })),
];
