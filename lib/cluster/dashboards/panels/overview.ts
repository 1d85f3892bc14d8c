import { countDown, type Datasource, orZero, shareOf } from '../../../core/index.js';
import {
  inCluster,
  judged,
  type Panel,
  type PanelProps,
  type Row,
  row,
  stat,
  type Thresholds,
  timeseries,
} from '../../../model/dashboard/index.js';
import { alive } from '../../promised.js';
import { pod, recorded } from '../../recorded.js';
import type { Watched } from '../../watched.js';
import { type Sources, sources, when } from '../sources.js';
import { allocatable, countNotReady, restarts } from './measures.js';

/** Is it fine? */
export function overviewStats(
  watched: Watched,
  prometheus: Datasource | undefined,
): readonly Panel[] {
  const cluster = sources(watched, prometheus, inCluster);
  return [...symptoms(cluster), ...room(cluster)];
}

function symptoms(cluster: Sources): readonly Panel[] {
  const { any, objects, part, kubelet } = cluster;
  const firing = (severity: string) =>
    any.ask(orZero(any, `sum(${any.of('ALERTS', { alertstate: 'firing', severity })})`));
  return [
    stat({
      title: 'Critical alerts',
      description:
        'Alerts that fire and wake someone. Normal is 0; read each before what is below.',
      unit: 'short',
      thresholds: { above: { critical: 1 } },
      queries: [firing('critical')],
    }),
    stat({
      title: 'Warnings',
      description: 'Alerts that fire and can wait until morning. Normal is 0.',
      unit: 'short',
      thresholds: { above: { warning: 1 } },
      queries: [firing('warning')],
    }),
    ...(objects('nodes') ? when(objects('nodes'), nodesNotReady) : when(kubelet, nodesDown)),
    ...when(objects('pods'), (pods) => [
      stat({
        title: 'Pods not ready',
        description:
          'Pods that should answer and do not, those that no node takes among them. The chart below says where.',
        unit: 'short',
        thresholds: { above: { warning: 1 } },
        queries: [pods.ask(countNotReady(pods))],
      }),
      stat({
        title: 'Restarts',
        description:
          'Containers started again in the last hour. Which, the table by namespace says.',
        unit: 'short',
        decimals: 0,
        thresholds: judged.hourly,
        queries: [pods.ask(restarts(pods))],
      }),
    ]),
    ...when(part('apiserver'), ({ rate, ask }) => [
      stat({
        title: 'API requests failed',
        description:
          'Share of requests that the API server answers with 5xx. Normal is 0: above, nothing in the cluster can be relied on to change.',
        unit: 'percentunit',
        thresholds: judged.failed,
        queries: [
          ask(
            shareOf(
              rate('apiserver_request_total', { code: { re: '5..' } }),
              rate('apiserver_request_total'),
            ),
          ),
        ],
      }),
    ]),
  ];
}

const nodesNotReady = ({ of, ask }: Sources['any']): readonly Panel[] => [
  stat({
    title: 'Nodes not ready',
    description: 'Nodes that take no pods and lose those they have. Normal is 0.',
    unit: 'short',
    thresholds: { above: { critical: 1 } },
    queries: [
      ask(
        `sum(max by (cluster, node) (${of('kube_node_status_condition', { condition: 'Ready', status: { not: 'true' } })}))`,
      ),
    ],
  }),
];

const nodesDown = ({ of, ask }: Sources['any']): readonly Panel[] => [
  stat({
    title: 'Nodes not answering',
    description: 'Nodes whose kubelet cannot be scraped. Normal is 0.',
    unit: 'short',
    thresholds: { above: { critical: 1 } },
    queries: [ask(countDown(of('up')))],
  }),
];

type Words = Pick<PanelProps, 'title' | 'description'>;

/** Is there room, and is it promised already? */
function room({ any, objects, cadvisor, kubelet }: Sources): readonly Panel[] {
  const share = (words: Words, measure: string, of: string, thresholds: Thresholds) =>
    stat({
      ...words,
      unit: 'percentunit',
      thresholds,
      queries: [any.ask(`sum(${measure}) / sum(${of})`)],
    });
  const requested = (resource: 'cpu' | 'memory') => any.of(recorded.requests, { resource });
  const description =
    'What pods request, of what nodes have for them. At 1, no new pod finds a place.';
  return [
    ...when(cadvisor, ({ of }) => [
      share(
        {
          title: 'CPU in use',
          description: 'Share of all cores that containers use. Near 1, they wait for each other.',
        },
        any.of(recorded.cpu),
        of('machine_cpu_cores'),
        judged.use,
      ),
      share(
        {
          title: 'Memory in use',
          description: 'Share of all memory that containers need. Near 1, pods are evicted.',
        },
        any.of(recorded.memory),
        of('machine_memory_bytes'),
        judged.use,
      ),
    ]),
    ...when(objects('pods', 'nodes'), (nodes) => {
      return [
        share(
          { title: 'CPU requested', description },
          requested('cpu'),
          allocatable(nodes, 'cpu'),
          judged.promised,
        ),
        share(
          { title: 'Memory requested', description },
          requested('memory'),
          allocatable(nodes, 'memory'),
          judged.promised,
        ),
        stat({
          title: 'Places for pods taken',
          description:
            'Pods there are, of those that nodes take at most, 110 each unless told. At 1, no new pod finds a place.',
          unit: 'percentunit',
          thresholds: judged.promised,
          queries: [
            any.ask(
              `count(max by (${pod}) (${alive(nodes)})) / sum(${allocatable(nodes, 'pods')})`,
            ),
          ],
        }),
      ];
    }),
    ...when(kubelet, ({ of, ask }) => [
      stat({
        title: 'Fullest volume',
        description: 'Used share of the fullest volume that a pod has claimed. At 1, writes fail.',
        unit: 'percentunit',
        thresholds: judged.space,
        noValue: 'no volumes',
        queries: [
          ask(
            `max(1 - ${of('kubelet_volume_stats_available_bytes')} / ${of('kubelet_volume_stats_capacity_bytes')})`,
          ),
        ],
      }),
    ]),
  ];
}

/** What is used and what is promised, of what there is. */
export function overviewRoom(
  watched: Watched,
  prometheus: Datasource | undefined,
): readonly (Panel | Row)[] {
  const { any, objects, cadvisor } = sources(watched, prometheus, inCluster);
  const total = (expr: string, legend: string) =>
    any.ask(`sum by (cluster) (${expr})`, `{{cluster}} ${legend}`);
  const lines = (resource: 'cpu' | 'memory', measure: string) => [
    ...when(cadvisor, () => [total(any.of(measure), 'used')]),
    ...when(objects('pods'), () => [total(any.of(recorded.requests, { resource }), 'requested')]),
    ...when(objects('nodes'), (nodes) => [total(allocatable(nodes, resource), 'to give')]),
  ];
  const [cpu, memory] = [lines('cpu', recorded.cpu), lines('memory', recorded.memory)];
  if (cpu.length === 0) return [];
  return [
    row('Room'),
    timeseries({
      title: 'CPU: used, requested, to give',
      description:
        'Cores. Requests near the top line: new pods wait. Use far below requests: they are too high, and cores idle.',
      unit: 'short',
      queries: cpu,
    }),
    timeseries({
      title: 'Memory: used, requested, to give',
      description:
        'Requests near the top line: new pods wait. Use near it: pods are evicted, those above their requests first.',
      unit: 'bytes',
      queries: memory,
    }),
  ];
}
