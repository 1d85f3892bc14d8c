import { type Asking, orZero } from '../../../core/index.js';
import { type Panel, type Row, row, stat, timeseries } from '../../../model/dashboard/index.js';
import { slowest } from './quantile.js';

const operation = 'storage_operation_duration_seconds';
const failed = { status: { not: 'success' } } as const;

/** Do kubelets get volumes to their pods? */
export const operationStat = (kubelets: Asking): Panel =>
  stat({
    title: 'Failed operations',
    description:
      'Times in the last hour that a kubelet could not mount, unmount or attach. Normal is 0.',
    unit: 'short',
    decimals: 0,
    width: 3,
    thresholds: { above: { warning: 1, critical: 20 } },
    queries: [
      kubelets.ask(
        orZero(kubelets, `sum(increase(${kubelets.of(`${operation}_count`, failed)}[1h]))`),
      ),
    ],
  });

/** What kubelets do to get volumes to pods. */
export function operationPanels(kubelets: Asking): readonly (Panel | Row)[] {
  const { rate, ask } = kubelets;
  const by = 'cluster, operation_name';
  return [
    row('What kubelets do with volumes'),
    timeseries({
      title: 'Operations',
      description: 'Operations a second, by kind. They come with pods that start and end.',
      unit: 'ops',
      width: 8,
      noValue: 'none',
      queries: [ask(`sum by (${by}) (${rate(`${operation}_count`)}) > 0`, '{{operation_name}}')],
    }),
    timeseries({
      title: 'Failed operations by driver',
      description:
        'Operations a second that failed and are tried again. Normal is none; the events of the pod say why.',
      unit: 'ops',
      width: 8,
      noValue: 'none',
      queries: [
        ask(
          `sum by (${by}, volume_plugin) (${rate(`${operation}_count`, failed)}) > 0`,
          '{{operation_name}} {{volume_plugin}}',
        ),
      ],
    }),
    timeseries({
      title: 'Slowest operations',
      description:
        'Duration that 99 of 100 stay below. Attaching takes up to a minute in a cloud; mounting should take seconds.',
      unit: 's',
      width: 8,
      noValue: 'none',
      queries: [ask(slowest(kubelets, operation, by), '{{operation_name}}')],
    }),
  ];
}
