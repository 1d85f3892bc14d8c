import type { Asking } from '../../../core/index.js';
import { type Panel, type Row, row, timeseries } from '../../../model/dashboard/index.js';
import { slowest } from './quantile.js';

/** How pods are placed. */
export function schedulerPanels(its: Asking): readonly (Panel | Row)[] {
  const { of, rate, ask } = its;
  return [
    row('Scheduler'),
    timeseries({
      title: 'Attempts to place a pod',
      description: 'A second, by how they end. An error is none of the pod: see the log.',
      unit: 'ops',
      width: 8,
      queries: [
        ask(
          `sum by (cluster, result) (${rate('scheduler_schedule_attempts_total')})`,
          '{{result}}',
        ),
      ],
    }),
    timeseries({
      title: 'Pods that wait',
      description:
        'By queue. Unschedulable ones fit on no node; gated ones are held back on purpose.',
      unit: 'short',
      width: 8,
      queries: [ask(`sum by (cluster, queue) (${of('scheduler_pending_pods')})`, '{{queue}}')],
    }),
    timeseries({
      title: 'Slowest attempts',
      description: 'Duration that 99 of 100 stay below, by how they end. Normal is below 0.1 s.',
      unit: 's',
      width: 8,
      queries: [
        ask(
          slowest(its, 'scheduler_scheduling_attempt_duration_seconds', 'cluster, result'),
          '{{result}}',
        ),
      ],
    }),
  ];
}

/** Whether the controllers keep up. */
export function controllerPanels(its: Asking): readonly (Panel | Row)[] {
  const { of, rate, ask } = its;
  const by = 'cluster, name';
  const waited = 'workqueue_queue_duration_seconds';
  return [
    row('Controllers'),
    timeseries({
      title: 'Longest queues',
      description: 'Objects that wait for a controller, the ten longest. Normal is near 0.',
      unit: 'short',
      width: 8,
      queries: [ask(`topk(10, max by (${by}) (${of('workqueue_depth')}))`, '{{name}}')],
    }),
    timeseries({
      title: 'Time in queues',
      description: 'How long objects wait on average, the ten slowest. Normal is milliseconds.',
      unit: 's',
      width: 8,
      queries: [
        ask(
          `topk(10, sum by (${by}) (${rate(`${waited}_sum`)}) / (sum by (${by}) (${rate(`${waited}_count`)}) > 0))`,
          '{{name}}',
        ),
      ],
    }),
    timeseries({
      title: 'Retries',
      description:
        'A second, the ten most: a controller that fails at the same object again and again.',
      unit: 'ops',
      width: 8,
      queries: [ask(`topk(10, sum by (${by}) (${rate('workqueue_retries_total')}))`, '{{name}}')],
    }),
  ];
}
