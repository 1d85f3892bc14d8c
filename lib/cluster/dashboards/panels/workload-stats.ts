import { judged, type Panel, stat } from '../../../model/dashboard/index.js';
import { pod, recorded } from '../../recorded.js';
import { type Sources, when } from '../sources.js';
import { inWorkload } from '../variables.js';
import {
  itsPods,
  memoryOfLimit,
  missing,
  notReady,
  promisedTo,
  restarts,
  slowed,
  throttled,
} from './measures.js';

/** Is it fine? */
export function workloadStats(from: Sources): readonly Panel[] {
  const { any, objects, cadvisor, replicas } = from;
  const { ask, of } = any;
  const owner = of(recorded.owner, inWorkload);
  return [
    ...when(replicas, () => [
      stat({
        title: 'Replicas missing',
        description:
          'Replicas that are wanted and not available. Normal is 0; a Job or a pod alone has no such number.',
        unit: 'short',
        thresholds: { above: { warning: 1 } },
        noValue: 'keeps no number',
        queries: [ask(`sum(${missing(any, inWorkload)})`)],
      }),
    ]),
    ...when(objects('pods'), (pods) => [
      stat({
        title: 'Pods not ready',
        description: 'Pods that should answer and do not. Normal is 0; the table below names them.',
        unit: 'short',
        thresholds: { above: { warning: 1 } },
        queries: [ask(`count(${itsPods(any, `(${notReady(pods)})`)}) or 0 * count(${owner})`)],
      }),
      stat({
        title: 'Restarts',
        description: 'Containers started again in the last hour. Normal is 0.',
        unit: 'short',
        decimals: 0,
        thresholds: judged.hourly,
        queries: [ask(`sum(${itsPods(any, restarts(pods, pod))})`)],
      }),
      ...when(cadvisor, (containers) => [
        stat({
          title: 'CPU of requests',
          description: 'Cores in use, of those requested. Far below 1, they idle.',
          unit: 'percentunit',
          thresholds: { above: { warning: 1 } },
          noValue: 'no requests',
          queries: [
            ask(
              `sum(${itsPods(any, of(recorded.cpu))}) / sum(${itsPods(any, promisedTo(pods, 'requests', 'cpu'))})`,
            ),
          ],
        }),
        stat({
          title: 'Memory of limits',
          description:
            'Memory in use, of the limit, of the container that is closest to it. At 1 it is killed.',
          unit: 'percentunit',
          thresholds: judged.use,
          noValue: 'no limits',
          queries: [ask(`max(${itsPods(any, memoryOfLimit(containers, pods))})`)],
        }),
      ]),
    ]),
    ...when(cadvisor, (containers) => [
      stat({
        title: 'Slowed by limits',
        description:
          'Share of time slices in which the slowest pod was made to wait for CPU. Above a quarter its answers are late.',
        unit: 'percentunit',
        thresholds: slowed,
        noValue: 'no limits',
        queries: [ask(`max(${itsPods(any, throttled(containers, pod))})`)],
      }),
    ]),
  ];
}
