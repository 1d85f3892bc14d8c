import type { Asking } from '../../core/index.js';
import {
  judged,
  type Panel,
  type Row,
  row,
  table,
  timeseries,
} from '../../model/dashboard/index.js';

/** What the kernel hands out besides, its clock, and what it is. */
export function systemPanels({ of, ask }: Asking): readonly (Panel | Row)[] {
  const sockets = (state: string) => of(`node_sockstat_TCP_${state}`);
  const upFor = ask(
    `(time() - ${of('node_boot_time_seconds')}) * on (cluster, node) group_right () ${of('node_uname_info')}`,
  );
  return [
    row('System'),
    timeseries({
      title: 'Clock',
      description:
        'How far it is off, and how far it may be at most. Above 50 ms, times in logs of several nodes no longer agree.',
      unit: 's',
      width: 8,
      queries: [
        ask(of('node_timex_offset_seconds'), 'off'),
        ask(of('node_timex_maxerror_seconds'), 'at most'),
      ],
    }),
    timeseries({
      title: 'Open files',
      description: 'Share of the files that may be open at once. Near 1, no program can open any.',
      unit: 'percentunit',
      width: 8,
      thresholds: judged.use,
      queries: [ask(`${of('node_filefd_allocated')} / ${of('node_filefd_maximum')}`, 'open')],
    }),
    timeseries({
      title: 'Sockets',
      description:
        'TCP sockets in use, those that wait for late packets, and those that no program holds. The last growing: a program that dies with connections open.',
      unit: 'short',
      width: 8,
      queries: [
        ask(sockets('inuse'), 'in use'),
        ask(sockets('tw'), 'waiting for late packets'),
        ask(sockets('orphan'), 'held by none'),
      ],
    }),
    table({
      title: 'What it is',
      description:
        'Its kernel, and since when it runs. A short time that nobody can explain: see its console.',
      height: 4,
      queries: [upFor],
      columns: [
        { label: 'cluster', title: 'Cluster' },
        { label: 'node', title: 'Node' },
        { label: 'release', title: 'Kernel' },
        { label: 'machine', title: 'Architecture' },
        { value: upFor, title: 'Up for', unit: 'dtdurations' },
      ],
    }),
  ];
}

/** What only some machines have and tell: folded, so that it is asked for by those who look. */
export function hardwarePanels({ of, rate, ask }: Asking): readonly (Panel | Row)[] {
  const disks = of('node_md_disks', { state: 'active' });
  return [
    row('Hardware, where it tells', { folded: true }),
    timeseries({
      title: 'Temperature',
      description: 'By chip, its warmest sensor. Most processors slow down from 90 °C on.',
      unit: 'celsius',
      noValue: 'no sensors: it is a virtual machine, or their driver is not loaded',
      queries: [
        ask(`max by (cluster, node, chip) (${of('node_hwmon_temp_celsius')})`, '{{chip}}'),
        ask(`max by (cluster, node, type) (${of('node_thermal_zone_temp')})`, '{{type}}'),
      ],
    }),
    timeseries({
      title: 'Slowed for heat',
      description:
        'Times a second that cores were slowed down. Normal is 0; look at fans and load.',
      unit: 'cps',
      noValue: 'its processor does not tell',
      queries: [
        ask(`sum by (cluster, node) (${rate('node_cpu_core_throttles_total')})`, 'cores slowed'),
      ],
    }),
    timeseries({
      title: 'RAID disks missing',
      description:
        'Disks that an array needs and has not. From 1 on, the next failure may lose data.',
      unit: 'short',
      noValue: 'no arrays',
      thresholds: { above: { critical: 1 } },
      queries: [ask(`${of('node_md_disks_required')} - ignoring (state) ${disks}`, '{{device}}')],
    }),
    timeseries({
      title: 'Memory errors',
      description:
        'Errors in the last hour. Corrected ones that come again and again: replace the module. Any that is not: at once.',
      unit: 'short',
      noValue: 'its memory does not tell',
      queries: (['correctable', 'uncorrectable'] as const).map((kind) =>
        ask(
          `sum by (cluster, node) (increase(${of(`node_edac_${kind}_errors_total`)}[1h]))`,
          kind === 'correctable' ? 'corrected' : 'not corrected',
        ),
      ),
    }),
  ];
}
