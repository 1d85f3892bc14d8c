import { type Asking, asking, type Dashboard } from '../../core/index.js';
import {
  clusterVariable,
  inCluster,
  inNamespace,
  namespaceVariable,
} from '../../model/dashboard/index.js';
import type { Watched } from '../watched.js';
import { namePanels, nameStat } from './panels/names.js';
import { nodeTraffic, nodeTrafficStats } from './panels/node-traffic.js';
import { podTraffic, podTrafficStats, type Traffic } from './panels/pod-traffic.js';
import { proxyPanels, proxyStat } from './panels/proxy.js';

/** What a dashboard of the network leads to. */
export interface NetworkBoards {
  readonly namespace: string;
  readonly pod: string;
  /** Absent where nobody shows how the nodes fare. */
  readonly node?: string;
}

/**
 * Who sends and receives how much, and what is lost: of pods, of nodes, on the way to Services, and of names.
 * Whom nobody asks, of that nothing is shown.
 */
export const networkingDashboard = (
  uid: string,
  { jobs, objects, hosts }: Watched,
  boards: NetworkBoards,
): Dashboard => ({
  uid,
  title: 'Networking',
  folder: 'Kubernetes',
  needs: ['prometheus'],
  spec: ({ prometheus }) => {
    const of = <Shown>(job: string, shown: (asked: Asking) => readonly Shown[]) =>
      jobs.has(job) ? shown(asking(prometheus, { ...inCluster, job })) : [];
    const pods: Traffic | undefined = jobs.has('cadvisor')
      ? {
          of: asking(prometheus, { ...inNamespace, job: 'cadvisor' }),
          objects: objects?.kinds.includes('pods')
            ? asking(prometheus, { ...inNamespace, job: objects.job })
            : undefined,
        }
      : undefined;
    const nodes = hosts && asking(prometheus, { ...inCluster, job: hosts.job });
    const tracked = hosts?.tracksConnections ?? false;
    return {
      description: 'For whoever suspects the network: who sends how much, and what gets lost?',
      tags: ['kubernetes', 'network'],
      variables: [
        clusterVariable(prometheus),
        ...(pods ? [namespaceVariable(prometheus, 'container_network_receive_bytes_total')] : []),
      ],
      panels: [
        ...(pods ? podTrafficStats(pods) : []),
        ...(nodes ? nodeTrafficStats(nodes, tracked) : []),
        ...of('kube-proxy', proxyStat),
        ...of('coredns', nameStat),
        ...(pods ? podTraffic(pods, boards) : []),
        ...(nodes ? nodeTraffic(nodes, tracked, boards.node) : []),
        ...of('kube-proxy', proxyPanels),
        ...of('coredns', namePanels),
      ],
    };
  },
});

/** Whether anything of the network is shown to anybody. */
export const showsNetwork = ({ jobs, hosts }: Watched): boolean =>
  hosts !== undefined || ['cadvisor', 'kube-proxy'].some((job) => jobs.has(job));
