import { asking, type Datasource } from '../../../core/index.js';
import {
  inNamespace,
  type Panel,
  type Row,
  row,
  table,
  timeseries,
} from '../../../model/dashboard/index.js';
import { alone, requests, restartsOf } from '../../promised.js';

/** Who uses what, of what was asked for. */
export function namespaceSaturation(prometheus: Datasource | undefined): readonly (Panel | Row)[] {
  const pods = asking(prometheus, inNamespace);
  const { of, rate, ask } = pods;
  const by = (expr: string) => `sum by (cluster, namespace) (${expr})`;
  const cpu = by(rate('container_cpu_usage_seconds_total', alone));
  const memory = by(of('container_memory_working_set_bytes', alone));
  const cpuAsked = by(requests(pods, 'cpu'));
  const memoryAsked = by(requests(pods, 'memory'));
  const now = {
    cpu: ask(cpu),
    cpuShare: ask(`${cpu} / ${cpuAsked}`),
    memory: ask(memory),
    memoryShare: ask(`${memory} / ${memoryAsked}`),
    restarts: ask(by(restartsOf(pods))),
  };
  const tooMuch = { above: { warning: 1 } } as const;
  return [
    row('Namespaces'),
    table({
      title: 'Namespaces now',
      description:
        'What their pods use, and that as a share of what they request. Above 1, they live on what others leave.',
      queries: Object.values(now),
      columns: [
        { label: 'cluster', title: 'Cluster' },
        { label: 'namespace', title: 'Namespace' },
        { value: now.cpu, title: 'Cores', unit: 'short', decimals: 2 },
        { value: now.cpuShare, title: 'Of requests', unit: 'percentunit', thresholds: tooMuch },
        { value: now.memory, title: 'Memory', unit: 'bytes' },
        {
          value: now.memoryShare,
          title: 'Of its requests',
          unit: 'percentunit',
          thresholds: tooMuch,
        },
        {
          value: now.restarts,
          title: 'Restarts in an hour',
          unit: 'short',
          decimals: 0,
          thresholds: tooMuch,
        },
      ],
      sortBy: 'Cores',
    }),
    timeseries({
      title: 'CPU against requests',
      description: 'Cores in use as a share of those requested. Far below 1, they are wasted.',
      unit: 'percentunit',
      queries: [ask(`${cpu} / ${cpuAsked}`, '{{namespace}}')],
    }),
    timeseries({
      title: 'Memory against requests',
      description: 'Memory in use as a share of that requested. Above 1, evicted first.',
      unit: 'percentunit',
      queries: [ask(`${memory} / ${memoryAsked}`, '{{namespace}}')],
    }),
  ];
}
