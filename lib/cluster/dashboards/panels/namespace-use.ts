import type { ClusterBoards } from '../../../core/index.js';
import { judged, type Panel, type Row, row, timeseries } from '../../../model/dashboard/index.js';
import { pod, recorded } from '../../recorded.js';
import { type Sources, when } from '../sources.js';
import {
  notReady,
  perWorkload,
  quotaUse,
  slowed,
  throttled,
  traffic,
  volumeUse,
} from './measures.js';

/** What is not as it should be, and what is used, over time. */
export function namespaceLines(boards: ClusterBoards, from: Sources): readonly (Panel | Row)[] {
  const { any, objects, cadvisor } = from;
  const { ask, of } = any;
  const pods = objects('pods');
  const toPod = { uid: boards.pod, title: 'This pod', labels: ['cluster', 'namespace', 'pod'] };
  const toWorkload = {
    uid: boards.workload,
    title: 'This workload',
    labels: ['cluster', 'namespace', 'workload_type', 'workload'],
  };
  // Without objects nobody knows what a pod belongs to.
  const use = (measure: string) =>
    pods
      ? { queries: [ask(perWorkload(any, of(measure)), '{{workload}}')], link: toWorkload }
      : { queries: [ask(of(measure), '{{pod}}')], link: toPod };
  return [
    ...when(pods, (shown) => [
      row('What does not run'),
      timeseries({
        title: 'Pods not ready, by pod',
        description: 'Each pod that should answer and does not, as 1. A pod leads to its log.',
        unit: 'short',
        noValue: 'none',
        queries: [ask(notReady(shown), '{{pod}}')],
        link: toPod,
      }),
      timeseries({
        title: 'Containers that wait',
        description:
          'By reason. CrashLoopBackOff: read its log. ImagePullBackOff: is there such an image, and may it be pulled?',
        unit: 'short',
        noValue: 'none',
        queries: [
          ask(
            `max by (cluster, namespace, pod, reason) (${shown.of('kube_pod_container_status_waiting_reason', { reason: { notRe: 'ContainerCreating|PodInitializing' } })}) > 0`,
            '{{pod}} {{reason}}',
          ),
        ],
        link: toPod,
      }),
    ]),
    ...when(cadvisor, (containers) => [
      row('What is used'),
      timeseries({
        title: 'CPU in use',
        description:
          'Cores. Who stands on top takes most; a step up came with a rollout or a load.',
        unit: 'short',
        stacked: true,
        ...use(recorded.cpu),
      }),
      timeseries({
        title: 'Memory in use',
        description:
          'Memory that cannot be given to others. A line that only climbs ends in a kill.',
        unit: 'bytes',
        stacked: true,
        ...use(recorded.memory),
      }),
      timeseries({
        title: 'Slowed by limits on CPU',
        description:
          'Share of time slices in which a pod was made to wait, the ten worst. Above a quarter its answers are late: raise the limit, or leave it out.',
        unit: 'percentunit',
        thresholds: slowed,
        noValue: 'no limits',
        queries: [ask(`topk(10, ${throttled(containers, pod)})`, '{{pod}}')],
        link: toPod,
      }),
      timeseries({
        title: 'Network',
        description:
          'Bytes a second that pods receive and send, those among each other too; not of pods on the network of their node.',
        unit: 'Bps',
        queries: (['receive', 'transmit'] as const).map((way) =>
          ask(
            traffic(containers, pods, way, 'cluster, namespace'),
            way === 'receive' ? 'received' : 'sent',
          ),
        ),
      }),
    ]),
    ...bounds(from),
  ];
}

/** What ends some day: quotas and volumes. */
function bounds({ objects, kubelet }: Sources): readonly (Panel | Row)[] {
  const panels = [
    ...when(objects('resourcequotas'), (shown) => [
      timeseries({
        title: 'Quotas used',
        description: 'Share used of each quota, by resource. At 1, what asks for more is refused.',
        unit: 'percentunit',
        thresholds: judged.use,
        noValue: 'no quotas',
        queries: [shown.ask(quotaUse(shown), '{{resourcequota}} {{resource}}')],
      }),
    ]),
    ...when(kubelet, (shown) => [
      timeseries({
        title: 'Volumes used',
        description:
          'Used share of each volume claimed. At 1, writes fail: make it larger in time.',
        unit: 'percentunit',
        thresholds: judged.space,
        noValue: 'no volumes',
        queries: [shown.ask(volumeUse(shown), '{{persistentvolumeclaim}}')],
      }),
    ]),
  ];
  return panels.length === 0 ? [] : [row('What has an end'), ...panels];
}
