import { asking, type Datasource } from '../../../core/index.js';
import {
  inCluster,
  type Panel,
  type Row,
  row,
  timeseries,
} from '../../../model/dashboard/index.js';

/** What the processes of some jobs take to run, a line each. */
export function processesOf(
  prometheus: Datasource | undefined,
  jobs: readonly string[],
): readonly (Panel | Row)[] {
  const [job = ''] = jobs;
  const { of, rate, ask } = asking(prometheus, {
    ...inCluster,
    job: jobs.length === 1 ? job : { re: jobs.join('|') },
  });
  const legend = jobs.length === 1 ? '{{instance}}' : '{{job}} {{instance}}';
  const largest = (expr: string) =>
    ask(`topk(20, sum by (cluster, job, instance) (${expr}))`, legend);
  return [
    row('The processes'),
    timeseries({
      title: 'Memory',
      description: 'Memory of each process. It grows with objects and with those who watch them.',
      unit: 'bytes',
      width: 8,
      queries: [largest(of('process_resident_memory_bytes'))],
    }),
    timeseries({
      title: 'CPU',
      description: 'Cores in use by each process.',
      unit: 'short',
      width: 8,
      queries: [largest(rate('process_cpu_seconds_total'))],
    }),
    timeseries({
      title: 'Goroutines',
      description:
        'What each process does at once. A rise without end is a leak, or clients that wait.',
      unit: 'short',
      width: 8,
      queries: [largest(of('go_goroutines'))],
    }),
  ];
}
