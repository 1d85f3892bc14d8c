import {
  type Asking,
  asking,
  countDown,
  type Dashboard,
  hostJob,
  type IHostMetrics,
} from '../../core/index.js';
import {
  chosen,
  clusterVariable,
  labelVariable,
  type Panel,
  stat,
} from '../../model/dashboard/index.js';
import { selector } from '../../model/promql.js';
import { eachNode } from './each-node.js';
import { limits, ofNodes } from './measures.js';

/** All nodes beside each other: is one of them short of something, and which? */
export const nodesDashboard = ({ job }: IHostMetrics['hostMetrics']): Dashboard => ({
  uid: job,
  title: titled('Nodes', job),
  folder: 'Kubernetes',
  needs: ['prometheus'],
  spec: ({ prometheus }) => {
    const nodes = asking(prometheus, { ...chosen('cluster', 'node'), job });
    return {
      description: 'For whoever runs the nodes: is one of them short of something, or broken?',
      tags: ['kubernetes', 'nodes'],
      variables: [
        clusterVariable(prometheus),
        labelVariable({
          name: 'node',
          label: 'Node',
          datasource: prometheus,
          query: selector('node_uname_info', { ...chosen('cluster'), job }),
        }),
      ],
      panels: [...stats(nodes), ...eachNode(nodes, job)],
    };
  },
});

/** A title in words; of a second thing of its kind, with its job. */
export const titled = (title: string, job: string): string =>
  job === hostJob ? title : `${title}: ${job}`;

function stats(nodes: Asking): readonly Panel[] {
  const { of, ask } = nodes;
  const all = ofNodes(nodes, '');
  const each = ofNodes(nodes);
  return [
    stat({
      title: 'Not answering',
      description: 'Nodes whose exporter cannot be scraped. Normal is 0; the table has them not.',
      unit: 'short',
      width: 3,
      thresholds: { above: { critical: 1 } },
      queries: [ask(countDown(of('up')))],
    }),
    stat({
      title: 'CPU in use',
      description: 'Share of time that all cores work. Near 1, everything waits.',
      unit: 'percentunit',
      width: 3,
      thresholds: limits.busy,
      queries: [ask(all.cpuBusy)],
    }),
    stat({
      title: 'Busiest CPU',
      description: 'Share of time that the cores of the busiest node work.',
      unit: 'percentunit',
      width: 3,
      thresholds: limits.busy,
      queries: [ask(`max(${each.cpuBusy})`)],
    }),
    stat({
      title: 'Fullest memory',
      description: 'Memory in use on the node with the least left. Near 1, processes are killed.',
      unit: 'percentunit',
      width: 3,
      thresholds: limits.memory,
      queries: [ask(`max(${each.memoryUsed})`)],
    }),
    stat({
      title: 'Fullest file system',
      description: 'Used share of the fullest one. From 0.85 on, the kubelet deletes images.',
      unit: 'percentunit',
      width: 3,
      thresholds: limits.space,
      queries: [ask(all.fullest)],
    }),
    stat({
      title: 'Busiest disk',
      description: 'Share of time that the busiest disk works on requests. At 1, they queue.',
      unit: 'percentunit',
      width: 3,
      thresholds: limits.disk,
      queries: [ask(all.busiestDisk)],
    }),
    stat({
      title: 'Packets lost',
      description: 'Packets a second dropped or damaged, on all nodes. Normal is near 0.',
      unit: 'pps',
      width: 3,
      thresholds: limits.lost,
      queries: [ask(all.lost)],
    }),
    stat({
      title: 'Worst clock',
      description: 'How far the clock of some node is off. Above 50 ms, ask its time server.',
      unit: 's',
      width: 3,
      thresholds: limits.clock,
      queries: [ask(all.clockOffset)],
    }),
  ];
}
