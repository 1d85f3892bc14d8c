import type { ClusterBoards } from '../../../core/index.js';
import {
  type Panel,
  type Row,
  row,
  timeseries,
  type ValueLink,
} from '../../../model/dashboard/index.js';
import { pod, recorded } from '../../recorded.js';
import { type Sources, when } from '../sources.js';
import { inWorkload } from '../variables.js';
import { itsPods, promisedTo, restarts, slowed, throttled, traffic } from './measures.js';

/** How many there are, and who decides. */
export function workloadReplicas(from: Sources): readonly (Panel | Row)[] {
  const { objects } = from;
  const panels = [
    ...when(from.replicas, ({ of, ask }) => [
      timeseries({
        title: 'Replicas',
        description:
          'Wanted, available, and of the last version. A rollout that stands still: the last line does not reach the first.',
        unit: 'short',
        noValue: 'it keeps no number of pods',
        queries: (['wanted', 'available', 'updated'] as const).map((what) =>
          ask(of(recorded[what], inWorkload), `{{workload_type}} ${what}`),
        ),
      }),
    ]),
    ...when(objects('horizontalpodautoscalers'), ({ of, ask }) => {
      const each = 'cluster, namespace, horizontalpodautoscaler';
      const target = of('kube_horizontalpodautoscaler_info', {
        scaletargetref_kind: { re: '$workload_type' },
        scaletargetref_name: { re: '$workload' },
      });
      const number = (metric: string) =>
        `max by (${each}) (${of(`kube_horizontalpodautoscaler_${metric}`)}) and on (${each}) ${target}`;
      return [
        timeseries({
          title: 'Its autoscaler',
          description:
            'Replicas it wants, between the fewest and the most it may want. At the most, load that still grows is served late.',
          unit: 'short',
          noValue: 'no autoscaler',
          queries: [
            ask(number('status_desired_replicas'), 'wanted by {{horizontalpodautoscaler}}'),
            ask(number('spec_min_replicas'), 'fewest'),
            ask(number('spec_max_replicas'), 'most'),
          ],
        }),
      ];
    }),
  ];
  return panels.length === 0 ? [] : [row('Replicas'), ...panels];
}

/** What its pods use, of what they may. */
export function workloadUse(boards: ClusterBoards, from: Sources): readonly (Panel | Row)[] {
  const { any, objects, cadvisor } = from;
  const { ask, of } = any;
  const link: ValueLink = {
    uid: boards.pod,
    title: 'This pod',
    labels: ['cluster', 'namespace', 'pod'],
  };
  const perPod = (expr: string) => ask(itsPods(any, expr), '{{pod}}');
  const bound = (what: 'requests' | 'limits', resource: 'cpu' | 'memory') =>
    when(objects('pods'), (pods) => [
      ask(
        `max by (cluster) (${itsPods(any, promisedTo(pods, what, resource))})`,
        `${what} of each`,
      ),
    ]);
  return when<Sources['any'], Panel | Row>(cadvisor, (containers) => [
    row('What it uses'),
    timeseries({
      title: 'CPU in use, by pod',
      description:
        'Cores, with what each pod requests and may use at most. A lone line high above the others: work is not shared evenly.',
      unit: 'short',
      queries: [perPod(of(recorded.cpu)), ...bound('requests', 'cpu'), ...bound('limits', 'cpu')],
      link,
    }),
    timeseries({
      title: 'Memory in use, by pod',
      description:
        'With what each pod requests and may use at most. A line that climbs to the limit ends in a kill.',
      unit: 'bytes',
      queries: [
        perPod(of(recorded.memory)),
        ...bound('requests', 'memory'),
        ...bound('limits', 'memory'),
      ],
      link,
    }),
    timeseries({
      title: 'Slowed by limits on CPU, by pod',
      description:
        'Share of time slices in which a pod was made to wait. Above a quarter its answers are late: raise the limit, or leave it out.',
      unit: 'percentunit',
      thresholds: slowed,
      noValue: 'no limits',
      queries: [perPod(throttled(containers, pod))],
      link,
    }),
    ...when(objects('pods'), (pods) => [
      timeseries({
        title: 'Restarts, by pod',
        description:
          'Containers started again within an hour before. Steps at rollouts are new pods.',
        unit: 'short',
        queries: [perPod(restarts(pods, pod))],
        link,
      }),
    ]),
    ...(['receive', 'transmit'] as const).map((way) =>
      timeseries({
        title: way === 'receive' ? 'Received, by pod' : 'Sent, by pod',
        description:
          way === 'receive'
            ? 'Bytes a second. A pod that gets none among others that do is left out by its Service.'
            : 'Bytes a second. A step that no rollout explains came from what it is asked.',
        unit: 'Bps',
        noValue: 'nothing, or on the network of the node',
        queries: [perPod(traffic(containers, objects('pods'), way, pod))],
        link,
      }),
    ),
  ]);
}
