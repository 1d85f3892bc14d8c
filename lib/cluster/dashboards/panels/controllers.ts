import { asking, type Datasource } from '../../../core/index.js';
import {
  inCluster,
  type Panel,
  type Row,
  row,
  timeseries,
} from '../../../model/dashboard/index.js';

/** How pods are placed. */
export function schedulerPanels(prometheus: Datasource | undefined): readonly (Panel | Row)[] {
  const { of, rate, ask } = asking(prometheus, { ...inCluster, job: 'kube-scheduler' });
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
          `histogram_quantile(0.99, sum by (cluster, result, le) (${rate('scheduler_scheduling_attempt_duration_seconds_bucket')}))`,
          '{{result}}',
        ),
      ],
    }),
  ];
}

/** Whether the controllers keep up. */
export function controllerPanels(prometheus: Datasource | undefined): readonly (Panel | Row)[] {
  const { of, rate, ask } = asking(prometheus, { ...inCluster, job: 'kube-controller-manager' });
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

/** Whether nodes know the Services there are. */
export function proxyPanels(prometheus: Datasource | undefined): readonly (Panel | Row)[] {
  const { of, rate, ask } = asking(prometheus, { ...inCluster, job: 'kube-proxy' });
  const by = 'cluster, node';
  const wrote = 'kubeproxy_sync_proxy_rules_duration_seconds';
  const last = (what: string) => of(`kubeproxy_sync_proxy_rules_last_${what}_seconds`);
  return [
    row('kube-proxy'),
    timeseries({
      title: 'Behind',
      description:
        'Time between the last change heard of and the last one written, the ten nodes furthest behind. Normal is 0.',
      unit: 's',
      width: 8,
      queries: [
        ask(
          `topk(10, max by (${by}) (clamp_min(${last('queued_timestamp')} - ${last('timestamp')}, 0)))`,
          '{{node}}',
        ),
      ],
    }),
    timeseries({
      title: 'Time to write',
      description: 'How long one round of rules takes on average, the ten slowest nodes.',
      unit: 's',
      width: 8,
      queries: [
        ask(
          `topk(10, sum by (${by}) (${rate(`${wrote}_sum`)}) / (sum by (${by}) (${rate(`${wrote}_count`)}) > 0))`,
          '{{node}}',
        ),
      ],
    }),
    timeseries({
      title: 'Changes heard of',
      description: 'Changes of endpoints and of Services a second, on all nodes.',
      unit: 'ops',
      width: 8,
      queries: [
        ask(
          `sum by (cluster) (${rate('kubeproxy_sync_proxy_rules_endpoint_changes_total')})`,
          'endpoints',
        ),
        ask(
          `sum by (cluster) (${rate('kubeproxy_sync_proxy_rules_service_changes_total')})`,
          'Services',
        ),
      ],
    }),
  ];
}
