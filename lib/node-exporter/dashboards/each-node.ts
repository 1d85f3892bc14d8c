import { type Asking, nodeBoard } from '../../core/index.js';
import {
  type Panel,
  type Row,
  row,
  table,
  timeseries,
  type Unit,
  type ValueLink,
} from '../../model/dashboard/index.js';
import { everywhere } from '../collectors.js';
import { limits, ofNodes, waiting } from './measures.js';

/** The nodes beside each other, now and before, and what of them is not seen. */
export function eachNode(nodes: Asking, job: string): readonly (Panel | Row)[] {
  const link = { uid: nodeBoard(job), title: 'This node', labels: ['cluster', 'node'] };
  return [
    row('Each node'),
    nodesTable(nodes, link),
    ...history(nodes, link),
    row('Blind spots'),
    failingCollectors(nodes),
  ];
}

function nodesTable(nodes: Asking, link: ValueLink): Panel {
  const { of, ask } = nodes;
  const each = ofNodes(nodes);
  const now = {
    cpu: ask(each.cpuBusy),
    load: ask(each.loadPerCore),
    memory: ask(each.memoryUsed),
    space: ask(each.fullest),
    disk: ask(each.busiestDisk),
    traffic: ask(`${each.received} + ${each.sent}`),
    lost: ask(each.lost),
    up: ask(`max by (cluster, node) (time() - ${of('node_boot_time_seconds')})`),
  };
  const share = { unit: 'percentunit', decimals: 0 } as const;
  return table({
    title: 'Nodes now',
    description:
      'What each node does, the busiest first; a click on its name shows why. Load of more than one process a core waits.',
    height: 10,
    queries: Object.values(now),
    columns: [
      { label: 'cluster', title: 'Cluster' },
      { label: 'node', title: 'Node', link },
      { value: now.cpu, title: 'CPU', ...share, thresholds: limits.busy },
      {
        value: now.load,
        title: 'Load a core',
        unit: 'short',
        decimals: 2,
        thresholds: limits.load,
      },
      { value: now.memory, title: 'Memory', ...share, thresholds: limits.memory },
      { value: now.space, title: 'Fullest file system', ...share, thresholds: limits.space },
      { value: now.disk, title: 'Busiest disk', ...share, thresholds: limits.disk },
      { value: now.traffic, title: 'Network', unit: 'Bps' },
      { value: now.lost, title: 'Packets lost', unit: 'pps', thresholds: limits.lost },
      { value: now.up, title: 'Up for', unit: 'dtdurations' },
    ],
    sortBy: 'CPU',
  });
}

/** What of each resource is used, and beside it how long something waited for it. Of many nodes, the worst ten. */
function history(nodes: Asking, link: ValueLink): readonly Panel[] {
  const { ask } = nodes;
  const each = ofNodes(nodes);
  const worst = (title: string, description: string, unit: Unit, expr: string) =>
    timeseries({ title, description, unit, link, queries: [ask(`topk(10, ${expr})`, '{{node}}')] });
  const waited = (what: 'cpu' | 'memory' | 'io') =>
    `sum by (cluster, node) (${waiting(nodes, what)})`;
  return [
    worst(
      'CPU, by node',
      'Share of time that cores work, the ten busiest nodes. A lone peak is bad scheduling.',
      'percentunit',
      each.cpuBusy,
    ),
    worst(
      'Waiting for CPU',
      'Share of time that some process waited for a core. Normal is near 0.',
      'percentunit',
      waited('cpu'),
    ),
    worst(
      'Memory, by node',
      'Share of memory that cannot be had without taking it from someone.',
      'percentunit',
      each.memoryUsed,
    ),
    worst(
      'Waiting for memory',
      'Share of time that some process waited for memory. Normal is 0.',
      'percentunit',
      waited('memory'),
    ),
    worst(
      'Disks',
      'Share of time that the busiest disk of a node works on requests.',
      'percentunit',
      each.busiestDisk,
    ),
    worst(
      'Waiting for disks',
      'Share of time that some process waited for a disk. Normal is near 0.',
      'percentunit',
      waited('io'),
    ),
    worst(
      'Received',
      'Bytes a second over all devices of a node but those of pods and tunnels.',
      'Bps',
      each.received,
    ),
    worst(
      'Sent',
      'Bytes a second over all devices of a node but those of pods and tunnels.',
      'Bps',
      each.sent,
    ),
    worst(
      'File systems',
      'Used share of the fullest file system of a node.',
      'percentunit',
      each.fullest,
    ),
    worst(
      'Packets lost',
      'Packets a second dropped or damaged, in either direction. Normal is near 0.',
      'pps',
      each.lost,
    ),
  ];
}

/** What a node-exporter could not measure. */
function failingCollectors({ of, ask }: Asking): Panel {
  const failing = of('node_scrape_collector_success', { collector: { re: everywhere } });
  return table({
    title: 'Failing collectors',
    description:
      'Parts of a node-exporter that measure nothing: the panels they feed are empty. Its log says why.',
    noValue: 'All collectors work',
    height: 6,
    queries: [ask(`${failing} == 0`)],
    columns: [
      { label: 'cluster', title: 'Cluster' },
      { label: 'node', title: 'Node' },
      { label: 'collector', title: 'Collector' },
    ],
  });
}
