import { asking, type Datasource } from '../../../core/index.js';
import {
  inCluster,
  type Panel,
  type Row,
  row,
  timeseries,
} from '../../../model/dashboard/index.js';
import { asked, errorBudget, missed } from '../../rules/api-server-objective.js';
import { slowestOf } from './api-server-stats.js';

/** What the API server is asked, what of it fails, and how long it takes. */
export function requestPanels(prometheus: Datasource | undefined): readonly (Panel | Row)[] {
  const server = asking(prometheus, { ...inCluster, job: 'apiserver' });
  const { of, rate, ask } = server;
  const recorded = asking(prometheus, inCluster);
  const share = (series: string) => `sum by (cluster, verb) (${recorded.of(series)})`;
  const top = (expr: string) => `topk(10, ${expr})`;
  return [
    row('Requests'),
    timeseries({
      title: 'Requests by verb',
      description:
        'Requests a second by what was asked. A jump of LIST is a client without a cache.',
      unit: 'reqps',
      queries: [ask(`sum by (cluster, verb) (${rate('apiserver_request_total')})`, '{{verb}}')],
    }),
    timeseries({
      title: 'Requests by resource',
      description: 'The ten kinds of objects that are asked for most, requests a second.',
      unit: 'reqps',
      queries: [
        ask(
          top(`sum by (cluster, group, resource) (${rate('apiserver_request_total')})`),
          '{{group}} {{resource}}',
        ),
      ],
    }),
    timeseries({
      title: 'Watches',
      description:
        'The ten kinds of objects that are watched most: each change is sent to all who watch.',
      unit: 'short',
      queries: [
        ask(
          top(
            `sum by (cluster, group, resource) (${of('apiserver_longrunning_requests', { verb: 'WATCH' })})`,
          ),
          '{{group}} {{resource}}',
        ),
      ],
    }),
    timeseries({
      title: 'Answers by code',
      description:
        'Answers a second by HTTP code. 5xx is a fault of the server, 429 too much, 409 and 404 are usual.',
      unit: 'reqps',
      queries: [ask(`sum by (cluster, code) (${rate('apiserver_request_total')})`, '{{code}}')],
    }),
    row('Errors'),
    timeseries({
      title: 'Missed requests',
      description:
        'Share of reads and of writes that failed or came late. Above the line for long, the budget is used up.',
      unit: 'percentunit',
      thresholds: { above: { warning: errorBudget } },
      queries: [ask(`${share(missed)} / ${share(asked)}`, '{{verb}}')],
    }),
    timeseries({
      title: 'Errors by resource',
      description:
        'Answers with 5xx a second, the ten most. One group alone: whoever serves that API is ill.',
      unit: 'reqps',
      noValue: 'no errors',
      queries: [
        ask(
          top(
            `sum by (cluster, verb, group, resource, code) (${rate('apiserver_request_total', { code: { re: '5..' } })})`,
          ),
          '{{code}} {{verb}} {{group}} {{resource}}',
        ),
      ],
    }),
    row('Durations'),
    timeseries({
      title: 'Slowest requests by verb',
      description:
        'Duration that 99 of 100 stay below, without what webhooks and queues take. LIST of very much takes longer.',
      unit: 's',
      queries: [ask(slowestOf(server, 'cluster, verb'), '{{verb}}')],
    }),
    timeseries({
      title: 'Slowest requests by resource',
      description:
        'The same for requests of single objects, the ten slowest kinds. From 1 s on they count as missed.',
      unit: 's',
      thresholds: { above: { critical: 1 } },
      queries: [
        ask(
          top(slowestOf(server, 'cluster, group, resource', { scope: 'resource' })),
          '{{group}} {{resource}}',
        ),
      ],
    }),
  ];
}
