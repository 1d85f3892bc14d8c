import { type Panel, table } from '../../../model/dashboard/index.js';
import { pod, recorded } from '../../recorded.js';
import { type Boards, nodeColumn } from '../boards.js';
import { type Sources, when } from '../sources.js';
import { itsPods, restarts } from './measures.js';

const byPod = (expr: string) => `sum by (${pod}) (${expr})`;

/** Its pods, each as a row. */
export function podTable(boards: Boards, from: Sources): readonly Panel[] {
  const { any, objects, cadvisor } = from;
  const { ask, of } = any;
  return when(objects('pods'), (pods) => {
    const per = (expr: string) => ask(itsPods(any, expr));
    const ready = per(
      `min by (${pod}) (${pods.of('kube_pod_status_ready', { condition: 'true' })})`,
    );
    const again = per(restarts(pods, pod));
    const started = ask(
      itsPods(
        any,
        `1000 * max by (${pod}, node) (${pods.of('kube_pod_info')} * on (${pod}) group_left () max by (${pod}) (${pods.of('kube_pod_created')}))`,
      ),
    );
    const use = when(cadvisor, () => [
      { title: 'CPU', value: per(byPod(of(recorded.cpu))), unit: 'short' as const, decimals: 2 },
      { title: 'Memory', value: per(byPod(of(recorded.memory))), unit: 'bytes' as const },
    ]);
    return [
      table({
        title: 'Its pods',
        description:
          'A pod that is not ready gets no requests; one that restarts more than the others has a fault of its own. A pod leads to its log.',
        queries: [started, ready, again, ...use.map(({ value }) => value)],
        columns: [
          { label: 'cluster', title: 'Cluster' },
          {
            label: 'pod',
            title: 'Pod',
            link: {
              uid: boards.pod,
              title: 'This pod',
              labels: ['cluster', 'pod'],
              choices: ['namespace'],
            },
          },
          nodeColumn(boards),
          {
            value: ready,
            title: 'Ready',
            unit: 'none',
            thresholds: { below: { critical: 1 } },
            mappings: { 0: { text: 'no' }, 1: { text: 'yes' } },
          },
          { value: started, title: 'Made', unit: 'dateTimeFromNow' },
          {
            value: again,
            title: 'Restarts in an hour',
            unit: 'short',
            decimals: 0,
            thresholds: { above: { warning: 1 } },
          },
          ...use,
        ],
        sortBy: 'Restarts in an hour',
      }),
    ];
  });
}
