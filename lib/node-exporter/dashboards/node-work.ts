import type { Asking } from '../../core/index.js';
import { type Panel, type Row, row, timeseries } from '../../model/dashboard/index.js';
import { stalled, waiting } from './measures.js';

/** What its cores do, and who waits for them. */
export function cpuPanels(node: Asking): readonly (Panel | Row)[] {
  const { of, rate, ask } = node;
  const cores = of('node_cpu_seconds_total', { mode: 'idle' });
  return [
    row('CPU'),
    timeseries({
      title: 'CPU by mode',
      description:
        'Share of time of all cores. Much iowait: look at the disks. Any steal: the host of this machine is overbooked.',
      unit: 'percentunit',
      stacked: true,
      max: 1,
      width: 8,
      queries: [
        ask(
          `avg by (cluster, node, mode) (${rate('node_cpu_seconds_total', { mode: { not: 'idle' } })})`,
          '{{mode}}',
        ),
      ],
    }),
    timeseries({
      title: 'Load',
      description:
        'Processes that run, want to run, or wait for a disk. Above the number of cores for long: too much is asked of it.',
      unit: 'short',
      width: 8,
      queries: [
        ask(of('node_load1'), 'over 1 minute'),
        ask(of('node_load15'), 'over 15 minutes'),
        ask(`count by (cluster, node) (${cores})`, 'cores'),
      ],
    }),
    timeseries({
      title: 'Pressure',
      description:
        'Share of time that some process waited for it; stalled: that all did. Normal is near 0. Empty: its kernel does not measure it.',
      unit: 'percentunit',
      width: 8,
      queries: [
        ask(waiting(node, 'cpu'), 'waits for CPU'),
        ask(waiting(node, 'memory'), 'waits for memory'),
        ask(waiting(node, 'io'), 'waits for disks'),
        ask(stalled(node, 'memory'), 'stalled by memory'),
        ask(stalled(node, 'io'), 'stalled by disks'),
      ],
    }),
  ];
}

/** Where its memory is, and what happens when it is short. */
export function memoryPanels({ of, rate, ask }: Asking): readonly (Panel | Row)[] {
  const memory = (kind: string) => of(`node_memory_${kind}_bytes`);
  return [
    row('Memory'),
    timeseries({
      title: 'Memory by use',
      description:
        'The top is all there is. What can be taken back are caches: they fill up and harm nobody.',
      unit: 'bytes',
      stacked: true,
      width: 8,
      queries: [
        ask(`${memory('MemTotal')} - ${memory('MemAvailable')}`, 'in use'),
        ask(`${memory('MemAvailable')} - ${memory('MemFree')}`, 'can be taken back'),
        ask(memory('MemFree'), 'free'),
      ],
    }),
    timeseries({
      title: 'Kinds of memory',
      description:
        'Memory of processes, files in memory, of the kernel, shared. Of the kernel alone growing: a leak in it.',
      unit: 'bytes',
      width: 8,
      queries: [
        ask(memory('AnonPages'), 'processes'),
        ask(memory('Cached'), 'files'),
        ask(memory('Slab'), 'kernel'),
        ask(memory('Shmem'), 'shared'),
        ask(`${memory('SwapTotal')} - ${memory('SwapFree')}`, 'swapped out'),
      ],
    }),
    timeseries({
      title: 'Shortage of memory',
      description:
        'Events a second. Pages read from disk because they were not in memory, pages swapped, processes killed. Normal is near 0 for all.',
      unit: 'cps',
      width: 8,
      queries: [
        ask(rate('node_vmstat_pgmajfault'), 'major faults'),
        ask(rate('node_vmstat_pswpin'), 'pages swapped in'),
        ask(rate('node_vmstat_pswpout'), 'pages swapped out'),
        ask(rate('node_vmstat_oom_kill'), 'processes killed'),
      ],
    }),
  ];
}
