import type { Datasource } from '../../../core/index.js';
import {
  inNamespace,
  judged,
  logs,
  logsQuery,
  type Panel,
  type Row,
  row,
  stat,
  table,
} from '../../../model/dashboard/index.js';
import { streamSelector } from '../../../model/logql.js';
import { pod, recorded } from '../../recorded.js';
import { type Boards, nodeColumn } from '../boards.js';
import { type Sources, when } from '../sources.js';
import { memoryOfLimit, restarts, slowed, throttled } from './measures.js';

/** Is it fine? */
export function podStats({ any, objects, cadvisor }: Sources): readonly Panel[] {
  const { ask, of } = any;
  return [
    ...when(objects('pods'), (shown) => [
      stat({
        title: 'Ready',
        description:
          'Whether it gets requests. If not: a probe fails, or a container is not up yet.',
        unit: 'none',
        thresholds: { below: { critical: 1 } },
        mappings: { 0: { text: 'no' }, 1: { text: 'yes' } },
        noValue: 'on no node',
        queries: [ask(`min(${shown.of('kube_pod_status_ready', { condition: 'true' })})`)],
      }),
      stat({
        title: 'Restarts',
        description:
          'Containers started again in the last hour. The table says why the last one ended.',
        unit: 'short',
        decimals: 0,
        thresholds: judged.hourly,
        queries: [ask(restarts(shown))],
      }),
      stat({
        title: 'Killed for memory',
        description:
          'Containers whose last end was a lack of memory. Raise the limit, or find what grows.',
        unit: 'short',
        thresholds: { above: { critical: 1 } },
        queries: [
          ask(
            `sum(max by (${pod}, container) (${shown.of('kube_pod_container_status_last_terminated_reason', { reason: 'OOMKilled' })})) or 0 * count(${shown.of('kube_pod_info')})`,
          ),
        ],
      }),
      ...when(cadvisor, () => [
        stat({
          title: 'CPU of requests',
          description: 'Cores in use, of those requested. Above 1, the rest can be taken away.',
          unit: 'percentunit',
          thresholds: { above: { warning: 1 } },
          noValue: 'no requests',
          queries: [
            ask(
              `sum(${of(recorded.cpu)}) / sum(${shown.of('kube_pod_container_resource_requests', { resource: 'cpu' })})`,
            ),
          ],
        }),
      ]),
    ]),
    ...when(cadvisor, (containers) => [
      ...when(objects('pods'), (shown) => [
        stat({
          title: 'Memory of limits',
          description:
            'Memory in use, of the limit, of the container that is closest to it. At 1 it is killed.',
          unit: 'percentunit',
          thresholds: judged.use,
          noValue: 'no limits',
          queries: [ask(`max(${memoryOfLimit(containers, shown)})`)],
        }),
      ]),
      stat({
        title: 'Slowed by limits',
        description:
          'Share of time slices in which it was made to wait for CPU. Above a quarter its answers are late.',
        unit: 'percentunit',
        thresholds: slowed,
        noValue: 'no limits',
        queries: [ask(`max(${throttled(containers, pod)})`)],
      }),
    ]),
  ];
}

/** What it is, and what its containers wait for or ended of. */
export function podTables(boards: Boards, { objects, any }: Sources): readonly Panel[] {
  return when(objects('pods'), ({ of, ask }) => {
    const made = ask(
      `1000 * max by (${pod}) (${of('kube_pod_created')}) * on (${pod}) group_left (workload_type, workload) ${any.of(recorded.owner)} * on (${pod}) group_left (node) max by (${pod}, node) (${of('kube_pod_info')})`,
    );
    const by = (state: string, metric: string) =>
      `label_replace(max by (${pod}, container, reason) (${of(metric)}) == 1, "state", "${state}", "", "")`;
    const states = ask(
      `${by('waits', 'kube_pod_container_status_waiting_reason')} or ${by('ended last', 'kube_pod_container_status_last_terminated_reason')}`,
    );
    const sized = { width: 12, height: 6 } as const;
    return [
      table({
        ...sized,
        title: 'What it belongs to',
        description:
          'Who made it and makes the next one, and the node it is on. The workload leads to the other pods of it.',
        queries: [made],
        columns: [
          { label: 'cluster', title: 'Cluster' },
          { label: 'namespace', title: 'Namespace' },
          { label: 'workload_type', title: 'Type' },
          {
            label: 'workload',
            title: 'Workload',
            link: {
              uid: boards.workload,
              title: 'This workload',
              labels: ['cluster', 'namespace', 'workload_type', 'workload'],
            },
          },
          nodeColumn(boards),
          { value: made, title: 'Made', unit: 'dateTimeFromNow' },
        ],
      }),
      table({
        ...sized,
        title: 'Why containers wait, or ended',
        description:
          'Waits: CrashLoopBackOff, read the log; ImagePullBackOff, is there such an image? Ended last: Completed is fine, Error is in the log before, OOMKilled is a lack of memory.',
        noValue: 'none waits, none has ended',
        queries: [states],
        columns: [
          { label: 'container', title: 'Container' },
          { label: 'state', title: 'State' },
          { label: 'reason', title: 'Reason' },
        ],
      }),
    ];
  });
}

/** What it says; nothing where no logs are collected. */
export const podLog = (loki: Datasource | undefined): readonly (Panel | Row)[] =>
  when<Datasource, Panel | Row>(loki, (there) => [
    row('What it says'),
    logs({
      title: 'Log',
      description:
        'Lines of all its containers, the newest first, those of runs before this one too. The last ones before a restart say why.',
      queries: [logsQuery(there, `${streamSelector(inNamespace)} | pod =~ "$pod"`)],
    }),
  ]);
