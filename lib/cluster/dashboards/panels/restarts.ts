import { asking, type Datasource } from '../../../core/index.js';
import {
  inNamespace,
  type Panel,
  type Row,
  row,
  table,
  timeseries,
} from '../../../model/dashboard/index.js';
import { restartsOf } from '../../promised.js';

const noValue = 'nothing, or no kube-state-metrics';

/** What does not stay up. */
export function restartPanels(prometheus: Datasource | undefined): readonly (Panel | Row)[] {
  const { of, ask } = asking(prometheus, inNamespace);
  return [
    row('What does not stay up'),
    timeseries({
      title: 'Containers that wait',
      description:
        'By reason. CrashLoopBackOff: read its log. ImagePullBackOff: is there such an image?',
      unit: 'short',
      noValue,
      queries: [
        ask(
          `sum by (cluster, reason) (${of('kube_pod_container_status_waiting_reason', { reason: { notRe: 'ContainerCreating|PodInitializing' } })}) > 0`,
          '{{reason}}',
        ),
      ],
    }),
    timeseries({
      title: 'Containers last killed for memory',
      description:
        'By namespace, until they end in another way. Raise the limit, or find the leak.',
      unit: 'short',
      noValue,
      queries: [
        ask(
          `sum by (cluster, namespace) (${of('kube_pod_container_status_last_terminated_reason', { reason: 'OOMKilled' })}) > 0`,
          '{{namespace}}',
        ),
      ],
    }),
    restartTable(prometheus),
  ];
}

/** What was started again, the worst first. */
function restartTable(prometheus: Datasource | undefined): Panel {
  const pods = asking(prometheus, inNamespace);
  const each = 'cluster, namespace, pod, container';
  const restarts = pods.ask(`sum by (${each}) (${restartsOf(pods)}) > 0`);
  return table({
    title: 'Restarts in the last hour',
    description: 'Containers that ended and were started again. Read the log of the one on top.',
    noValue,
    queries: [restarts],
    columns: [
      { label: 'cluster', title: 'Cluster' },
      { label: 'namespace', title: 'Namespace' },
      { label: 'pod', title: 'Pod' },
      { label: 'container', title: 'Container' },
      { value: restarts, title: 'Restarts', unit: 'short', decimals: 0 },
    ],
    sortBy: 'Restarts',
  });
}
