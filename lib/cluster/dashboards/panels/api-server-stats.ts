import { type Asking, asking, type Datasource } from '../../../core/index.js';
import { inCluster, type Panel, stat } from '../../../model/dashboard/index.js';
import type { Matchers } from '../../../model/promql.js';
import { asked, errorBudget, missed, missedShare } from '../../rules/api-server-objective.js';
import { slowest } from './quantile.js';

/** Requests whose duration says something: a watch lasts as long as someone looks. */
export const timed = {
  scope: { re: 'resource|namespace|cluster' },
  subresource: { notRe: 'attach|exec|log|portforward|proxy' },
  verb: { notRe: 'CONNECT|WATCH' },
} as const;

/** The duration that 99 of 100 requests stay below, one for each value of some labels. */
export const slowestOf = (server: Asking, by: string, matchers: Matchers = {}): string =>
  slowest(server, 'apiserver_request_sli_duration_seconds', by, { ...timed, ...matchers });

const verbs = { read: { re: 'GET|LIST' }, write: { notRe: 'CONNECT|GET|LIST|WATCH' } } as const;

/** Whether the API server does what it should, at a glance. */
export function apiServerStats(prometheus: Datasource | undefined): readonly Panel[] {
  const server = asking(prometheus, { ...inCluster, job: 'apiserver' });
  const { of, rate, ask } = server;
  const recorded = asking(prometheus, inCluster);
  const over = (series: string) => `sum(avg_over_time(${recorded.of(series)}[30d]))`;
  const lost = `${over(missed)} / ${over(asked)}`;
  const small = { width: 3 } as const;
  return [
    stat({
      ...small,
      title: 'API servers',
      description: 'Those that answer a scrape. 0: nothing in the cluster can be changed.',
      unit: 'short',
      thresholds: { below: { critical: 1 } },
      queries: [ask(`sum(${of('up')})`)],
    }),
    stat({
      ...small,
      title: 'Availability',
      description:
        'Share of requests answered without a fault and in time, over 30 days or as long as samples are kept. It should be 0.99.',
      unit: 'percentunit',
      decimals: 2,
      thresholds: { below: { warning: 0.995, critical: 0.99 } },
      queries: [ask(`1 - ${lost}`)],
    }),
    stat({
      ...small,
      title: 'Error budget left',
      description:
        'What of the 1 % that may go wrong in 30 days is left. Below 0, leave risky changes for later.',
      unit: 'percentunit',
      decimals: 1,
      // It can be overdrawn.
      min: -1,
      thresholds: { below: { warning: 0.25, critical: 0 } },
      queries: [ask(`1 - ${lost} / ${errorBudget}`)],
    }),
    stat({
      ...small,
      title: 'Missed now',
      description:
        'Share of requests of the last 5 minutes that failed or came late. Normal is near 0.',
      unit: 'percentunit',
      thresholds: { above: { warning: 0.01, critical: 0.144 } },
      queries: [ask(`max(${recorded.of(missedShare('5m'))})`)],
    }),
    ...(['read', 'write'] as const).map((kind) =>
      stat({
        ...small,
        title: kind === 'read' ? 'Slowest reads' : 'Slowest writes',
        description: `Duration that 99 of 100 ${kind === 'read' ? 'reads of a single object' : 'changes'} stay below. From 1 s on they count as missed.`,
        unit: 's',
        thresholds: { above: { warning: 0.5, critical: 1 } },
        queries: [ask(slowestOf(server, 'cluster', { scope: 'resource', verb: verbs[kind] }))],
      }),
    ),
    stat({
      ...small,
      title: 'Turned away',
      description:
        'Share of requests that the API server ends itself, overloaded. Normal is 0; see who waits in its queues.',
      unit: 'percentunit',
      thresholds: { above: { warning: 0.01, critical: 0.2 } },
      queries: [
        ask(
          `(sum(${rate('apiserver_request_terminations_total')}) or 0 * sum(${of('up')} == 1)) / sum(${rate('apiserver_request_total')})`,
        ),
      ],
    }),
    stat({
      ...small,
      title: 'APIs not served',
      description:
        'APIs that pods serve for it and do not: what they serve cannot be asked for. Normal is 0.',
      unit: 'short',
      thresholds: { above: { warning: 1 } },
      queries: [ask(`sum(max by (cluster, name) (${of('aggregator_unavailable_apiservice')}))`)],
    }),
  ];
}
