import type { Asking } from '../../../core/index.js';
import { type Panel, type Row, row, stat, timeseries } from '../../../model/dashboard/index.js';
import { slowest, slowestOfAll } from './quantile.js';

const programming = 'kubeproxy_network_programming_duration_seconds';

/** How soon do nodes know where a Service leads? */
export const proxyStat = (proxies: Asking): readonly Panel[] => [
  stat({
    title: 'Services known after',
    description: 'Time until nodes send to a new pod, 99 of 100. Above 30 s, requests go astray.',
    unit: 's',
    width: 3,
    thresholds: { above: { warning: 30, critical: 60 } },
    noValue: 'no changes',
    queries: [proxies.ask(slowestOfAll(proxies, programming))],
  }),
];

/** How kube-proxy leads connections to the pods of Services. */
export function proxyPanels(proxies: Asking): readonly (Panel | Row)[] {
  const { of, rate, ask } = proxies;
  const perNode = 'cluster, node';
  const sum = (metric: string) => `sum by (cluster) (${rate(metric)})`;
  return [
    row('Ways to Services'),
    timeseries({
      title: 'From change to rule',
      description:
        'Time from when a pod is ready until the nodes send to it, 99 of 100, the ten slowest nodes.',
      unit: 's',
      width: 8,
      noValue: 'no changes',
      queries: [ask(`topk(10, ${slowest(proxies, programming, perNode)})`, '{{node}}')],
    }),
    timeseries({
      title: 'Writing the rules',
      description:
        'Duration that 99 of 100 stay below, the ten slowest nodes. It grows with Services; nftables is quicker.',
      unit: 's',
      width: 8,
      noValue: 'no changes',
      queries: [
        ask(
          `topk(10, ${slowest(proxies, 'kubeproxy_sync_proxy_rules_duration_seconds', perNode)})`,
          '{{node}}',
        ),
      ],
    }),
    timeseries({
      title: 'Changes that wait',
      description: 'Of Services and their endpoints, on all nodes. Normal is 0 but for moments.',
      unit: 'short',
      width: 8,
      queries: [
        ask(
          `sum by (cluster) (${of('kubeproxy_sync_proxy_rules_endpoint_changes_pending')})`,
          'endpoints',
        ),
        ask(
          `sum by (cluster) (${of('kubeproxy_sync_proxy_rules_service_changes_pending')})`,
          'Services',
        ),
      ],
    }),
    timeseries({
      title: 'Since rules were written',
      description:
        'The ten longest ago. Longer than others while Services change: it hangs, and sends to pods that are gone.',
      unit: 's',
      queries: [
        ask(
          `topk(10, time() - max by (${perNode}) (${of('kubeproxy_sync_proxy_rules_last_timestamp_seconds')}))`,
          '{{node}}',
        ),
      ],
    }),
    timeseries({
      title: 'Rules that could not be written',
      description:
        'Failures a second, by what writes them. Normal is none; its log has what the kernel refused.',
      unit: 'cps',
      noValue: 'none',
      queries: [
        ask(sum('kubeproxy_sync_proxy_rules_iptables_restore_failures_total'), 'iptables'),
        ask(sum('kubeproxy_sync_proxy_rules_nftables_sync_failures_total'), 'nftables'),
      ],
    }),
  ];
}
