import { asking, type Datasource } from '../../../core/index.js';
import {
  inCluster,
  judged,
  type Panel,
  type Row,
  row,
  stat,
  table,
  timeseries,
} from '../../../model/dashboard/index.js';
import { requests, restartsOf } from '../../promised.js';

const ofNode = 'by (cluster, node)';

/** What the nodes do, each as a share: of time that cores work, of memory in use, of what may be promised. */
function shares(prometheus: Datasource | undefined) {
  const nodes = asking(prometheus, inCluster);
  const { of, rate } = nodes;
  const asked = (resource: 'cpu' | 'memory', by: string) =>
    `sum ${by} (${requests(nodes, resource, { node: { not: '' } })}) / sum ${by} (${of('kube_node_status_allocatable', { resource })})`;
  return {
    ...nodes,
    busy: (by: string) => `1 - avg ${by} (${rate('node_cpu_seconds_total', { mode: 'idle' })})`,
    memory: (by: string) =>
      `1 - sum ${by} (${of('node_memory_MemAvailable_bytes')}) / sum ${by} (${of('node_memory_MemTotal_bytes')})`,
    asked,
    waiting: (what: 'cpu' | 'memory' | 'io') =>
      `sum ${ofNode} (${rate(`node_pressure_${what}_waiting_seconds_total`)})`,
    pressure: of('kube_node_status_condition', { condition: { re: '.+Pressure' }, status: 'true' }),
  };
}

/** Whether there is room, and whether it is promised already. */
export function saturationStats(prometheus: Datasource | undefined): readonly Panel[] {
  const nodes = shares(prometheus);
  const { ask, busy, memory, asked, pressure } = nodes;
  return [
    stat({
      title: 'CPU in use',
      description: 'Share of time that all cores work. Near 1, everything waits.',
      unit: 'percentunit',
      thresholds: judged.use,
      queries: [ask(busy(''))],
    }),
    stat({
      title: 'Memory in use',
      description:
        'Share of all memory that could not be given to others. Near 1, pods are evicted.',
      unit: 'percentunit',
      thresholds: judged.use,
      queries: [ask(memory(''))],
    }),
    stat({
      title: 'CPU promised',
      description:
        'What pods request, of what nodes have for them. At 1, no new pod finds a place.',
      unit: 'percentunit',
      thresholds: judged.promised,
      queries: [ask(asked('cpu', ''))],
    }),
    stat({
      title: 'Memory promised',
      description:
        'What pods request, of what nodes have for them. At 1, no new pod finds a place.',
      unit: 'percentunit',
      thresholds: judged.promised,
      queries: [ask(asked('memory', ''))],
    }),
    stat({
      title: 'Nodes under pressure',
      description: 'Nodes short of memory, disk or process ids, as they say. They evict pods.',
      unit: 'short',
      thresholds: { above: { critical: 1 } },
      queries: [ask(`count(max ${ofNode} (${pressure}) == 1) or 0 * sum(${pressure})`)],
    }),
    stat({
      title: 'Restarts',
      description: 'Containers started again in the last hour. Which, the table at the end says.',
      unit: 'short',
      decimals: 0,
      thresholds: judged.hourly,
      queries: [ask(`sum(${restartsOf(nodes)})`)],
    }),
  ];
}

/** Each node: what it does, and what is promised of it. */
export function nodeSaturation(prometheus: Datasource | undefined): readonly (Panel | Row)[] {
  const { ask, busy, memory, asked, waiting, pressure } = shares(prometheus);
  const now = {
    busy: ask(busy(ofNode)),
    memory: ask(memory(ofNode)),
    cpuAsked: ask(asked('cpu', ofNode)),
    memoryAsked: ask(asked('memory', ofNode)),
  };
  const perNode = (expr: string, what = '') => ask(expr, `{{node}}${what}`);
  return [
    row('Nodes'),
    table({
      title: 'Nodes now',
      description:
        'Used and promised, of what each node has. Much promised and little used: requests are too high.',
      queries: Object.values(now),
      columns: [
        { label: 'cluster', title: 'Cluster' },
        { label: 'node', title: 'Node' },
        { value: now.busy, title: 'CPU in use', unit: 'percentunit', thresholds: judged.use },
        {
          value: now.cpuAsked,
          title: 'CPU promised',
          unit: 'percentunit',
          thresholds: judged.promised,
        },
        { value: now.memory, title: 'Memory in use', unit: 'percentunit', thresholds: judged.use },
        {
          value: now.memoryAsked,
          title: 'Memory promised',
          unit: 'percentunit',
          thresholds: judged.promised,
        },
      ],
      sortBy: 'CPU in use',
    }),
    timeseries({
      title: 'CPU in use by node',
      description: 'Share of time that cores work. A lone peak is bad scheduling.',
      unit: 'percentunit',
      thresholds: judged.use,
      queries: [perNode(busy(ofNode))],
    }),
    timeseries({
      title: 'Memory in use by node',
      description: 'Share of memory that could not be given to others.',
      unit: 'percentunit',
      thresholds: judged.use,
      queries: [perNode(memory(ofNode))],
    }),
    timeseries({
      title: 'Time spent waiting',
      description:
        'Share of time in which something waited for CPU, memory or disk: saturation that use alone does not show.',
      unit: 'percentunit',
      queries: (['cpu', 'memory', 'io'] as const).map((what) => perNode(waiting(what), ` ${what}`)),
    }),
    timeseries({
      title: 'Pressure that nodes declare',
      description: 'Nodes that evict pods, by what they are short of. Normal is none.',
      unit: 'short',
      queries: [ask(`sum by (cluster, condition) (${pressure}) > 0`, '{{condition}}')],
      noValue: 'none, or no kube-state-metrics',
    }),
  ];
}
