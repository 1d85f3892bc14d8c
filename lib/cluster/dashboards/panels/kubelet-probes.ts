import type { Asking } from '../../../core/index.js';
import { type Panel, type Row, row, table, timeseries } from '../../../model/dashboard/index.js';

/** What kubelets find when they ask containers whether they live and are ready. */
export function probePanels({ of, rate, ask }: Asking, podBoard: string): readonly (Panel | Row)[] {
  const failed = { result: 'failed' } as const;
  const each = 'cluster, namespace, pod, container, probe_type';
  const failing = ask(
    `topk(50, sum by (${each}) (increase(${of('prober_probe_total', failed)}[15m])) > 0)`,
  );
  return [
    row('Probes'),
    timeseries({
      title: 'Probes that fail',
      description:
        'Probes a second. Readiness: it gets no requests. Liveness and Startup: after some of them it is restarted.',
      unit: 'cps',
      width: 8,
      noValue: 'none',
      queries: [
        ask(
          `sum by (cluster, probe_type) (${rate('prober_probe_total', failed)}) > 0`,
          '{{probe_type}}',
        ),
      ],
    }),
    table({
      title: 'Containers whose probes failed',
      description:
        'In the last 15 minutes, the most first. Few and now and then: the timeout is too short.',
      width: 16,
      noValue: 'None',
      queries: [failing],
      columns: [
        { label: 'cluster', title: 'Cluster' },
        { label: 'namespace', title: 'Namespace' },
        {
          label: 'pod',
          title: 'Pod',
          link: { uid: podBoard, title: 'This pod', labels: ['cluster', 'namespace', 'pod'] },
        },
        { label: 'container', title: 'Container' },
        { label: 'probe_type', title: 'Probe' },
        { value: failing, title: 'Failed', unit: 'short', decimals: 0 },
      ],
      sortBy: 'Failed',
    }),
  ];
}
