import { asking, type Datasource } from '../../../core/index.js';
import {
  inCluster,
  type Panel,
  type Row,
  row,
  timeseries,
} from '../../../model/dashboard/index.js';

/** What the API server waits for, and what it is short of. */
export function insidePanels(prometheus: Datasource | undefined): readonly (Panel | Row)[] {
  const { of, rate, ask } = asking(prometheus, { ...inCluster, job: 'apiserver' });
  const top = (expr: string) => `topk(10, ${expr})`;
  const average = (histogram: string, by: string) =>
    `sum by (${by}) (${rate(`${histogram}_sum`)}) / (sum by (${by}) (${rate(`${histogram}_count`)}) > 0)`;
  const webhook = 'apiserver_admission_webhook_admission_duration_seconds';
  const each = (expr: string) => `max by (cluster, priority_level) (${expr})`;
  return [
    row('What it waits for'),
    timeseries({
      title: 'Requests to etcd',
      description: 'Average duration by operation. Beyond tens of milliseconds, look at its disk.',
      unit: 's',
      queries: [
        ask(average('etcd_request_duration_seconds', 'cluster, operation'), '{{operation}}'),
      ],
    }),
    timeseries({
      title: 'Webhooks',
      description:
        'Average duration of the ten slowest: whatever they match waits for them. Normal is far below 1 s.',
      unit: 's',
      noValue: 'no webhooks',
      thresholds: { above: { warning: 1 } },
      queries: [ask(top(average(webhook, 'cluster, name')), '{{name}}')],
    }),
    timeseries({
      title: 'Webhooks that do not answer',
      description:
        'Calls a second that failed: what should have been judged was refused, or let through unseen.',
      unit: 'reqps',
      noValue: 'none',
      queries: [
        ask(
          `sum by (cluster, name) (${rate('apiserver_admission_webhook_rejection_count', { error_type: { not: 'no_error' } })})`,
          '{{name}} refused',
        ),
        ask(
          `sum by (cluster, name) (${rate('apiserver_admission_webhook_fail_open_count')})`,
          '{{name}} let through',
        ),
      ],
    }),
    timeseries({
      title: 'Size of the store',
      description:
        'Bytes of the database as etcd tells the API server. etcd has a limit, 2 GiB by default.',
      unit: 'bytes',
      queries: [ask(`max by (cluster) (${of('apiserver_storage_size_bytes')})`, '{{cluster}}')],
    }),
    row('Saturation'),
    timeseries({
      title: 'Requests at once',
      description: 'Requests being answered, those that change something and those that do not.',
      unit: 'short',
      queries: [
        ask(
          `sum by (cluster, request_kind) (${of('apiserver_current_inflight_requests')})`,
          '{{request_kind}}',
        ),
      ],
    }),
    timeseries({
      title: 'Seats in use',
      description:
        'Share of what each priority level may do at once, of the busiest API server. At 1, its requests queue.',
      unit: 'percentunit',
      noValue: 'none in use',
      thresholds: { above: { warning: 0.9 } },
      queries: [
        ask(
          each(
            `sum by (cluster, instance, priority_level) (${of('apiserver_flowcontrol_current_executing_seats')}) / (sum by (cluster, instance, priority_level) (${of('apiserver_flowcontrol_current_limit_seats')}) > 0)`,
          ),
          '{{priority_level}}',
        ),
      ],
    }),
    timeseries({
      title: 'Requests that wait',
      description: 'Requests in the queues of each priority level. Normal is none.',
      unit: 'short',
      noValue: 'none',
      queries: [
        ask(
          `sum by (cluster, priority_level) (${of('apiserver_flowcontrol_current_inqueue_requests')})`,
          '{{priority_level}}',
        ),
      ],
    }),
    timeseries({
      title: 'Requests turned away',
      description:
        'Requests a second that were refused for want of a place, by kind of client. Normal is none.',
      unit: 'reqps',
      noValue: 'none',
      queries: [
        ask(
          `sum by (cluster, flow_schema, reason) (${rate('apiserver_flowcontrol_rejected_requests_total')})`,
          '{{flow_schema}} {{reason}}',
        ),
      ],
    }),
    timeseries({
      title: 'Work queues',
      description:
        'What waits for the controllers inside the API server, the ten longest. Normal is near 0.',
      unit: 'short',
      queries: [ask(top(`max by (cluster, name) (${of('workqueue_depth')})`), '{{name}}')],
    }),
    timeseries({
      title: 'Objects',
      description: 'The ten kinds of which there are most: they cost memory and make lists slow.',
      unit: 'short',
      queries: [
        ask(
          top(`max by (cluster, group, resource) (${of('apiserver_resource_objects')})`),
          '{{group}} {{resource}}',
        ),
      ],
    }),
  ];
}
