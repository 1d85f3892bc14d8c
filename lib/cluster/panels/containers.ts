import {
  chosen,
  inCluster,
  type Panel,
  type Row,
  row,
  stat,
  timeseries,
} from '../../model/dashboard/index.js';
import { type Matchers, selector } from '../../model/promql.js';
import type { Ask } from '../dashboard.js';

/** Of the containers alone: their sums, over a pod and over all, are shown by cAdvisor as well. */
const containers = (metric: string, matchers: Matchers = inCluster): string =>
  selector(metric, { ...matchers, job: 'cadvisor', container: { not: '' } });
const machines = (metric: string): string => selector(metric, { ...inCluster, job: 'cadvisor' });

/** How much of the machines the containers use. */
export function containerStats(ask: Ask): Panel[] {
  const cpu = `sum(rate(${containers('container_cpu_usage_seconds_total')}[$__rate_interval]))`;
  const memory = `sum(${containers('container_memory_working_set_bytes')})`;
  return [
    stat({
      title: 'Processors in use',
      description: 'Share of all processors that containers use. Near 1, they wait for each other.',
      unit: 'percentunit',
      thresholds: { above: { warning: 0.8, critical: 0.95 } },
      queries: [ask(`${cpu} / sum(${machines('machine_cpu_cores')})`)],
    }),
    stat({
      title: 'Memory in use',
      description: 'Share of all memory that containers need. Near 1, pods are evicted.',
      unit: 'percentunit',
      thresholds: { above: { warning: 0.8, critical: 0.9 } },
      queries: [ask(`${memory} / sum(${machines('machine_memory_bytes')})`)],
    }),
  ];
}

/** Who uses it. */
export function containerPanels(ask: Ask): (Panel | Row)[] {
  const here = chosen('cluster', 'namespace');
  const pods = (metric: string) => selector(metric, { ...here, job: 'cadvisor' });
  const by = (labels: string, expr: string) => `sum by (${labels}) (${expr})`;
  const cpu = `rate(${containers('container_cpu_usage_seconds_total', here)}[$__rate_interval])`;
  const memory = containers('container_memory_working_set_bytes', here);
  return [
    row('What containers use'),
    timeseries({
      title: 'Processors by namespace',
      description: 'Processors that the containers of a namespace use.',
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
      title: 'Processors by node',
      description: 'Processors that the containers on a node use. A lone peak is bad scheduling.',
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
          by(
            'cluster, namespace',
            `rate(${pods('container_network_receive_bytes_total')}[$__rate_interval])`,
          ),
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
          by(
            'cluster, namespace',
            `rate(${pods('container_network_transmit_bytes_total')}[$__rate_interval])`,
          ),
          '{{namespace}}',
        ),
      ],
    }),
  ];
}
