import {
  type Asking,
  asking,
  type Dashboard,
  type IHostMetrics,
  nodeBoard,
} from '../../core/index.js';
import {
  chosen,
  clusterVariable,
  labelVariable,
  linkTo,
  type Panel,
  stat,
} from '../../model/dashboard/index.js';
import { selector } from '../../model/promql.js';
import { limits, ofNodes } from './measures.js';
import { diskPanels, fileSystemPanels } from './node-disks.js';
import { networkPanels } from './node-network.js';
import { hardwarePanels, systemPanels } from './node-system.js';
import { cpuPanels, memoryPanels } from './node-work.js';
import { titled } from './nodes.js';

/** One node from top to bottom: of each resource how much is used, how much waits for it, and what goes wrong. */
export const nodeDashboard = ({
  job,
  tracksConnections = false,
}: IHostMetrics['hostMetrics']): Dashboard => ({
  uid: nodeBoard(job),
  title: titled('Node', job),
  folder: 'Kubernetes',
  needs: ['prometheus'],
  spec: ({ prometheus }) => {
    const node = asking(prometheus, { ...chosen('cluster', 'node'), job });
    return {
      description:
        'For whoever suspects a node: what is used of it, what waits, and what goes wrong?',
      tags: ['kubernetes', 'nodes'],
      links: [linkTo(job, titled('Nodes', job))],
      variables: [
        clusterVariable(prometheus),
        labelVariable({
          name: 'node',
          label: 'Node',
          datasource: prometheus,
          query: selector('node_uname_info', { ...chosen('cluster'), job }),
          // Disks and devices of several nodes beside each other are lines that nobody can tell apart.
          multi: false,
          includeAll: false,
        }),
      ],
      panels: [
        ...stats(node),
        ...cpuPanels(node),
        ...memoryPanels(node),
        ...diskPanels(node),
        ...fileSystemPanels(node),
        ...networkPanels(node, tracksConnections),
        ...systemPanels(node),
        ...hardwarePanels(node),
      ],
    };
  },
});

function stats(node: Asking): readonly Panel[] {
  const { of, ask } = node;
  const its = ofNodes(node, '');
  return [
    stat({
      title: 'Answers',
      description: 'Whether its exporter can be scraped. If not: is the node there at all?',
      unit: 'none',
      width: 3,
      thresholds: { below: { critical: 1 } },
      mappings: { 0: { text: 'no' }, 1: { text: 'yes' } },
      queries: [ask(`min(${of('up')})`)],
    }),
    stat({
      title: 'CPU in use',
      description: 'Share of time that its cores work. Near 1, everything on it waits.',
      unit: 'percentunit',
      width: 3,
      thresholds: limits.busy,
      queries: [ask(its.cpuBusy)],
    }),
    stat({
      title: 'Load a core',
      description: 'Processes that run or want to, for each core. Above 1, some wait.',
      unit: 'short',
      decimals: 2,
      width: 3,
      thresholds: limits.load,
      queries: [ask(its.loadPerCore)],
    }),
    stat({
      title: 'Memory in use',
      description: 'Share that cannot be had without taking it from someone. Near 1, it kills.',
      unit: 'percentunit',
      width: 3,
      thresholds: limits.memory,
      queries: [ask(its.memoryUsed)],
    }),
    stat({
      title: 'Fullest file system',
      description: 'Used share. From 0.85 on the kubelet deletes images, from 0.9 on it evicts.',
      unit: 'percentunit',
      width: 3,
      thresholds: limits.space,
      queries: [ask(its.fullest)],
    }),
    stat({
      title: 'Busiest disk',
      description: 'Share of time that it works on requests. At 1, they queue.',
      unit: 'percentunit',
      width: 3,
      thresholds: limits.disk,
      queries: [ask(its.busiestDisk)],
    }),
    stat({
      title: 'Packets lost',
      description: 'Packets a second dropped or damaged. Normal is near 0; below they stand apart.',
      unit: 'pps',
      width: 3,
      thresholds: limits.lost,
      queries: [ask(its.lost)],
    }),
    stat({
      title: 'Clock',
      description:
        'Whether something keeps its clock right. If not: is chrony or timesyncd running?',
      unit: 'none',
      width: 3,
      thresholds: { below: { warning: 1 } },
      mappings: { 0: { text: 'not kept' }, 1: { text: 'kept' } },
      queries: [ask(`min(${of('node_timex_sync_status')})`)],
    }),
  ];
}
