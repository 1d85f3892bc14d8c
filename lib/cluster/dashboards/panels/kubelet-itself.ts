import type { Asking } from '../../../core/index.js';
import { type Panel, type Row, row, timeseries } from '../../../model/dashboard/index.js';
import { certificateLeft } from './kubelet.js';

/** Whether kubelets stay who they are. */
export function certificatePanels(kubelets: Asking): readonly (Panel | Row)[] {
  const { rate, ask } = kubelets;
  const first = (use: 'client' | 'server') =>
    `min by (cluster) (${certificateLeft(kubelets, use)})`;
  const errors = (metric: string) => `sum by (cluster) (${rate(metric)})`;
  return [
    row('Certificates'),
    timeseries({
      title: 'Time left of certificates',
      description:
        'Of the kubelet whose ends first. It falls and jumps up again as it is renewed; with the client’s gone, its node is lost.',
      unit: 's',
      noValue: 'none that ends',
      queries: [
        ask(first('client'), 'to call the API server'),
        ask(first('server'), 'to be called'),
      ],
    }),
    timeseries({
      title: 'Renewals that failed',
      description: 'A second. Normal is 0; mostly a request to sign that nobody approves.',
      unit: 'cps',
      noValue: 'none are renewed',
      queries: [
        ask(
          errors('kubelet_certificate_manager_client_expiration_renew_errors'),
          'to call the API server',
        ),
        ask(errors('kubelet_server_expiration_renew_errors'), 'to be called'),
      ],
    }),
  ];
}

/** What kubelets take themselves. */
export function processPanels({ of, rate, ask }: Asking): readonly (Panel | Row)[] {
  const largest = (expr: string) => ask(`topk(10, sum by (cluster, node) (${expr}))`, '{{node}}');
  return [
    row('The process'),
    timeseries({
      title: 'Memory',
      description:
        'Memory of the process, the ten largest. It grows with pods, volumes and images.',
      unit: 'bytes',
      queries: [largest(of('process_resident_memory_bytes'))],
    }),
    timeseries({
      title: 'CPU',
      description:
        'Cores in use, the ten busiest. Of it and the containers, the node has the rest.',
      unit: 'short',
      queries: [largest(rate('process_cpu_seconds_total'))],
    }),
  ];
}
