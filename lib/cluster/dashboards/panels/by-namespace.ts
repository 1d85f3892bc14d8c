import type { ClusterBoards, Datasource } from '../../../core/index.js';
import {
  type Column,
  inCluster,
  type Panel,
  type Query,
  type Row,
  row,
  table,
  timeseries,
  type ValueLink,
} from '../../../model/dashboard/index.js';
import { alive } from '../../promised.js';
import { pod, recorded } from '../../recorded.js';
import type { Watched } from '../../watched.js';
import { type Sources, sources, when } from '../sources.js';
import { notReady, restarts, traffic } from './measures.js';

const by = (expr: string) => `sum by (cluster, namespace) (${expr})`;

/** Who takes what, by namespace. */
export function namespacePanels(
  boards: ClusterBoards,
  watched: Watched,
  prometheus: Datasource | undefined,
): readonly (Panel | Row)[] {
  const from = sources(watched, prometheus, inCluster);
  const values = columns(from);
  const link: ValueLink = {
    uid: boards.namespace,
    title: 'This namespace',
    labels: ['cluster', 'namespace'],
  };
  if (values.length === 0) return [];
  return [
    row('Namespaces'),
    table({
      title: 'Namespaces now',
      description:
        'What their pods use, request and may use at most, and restarts of the last hour. Much used of little requested: they live on what others leave. A namespace leads to its own dashboard.',
      height: 10,
      queries: values.map(({ value }) => value),
      columns: [
        { label: 'cluster', title: 'Cluster' },
        { label: 'namespace', title: 'Namespace', width: 200, link },
        ...values,
      ],
      sortBy: values[0]?.title,
    }),
    ...overTime(from, link),
  ];
}

type ValueColumn = Extract<Column, { readonly value: Query }>;

function columns({ any, objects, cadvisor }: Sources): readonly ValueColumn[] {
  const limit = (what: 'requests' | 'limits', resource: 'cpu' | 'memory') =>
    any.ask(by(any.of(recorded[what], { resource })));
  const pods = objects('pods');
  const cores = { unit: 'short', decimals: 2 } as const;
  return [
    ...when(cadvisor, () => [{ title: 'CPU', value: any.ask(by(any.of(recorded.cpu))), ...cores }]),
    ...when(pods, () => [
      { title: 'CPU requests', value: limit('requests', 'cpu'), ...cores },
      { title: 'CPU limits', value: limit('limits', 'cpu'), ...cores },
    ]),
    ...when(cadvisor, () => [
      { title: 'Memory', value: any.ask(by(any.of(recorded.memory))), unit: 'bytes' as const },
    ]),
    ...when(pods, (asked) => [
      { title: 'Memory requests', value: limit('requests', 'memory'), unit: 'bytes' as const },
      { title: 'Memory limits', value: limit('limits', 'memory'), unit: 'bytes' as const },
      {
        title: 'Pods',
        value: asked.ask(`count by (cluster, namespace) (max by (${pod}) (${alive(asked)}))`),
        unit: 'short' as const,
      },
      {
        title: 'Restarts',
        value: asked.ask(restarts(asked, 'cluster, namespace')),
        unit: 'short' as const,
        decimals: 0,
        thresholds: { above: { warning: 1 } },
      },
    ]),
    ...when(cadvisor, (containers) => [
      {
        title: 'Network',
        value: any.ask(
          (['receive', 'transmit'] as const)
            .map((way) => traffic(containers, pods, way, 'cluster, namespace'))
            .join(' + '),
        ),
        unit: 'Bps' as const,
      },
    ]),
  ];
}

function overTime({ any, objects, cadvisor }: Sources, link: ValueLink): readonly Panel[] {
  return [
    ...when(cadvisor, () => [
      timeseries({
        title: 'CPU by namespace',
        description:
          'Cores that the pods of a namespace use. Whoever grew took them from the rest.',
        unit: 'short',
        stacked: true,
        queries: [any.ask(by(any.of(recorded.cpu)), '{{namespace}}')],
        link,
      }),
      timeseries({
        title: 'Memory by namespace',
        description: 'Memory that the pods of a namespace cannot do without.',
        unit: 'bytes',
        stacked: true,
        queries: [any.ask(by(any.of(recorded.memory)), '{{namespace}}')],
        link,
      }),
    ]),
    ...when(objects('pods'), (pods) => [
      timeseries({
        title: 'Pods not ready, by namespace',
        description:
          'Pods that should answer and do not. A short peak is a rollout; a line that stays needs someone.',
        unit: 'short',
        noValue: 'none',
        queries: [pods.ask(`count by (cluster, namespace) (${notReady(pods)})`, '{{namespace}}')],
        link,
      }),
    ]),
    ...when(objects('nodes'), ({ of, ask }) => [
      timeseries({
        title: 'Nodes that are short of something',
        description:
          'By condition. Not ready: the node takes no pods and loses those it has. Pressure: it evicts some.',
        unit: 'short',
        noValue: 'none',
        queries: [
          ask(
            `sum by (cluster) (max by (cluster, node) (${of('kube_node_status_condition', { condition: 'Ready', status: { not: 'true' } })})) > 0`,
            'not ready',
          ),
          ask(
            `sum by (cluster, condition) (max by (cluster, node, condition) (${of('kube_node_status_condition', { condition: { re: '.+(Pressure|Unavailable)' }, status: 'true' })})) > 0`,
            '{{condition}}',
          ),
        ],
      }),
    ]),
  ];
}
