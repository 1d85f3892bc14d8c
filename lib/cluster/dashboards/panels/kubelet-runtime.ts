import type { Asking } from '../../../core/index.js';
import { type Panel, type Row, row, timeseries } from '../../../model/dashboard/index.js';
import { slowest } from './quantile.js';

const byType = 'cluster, operation_type';

/** How the kubelet gets along with the container runtime and the kernel. */
export function runtimePanels(kubelets: Asking): readonly (Panel | Row)[] {
  const { of, rate, ask } = kubelets;
  const operations = 'kubelet_runtime_operations';
  const worst = (expr: string) => ask(`topk(10, ${expr})`, '{{node}}');
  return [
    row('The container runtime'),
    timeseries({
      title: 'Operations',
      description: 'What is asked of it, a second. Mostly lists and states; starts come with pods.',
      unit: 'ops',
      width: 8,
      queries: [ask(`sum by (${byType}) (${rate(`${operations}_total`)})`, '{{operation_type}}')],
    }),
    timeseries({
      title: 'Failed operations',
      description:
        'What it refused, a second. pull_image: the image or its registry; the rest: its log.',
      unit: 'ops',
      width: 8,
      noValue: 'none',
      queries: [
        ask(`sum by (${byType}) (${rate(`${operations}_errors_total`)}) > 0`, '{{operation_type}}'),
      ],
    }),
    timeseries({
      title: 'Slowest operations',
      description:
        'Duration that 99 of 100 stay below. Lists that take seconds: disk or runtime is overloaded.',
      unit: 's',
      width: 8,
      queries: [
        ask(slowest(kubelets, `${operations}_duration_seconds`, byType), '{{operation_type}}'),
      ],
    }),
    row('How often it looks around'),
    timeseries({
      title: 'Duration of a look around',
      description:
        'Time in which it asks what runs, 99 of 100, the ten slowest nodes. From 3 minutes without one, the node is not ready.',
      unit: 's',
      width: 8,
      queries: [worst(slowest(kubelets, 'kubelet_pleg_relist_duration_seconds', 'cluster, node'))],
    }),
    timeseries({
      title: 'Time between them',
      description:
        'The ten longest, 99 of 100. About 1 s where each is asked for; up to 5 minutes where the runtime tells of events.',
      unit: 's',
      width: 8,
      queries: [worst(slowest(kubelets, 'kubelet_pleg_relist_interval_seconds', 'cluster, node'))],
    }),
    timeseries({
      title: 'Since the last one',
      description: 'The ten longest ago. One that grows in a straight line: the runtime hangs.',
      unit: 's',
      width: 8,
      queries: [worst(`time() - max by (cluster, node) (${of('kubelet_pleg_last_seen_seconds')})`)],
    }),
    timeseries({
      title: 'Slowest work on control groups',
      description:
        'Duration that 99 of 100 stay below, by what is done. Normal is far below 0.1 s.',
      unit: 's',
      noValue: 'none',
      queries: [
        ask(
          slowest(kubelets, 'kubelet_cgroup_manager_duration_seconds', byType),
          '{{operation_type}}',
        ),
      ],
    }),
    timeseries({
      title: 'Requests to the API server that fail',
      description:
        'Requests a second, by code. 429: it is told to slow down; 5xx or <error>: it reports nothing, and its node is soon not ready.',
      unit: 'reqps',
      noValue: 'none',
      queries: [
        ask(
          `sum by (cluster, code) (${rate('rest_client_requests_total', { code: { re: '429|5..|<error>' } })}) > 0`,
          '{{code}}',
        ),
      ],
    }),
  ];
}
