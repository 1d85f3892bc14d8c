import type { ClusterBoards } from '../../../core/index.js';
import {
  type Column,
  type Panel,
  type Query,
  type Row,
  row,
  table,
} from '../../../model/dashboard/index.js';
import { pod, recorded, workload } from '../../recorded.js';
import { type Sources, when } from '../sources.js';
import { missing, perWorkload, promisedTo, restarts } from './measures.js';

type ValueColumn = Extract<Column, { readonly value: Query }>;

/** What runs here: how many there should be and are, and what they take. */
export function workloadTable(boards: ClusterBoards, from: Sources): readonly (Panel | Row)[] {
  const { any, objects, cadvisor, replicas } = from;
  const pods = objects('pods');
  if (!pods) return [];
  const per = (byPod: string) => any.ask(perWorkload(any, byPod));
  const cores = { unit: 'short', decimals: 2 } as const;
  const promise = (what: 'requests' | 'limits', resource: 'cpu' | 'memory') =>
    per(promisedTo(pods, what, resource));
  const values: readonly ValueColumn[] = [
    ...when(replicas, ({ of, ask }) => [
      {
        title: 'Wanted',
        value: ask(`max by (${workload}) (${of(recorded.wanted)})`),
        unit: 'short' as const,
      },
      {
        title: 'Missing',
        width: 80,
        value: ask(missing(any)),
        unit: 'short' as const,
        thresholds: { above: { warning: 1 } },
      },
    ]),
    ...when(cadvisor, () => [{ title: 'CPU', value: per(any.of(recorded.cpu)), ...cores }]),
    { title: 'CPU requests', value: promise('requests', 'cpu'), ...cores },
    { title: 'CPU limits', value: promise('limits', 'cpu'), ...cores },
    ...when(cadvisor, () => [
      { title: 'Memory', value: per(any.of(recorded.memory)), unit: 'bytes' as const },
    ]),
    { title: 'Memory requests', value: promise('requests', 'memory'), unit: 'bytes' },
    { title: 'Memory limits', value: promise('limits', 'memory'), unit: 'bytes' },
    {
      title: 'Restarts',
      value: per(restarts(pods, pod)),
      unit: 'short',
      decimals: 0,
      thresholds: { above: { warning: 1 } },
    },
  ];
  return [
    row('Workloads'),
    table({
      title: 'Workloads now',
      description:
        'Replicas wanted, those of them that are not available, and what their pods use, request and may use at most, and restarts of the last hour. One that misses replicas is where to look; its name leads there.',
      height: 10,
      queries: values.map(({ value }) => value),
      columns: [
        { label: 'cluster', title: 'Cluster' },
        { label: 'workload_type', title: 'Type' },
        {
          label: 'workload',
          title: 'Workload',
          link: {
            uid: boards.workload,
            title: 'This workload',
            labels: ['cluster', 'workload_type', 'workload'],
            choices: ['namespace'],
          },
        },
        ...values,
      ],
      sortBy: values[0]?.title === 'Wanted' ? 'Missing' : values[0]?.title,
    }),
  ];
}
