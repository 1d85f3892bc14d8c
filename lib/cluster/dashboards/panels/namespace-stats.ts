import { judged, type Panel, stat } from '../../../model/dashboard/index.js';
import { recorded } from '../../recorded.js';
import { type Sources, when } from '../sources.js';
import { countNotReady, quotaUse, restarts, volumeUse } from './measures.js';

/** Is it fine? */
export function namespaceStats({ any, objects, cadvisor, kubelet }: Sources): readonly Panel[] {
  const { ask, of } = any;
  const pods = objects('pods');
  return [
    ...when(pods, (shown) => [
      stat({
        title: 'Pods not ready',
        description: 'Pods that should answer and do not. Normal is 0; the chart below names them.',
        unit: 'short',
        thresholds: { above: { warning: 1 } },
        queries: [ask(countNotReady(shown))],
      }),
      stat({
        title: 'Restarts',
        description: 'Containers started again in the last hour. Normal is 0.',
        unit: 'short',
        decimals: 0,
        thresholds: judged.hourly,
        queries: [ask(restarts(shown))],
      }),
    ]),
    ...(pods && cadvisor
      ? [
          stat({
            title: 'CPU of requests',
            description:
              'Cores in use, of those requested. Above 1, the rest is taken from what others leave; far below, they idle.',
            unit: 'percentunit',
            thresholds: { above: { warning: 1 } },
            noValue: 'no requests',
            queries: [
              ask(`sum(${of(recorded.cpu)}) / sum(${of(recorded.requests, { resource: 'cpu' })})`),
            ],
          }),
          stat({
            title: 'Memory of requests',
            description:
              'Memory in use, of that requested. Above 1, its pods are evicted first when a node runs short.',
            unit: 'percentunit',
            thresholds: { above: { warning: 1 } },
            noValue: 'no requests',
            queries: [
              ask(
                `sum(${of(recorded.memory)}) / sum(${of(recorded.requests, { resource: 'memory' })})`,
              ),
            ],
          }),
        ]
      : []),
    ...when(objects('resourcequotas'), (shown) => [
      stat({
        title: 'Fullest quota',
        description:
          'Share used of the quota that is closest to its end. At 1, new pods are refused.',
        unit: 'percentunit',
        thresholds: judged.use,
        noValue: 'no quotas',
        queries: [ask(`max(${quotaUse(shown)})`)],
      }),
    ]),
    ...when(kubelet, (shown) => [
      stat({
        title: 'Fullest volume',
        description: 'Used share of the fullest volume claimed. At 1, writes fail.',
        unit: 'percentunit',
        thresholds: judged.space,
        noValue: 'no volumes',
        queries: [ask(`max(${volumeUse(shown)})`)],
      }),
    ]),
  ];
}
