import { asking, type Datasource } from '../../../core/index.js';
import {
  inCluster,
  inNamespace,
  type Panel,
  type Row,
  row,
  stat,
  timeseries,
} from '../../../model/dashboard/index.js';
import { alone } from './promised.js';

const job = 'cadvisor';

/** How much of the machines the containers use. */
export function containerStats(prometheus: Datasource | undefined): readonly Panel[] {
  const { of, rate, ask } = asking(prometheus, { ...inCluster, job });
  const cpu = `sum(${rate('container_cpu_usage_seconds_total', alone)})`;
  const memory = `sum(${of('container_memory_working_set_bytes', alone)})`;
  return [
    stat({
      title: 'CPU in use',
      description: 'Share of all cores that containers use. Near 1, they wait for each other.',
      unit: 'percentunit',
      thresholds: { above: { warning: 0.8, critical: 0.95 } },
      queries: [ask(`${cpu} / sum(${of('machine_cpu_cores')})`)],
    }),
    stat({
      title: 'Memory in use',
      description: 'Share of all memory that containers need. Near 1, pods are evicted.',
      unit: 'percentunit',
      thresholds: { above: { warning: 0.8, critical: 0.9 } },
      queries: [ask(`${memory} / sum(${of('machine_memory_bytes')})`)],
    }),
  ];
}

/** Who uses it. */
export function containerPanels(prometheus: Datasource | undefined): readonly (Panel | Row)[] {
  const { of, rate, ask } = asking(prometheus, { ...inNamespace, job });
  const by = (labels: string, expr: string) => `sum by (${labels}) (${expr})`;
  const cpu = rate('container_cpu_usage_seconds_total', alone);
  const memory = of('container_memory_working_set_bytes', alone);
  return [
    row('What containers use'),
    timeseries({
      title: 'CPU by namespace',
      description: 'Cores that the containers of a namespace use.',
      unit: 'short',
      stacked: true,
      queries: [ask(by('cluster, namespace', cpu), '{{namespace}}')],
    }),
    timeseries({
      title: 'Memory by namespace',
      description: 'Memory that the containers of a namespace cannot do without.',
      unit: 'bytes',
      stacked: true,
      queries: [ask(by('cluster, namespace', memory), '{{namespace}}')],
    }),
    timeseries({
      title: 'CPU by node',
      description: 'Cores that the containers on a node use. A lone peak is bad scheduling.',
      unit: 'short',
      queries: [ask(by('cluster, node', cpu), '{{node}}')],
    }),
    timeseries({
      title: 'Memory by node',
      description: 'Memory that the containers on a node cannot do without.',
      unit: 'bytes',
      queries: [ask(by('cluster, node', memory), '{{node}}')],
    }),
    timeseries({
      title: 'Received by namespace',
      description: 'Bytes a second that the pods of a namespace receive.',
      unit: 'Bps',
      queries: [
        ask(
          by('cluster, namespace', rate('container_network_receive_bytes_total')),
          '{{namespace}}',
        ),
      ],
    }),
    timeseries({
      title: 'Sent by namespace',
      description: 'Bytes a second that the pods of a namespace send.',
      unit: 'Bps',
      queries: [
        ask(
          by('cluster, namespace', rate('container_network_transmit_bytes_total')),
          '{{namespace}}',
        ),
      ],
    }),
  ];
}
