import { expectAlert } from '../expect-alert.js';
import { series } from '../inputs.js';
import { node, perSecond, shows } from '../worlds/node.js';

/** Two cores: the share of time they work, and that they wait for disks; the load. */
interface Cores {
  readonly work: number;
  readonly wait: number;
  readonly load: number;
}

const cores = ({ work, wait, load }: Cores) => [
  ...shows({ node_load1: load }),
  ...['0', '1'].flatMap((cpu) =>
    Object.entries({ user: work, iowait: wait, idle: 1 - work - wait }).map(([mode, share]) =>
      series('node_cpu_seconds_total', { ...node, cpu, mode }, perSecond(share)),
    ),
  ),
];

/** Hundredths of its memory that programs can still have. */
const memory = ({ left }: { left: number }) =>
  shows({ node_memory_MemAvailable_bytes: left, node_memory_MemTotal_bytes: 100 });

const counted =
  (metric: string) =>
  ({ eachSecond }: { eachSecond: number }) =>
    shows({ [metric]: perSecond(eachSecond) });

export default [
  expectAlert('NodeCPUHighUsage')
    .given(cores, { work: 0.91, wait: 0.01, load: 2 })
    .firesAfter('19m')
    .with({ node: 'worker-1', severity: 'info' })
    .notAt({ work: 0.89 })
    .silentWith({ work: 0.1 }),
  expectAlert('NodeSystemSaturation')
    .given(cores, { work: 0.5, wait: 0.1, load: 4.1 })
    .firesAfter('15m')
    .with({ node: 'worker-1', severity: 'warning' })
    .notAt({ load: 4 }),
  expectAlert('NodeMemoryHighUtilization')
    .given(memory, { left: 9 })
    .firesAfter('15m')
    .with({ node: 'worker-1', severity: 'warning' })
    .notAt({ left: 11 }),
  expectAlert('NodeMemoryMajorPagesFaults')
    .given(counted('node_vmstat_pgmajfault'), { eachSecond: 501 })
    .firesAfter('19m')
    .with({ node: 'worker-1', severity: 'warning' })
    .notAt({ eachSecond: 499 }),
  expectAlert('NodeMemoryStalled')
    .given(counted('node_pressure_memory_stalled_seconds_total'), { eachSecond: 0.11 })
    .firesAfter('14m')
    .with({ node: 'worker-1', severity: 'warning' })
    .notAt({ eachSecond: 0.09 }),
];
