import { Duration } from 'cdk8s';
import { type AlertRule, bounded } from '../../model/rule.js';
import { each, type Nodes } from './asking.js';

/** That the cores keep up. */
export const cpuRules = ({ of, rate }: Nodes): readonly AlertRule[] => [
  bounded(0.9, (share) => ({
    alert: 'NodeCPUHighUsage',
    // While a core waits for a disk, another process may have it.
    expr: `sum by (cluster, node) (avg by (cluster, node, mode) (${rate('node_cpu_seconds_total', { mode: { notRe: 'idle|iowait' } })})) > ${share}`,
    for: Duration.minutes(15),
    severity: 'info',
    summary: 'The cores of a node are busy',
    description:
      'The cores of {{ $labels.node }} have worked {{ $value | humanizePercentage }} of the time for 15 minutes. That alone harms nobody: see whether processes wait for them.',
  })),
  bounded(2, (count) => ({
    alert: 'NodeSystemSaturation',
    expr: `${each(of('node_load1'))} / count by (cluster, node) (group by (cluster, node, cpu) (${of('node_cpu_seconds_total')})) > ${count}`,
    for: Duration.minutes(15),
    severity: 'warning',
    summary: 'More is asked of a node than it can do',
    description:
      'On {{ $labels.node }} {{ $value | humanize }} processes have run or waited for each core for 15 minutes: all on it is slow, its kubelet as well. See whether they wait for cores or for disks.',
  })),
];

/** That there is memory for those who need it. */
export const memoryRules = ({ of, rate }: Nodes): readonly AlertRule[] => [
  bounded(0.9, (share) => ({
    alert: 'NodeMemoryHighUtilization',
    expr: `${each(`1 - ${of('node_memory_MemAvailable_bytes')} / ${of('node_memory_MemTotal_bytes')}`)} > ${share}`,
    for: Duration.minutes(15),
    severity: 'warning',
    summary: 'A node has little memory left',
    description:
      '{{ $labels.node }} has had {{ $value | humanizePercentage }} of its memory in use for 15 minutes, caches not counted: soon pods are thrown out, or processes killed. See who takes more than it asked for.',
  })),
  bounded(500, (count) => ({
    alert: 'NodeMemoryMajorPagesFaults',
    expr: `${each(rate('node_vmstat_pgmajfault'))} > ${count}`,
    for: Duration.minutes(15),
    severity: 'warning',
    summary: 'A node reads from disk what it should have in memory',
    description:
      '{{ $labels.node }} has had to read {{ $value | humanize }} pages a second from disk for 15 minutes because they were not in memory: programs crawl. It lacks memory, or one reads large files that way.',
  })),
  // The field has none of this kind; yet it is the one that says that a shortage is felt.
  bounded(0.1, (share) => ({
    alert: 'NodeMemoryStalled',
    expr: `${each(rate('node_pressure_memory_stalled_seconds_total'))} > ${share}`,
    for: Duration.minutes(10),
    severity: 'warning',
    summary: 'A node stands still for want of memory',
    description:
      'For {{ $value | humanizePercentage }} of the last minutes every process of {{ $labels.node }} that could run waited for memory: it thrashes. End what takes most before the kernel does.',
  })),
];
