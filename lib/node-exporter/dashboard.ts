import { asking, componentDashboard, countDown, type Dashboard } from '../core/index.js';
import {
  chosen,
  inCluster,
  labelVariable,
  row,
  stat,
  table,
  timeseries,
} from '../model/dashboard/index.js';
import { selector } from '../model/promql.js';

/** Devices of pods and tunnels: what they carry passes a device of the node as well. */
const network = { device: { notRe: 'lo|cni.*|docker.*|flannel.*|tunl.*|cilium.*' } } as const;

/** How the nodes fare: of each resource how much is used, how much waits for it, and what goes wrong. */
export const nodeDashboard = (job: string): Dashboard =>
  componentDashboard({
    job,
    product: 'Node exporter',
    description: 'For whoever runs the nodes: is one of them short of something, or broken?',
    variables: (datasource) => [
      labelVariable({
        name: 'node',
        label: 'Node',
        datasource,
        query: selector('node_uname_info', { ...inCluster, job }),
      }),
    ],
    panels: (_, { prometheus }) => {
      const { of, rate, ask } = asking(prometheus, { ...chosen('cluster', 'node'), job });
      const perNode = (expr: string) => ask(expr, '{{node}}');
      const byNode = (expr: string) => perNode(`sum by (cluster, node) (${expr})`);
      const busy = `1 - avg by (cluster, node) (${rate('node_cpu_seconds_total', { mode: 'idle' })})`;
      const memory = `1 - ${of('node_memory_MemAvailable_bytes')} / ${of('node_memory_MemTotal_bytes')}`;
      // What cannot be written to is full by design.
      const writable = `${of('node_filesystem_readonly')} == 0`;
      const used = `1 - ${of('node_filesystem_avail_bytes')} / ${of('node_filesystem_size_bytes')}`;
      const perMount = (expr: string) =>
        ask(`max by (cluster, node, mountpoint) (${expr} and ${writable})`);
      const space = {
        used: perMount(`(${used})`),
        free: perMount(of('node_filesystem_avail_bytes')),
        inodes: perMount(
          `(1 - ${of('node_filesystem_files_free')} / (${of('node_filesystem_files')} > 0))`,
        ),
      };
      return [
        stat({
          title: 'Not answering',
          description: 'Nodes whose exporter cannot be scraped. Normal is 0.',
          unit: 'short',
          thresholds: { above: { critical: 1 } },
          queries: [ask(countDown(of('up')))],
        }),
        stat({
          title: 'Busiest CPU',
          description: 'Share of time that the cores of the busiest node work.',
          unit: 'percentunit',
          thresholds: { above: { warning: 0.85, critical: 0.95 } },
          queries: [ask(`max(${busy})`)],
        }),
        stat({
          title: 'Fullest memory',
          description:
            'Memory in use on the node with the least left. Near 1, processes are killed.',
          unit: 'percentunit',
          thresholds: { above: { warning: 0.85, critical: 0.95 } },
          queries: [ask(`max(${memory})`)],
        }),
        stat({
          title: 'Fullest file system',
          description: 'Used share of the fullest one. From 0.85 on, the kubelet evicts pods.',
          unit: 'percentunit',
          thresholds: { above: { warning: 0.8, critical: 0.9 } },
          queries: [ask(`max((${used}) and ${writable})`)],
        }),
        stat({
          title: 'Busiest disk',
          description: 'Share of time that the busiest disk works on requests. At 1, they queue.',
          unit: 'percentunit',
          thresholds: { above: { warning: 0.8, critical: 0.95 } },
          queries: [ask(`max(${rate('node_disk_io_time_seconds_total')})`)],
        }),
        stat({
          title: 'Network errors',
          description: 'Packets a second that arrived or left damaged, on all nodes. Normal is 0.',
          unit: 'pps',
          thresholds: { above: { warning: 0.01 } },
          queries: [
            ask(
              `sum(${rate('node_network_receive_errs_total')}) + sum(${rate('node_network_transmit_errs_total')})`,
            ),
          ],
        }),
        row('CPU'),
        timeseries({
          title: 'CPU in use',
          description: 'Share of time that the cores of a node work.',
          unit: 'percentunit',
          max: 1,
          queries: [perNode(busy)],
        }),
        timeseries({
          title: 'Waiting for CPU',
          description: 'Share of time that some process waited for a core. Normal is near 0.',
          unit: 'percentunit',
          queries: [byNode(rate('node_pressure_cpu_waiting_seconds_total'))],
        }),
        row('Memory'),
        timeseries({
          title: 'Memory in use',
          description: 'Share of memory that cannot be had without taking it from someone.',
          unit: 'percentunit',
          max: 1,
          queries: [perNode(`max by (cluster, node) (${memory})`)],
        }),
        timeseries({
          title: 'Waiting for memory',
          description: 'Share of time that some process waited for memory. Normal is 0.',
          unit: 'percentunit',
          queries: [byNode(rate('node_pressure_memory_waiting_seconds_total'))],
        }),
        row('Disks'),
        timeseries({
          title: 'Disks in use',
          description: 'Share of time that the busiest disk of a node works on requests.',
          unit: 'percentunit',
          max: 1,
          queries: [perNode(`max by (cluster, node) (${rate('node_disk_io_time_seconds_total')})`)],
        }),
        timeseries({
          title: 'Waiting for disks',
          description: 'Share of time that some process waited for a disk. Normal is near 0.',
          unit: 'percentunit',
          queries: [byNode(rate('node_pressure_io_waiting_seconds_total'))],
        }),
        row('Network'),
        timeseries({
          title: 'Received',
          description: 'Bytes a second over all devices of a node but those of pods and tunnels.',
          unit: 'Bps',
          queries: [byNode(rate('node_network_receive_bytes_total', network))],
        }),
        timeseries({
          title: 'Sent',
          description: 'Bytes a second over all devices of a node but those of pods and tunnels.',
          unit: 'Bps',
          queries: [byNode(rate('node_network_transmit_bytes_total', network))],
        }),
        timeseries({
          title: 'Dropped packets received',
          description: 'Packets a second that arrived and found no room. Normal is near 0.',
          unit: 'pps',
          queries: [byNode(rate('node_network_receive_drop_total', network))],
        }),
        timeseries({
          title: 'Dropped packets sent',
          description: 'Packets a second that could not be sent. Normal is 0.',
          unit: 'pps',
          queries: [byNode(rate('node_network_transmit_drop_total', network))],
        }),
        row('File systems'),
        table({
          title: 'Space and inodes',
          description:
            'Those of the nodes themselves, the fullest first; volumes are not among them.',
          queries: Object.values(space),
          columns: [
            { label: 'cluster', title: 'Cluster' },
            { label: 'node', title: 'Node' },
            { label: 'mountpoint', title: 'Mounted at' },
            {
              value: space.used,
              title: 'Used',
              unit: 'percentunit',
              thresholds: { above: { warning: 0.8, critical: 0.9 } },
            },
            { value: space.free, title: 'Free', unit: 'bytes' },
            {
              value: space.inodes,
              title: 'Inodes used',
              unit: 'percentunit',
              thresholds: { above: { warning: 0.8, critical: 0.9 } },
            },
          ],
          sortBy: 'Used',
        }),
      ];
    },
  });
