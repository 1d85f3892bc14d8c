import { type Asking, clusterBoards, hostJob, nodeBoard } from '../core/index.js';
import {
  type Column,
  type Panel,
  type Row,
  row,
  stat,
  type Thresholds,
  table,
  timeseries,
} from '../model/dashboard/index.js';
import { type Matchers, selector } from '../model/promql.js';

/** Alerts that someone may have to do something about: not those that only show that alerts work. */
const real: Matchers = { severity: { not: 'none' } };

const firing = ({ of }: Asking, its: Matchers = real): string =>
  of('ALERTS', { alertstate: 'firing', ...its });

/** Is something wrong, and would it be said? */
export function alertsStats(alerts: Asking): readonly Panel[] {
  const { of, ask } = alerts;
  const count = (title: string, description: string, thresholds: Thresholds, some: string) =>
    stat({
      title,
      description,
      unit: 'short',
      width: 3,
      thresholds,
      // No alert is no series. Where none are evaluated, nobody answers either.
      queries: [ask(`count(${some}) or vector(0)`)],
    });
  return [
    count(
      'Critical',
      'Alerts that fire and that people feel. Normal is 0; the table has where.',
      { above: { critical: 1 } },
      firing(alerts, { severity: 'critical' }),
    ),
    count(
      'Warnings',
      'Alerts that fire and must be seen to in working hours.',
      { above: { warning: 1 } },
      firing(alerts, { severity: 'warning' }),
    ),
    count(
      'Info',
      'Alerts that fire and explain others. Alone they call for nothing.',
      'none',
      firing(alerts, { severity: 'info' }),
    ),
    count(
      'Pending',
      'What is so, but not yet for as long as its rule wants. The next to fire.',
      'none',
      of('ALERTS', { alertstate: 'pending', ...real }),
    ),
    stat({
      title: 'Evaluated',
      description: 'Whether the Watchdog fires, as it always does. If not, no alert can.',
      unit: 'none',
      width: 3,
      thresholds: { below: { critical: 1 } },
      mappings: { 0: { text: 'no' }, 1: { text: 'yes' } },
      queries: [
        // It is about no cluster, so that it is asked for in all of them.
        ask(
          `max(${selector('ALERTS', { alertname: 'Watchdog', alertstate: 'firing' })}) or vector(0)`,
        ),
      ],
    }),
  ];
}

/** What fires now. */
export function alertsTables(alerts: Asking): readonly (Panel | Row)[] {
  const critical: Matchers = { severity: 'critical' };
  const others: Matchers = { severity: { notRe: 'critical|none' } };
  return [
    row('Firing now'),
    firingTable(alerts, critical, {
      title: 'Critical alerts',
      description:
        'The oldest first: what came later may follow from it. A click leads to where it is.',
      noValue: 'None',
    }),
    firingTable(
      alerts,
      others,
      {
        title: 'Other alerts',
        description:
          'The oldest first. One that has stood for weeks: see to it, or change its rule.',
        noValue: 'None',
      },
      [{ label: 'severity', title: 'Severity', mappings: severities }],
    ),
  ];
}

const severities = {
  warning: { text: 'warning', severity: 'warning' },
  info: { text: 'info', severity: 'neutral' },
} as const;

function firingTable(
  alerts: Asking,
  its: Matchers,
  texts: { readonly title: string; readonly description: string; readonly noValue: string },
  more: readonly Column[] = [],
): Panel {
  const { of, ask } = alerts;
  const boards = clusterBoards();
  const labels = 'cluster, alertname, severity, namespace, pod, node, job';
  const since = `time() - ${of('ALERTS_FOR_STATE', its)}`;
  const now = ask(`max by (${labels}) ((${since}) * ignoring (alertstate) ${firing(alerts, its)})`);
  const to = (uid: string, what: string, ...taken: readonly string[]) => ({
    link: { uid, title: `This ${what}`, labels: ['cluster', ...taken] },
  });
  return table({
    ...texts,
    queries: [now],
    columns: [
      ...more,
      { label: 'alertname', title: 'Alert', width: 300 },
      { label: 'cluster', title: 'Cluster', ...to(boards.cluster, 'cluster') },
      { label: 'namespace', title: 'Namespace', ...to(boards.namespace, 'namespace', 'namespace') },
      { label: 'pod', title: 'Pod', ...to(boards.pod, 'pod', 'namespace', 'pod') },
      { label: 'node', title: 'Node', ...to(nodeBoard(hostJob), 'node', 'node') },
      { label: 'job', title: 'Job' },
      { value: now, title: 'Active for', unit: 'dtdurations' },
    ],
    sortBy: 'Active for',
  });
}

/** What fired before, and what does so all the time. */
export function alertsHistory(alerts: Asking): readonly (Panel | Row)[] {
  const { of, ask } = alerts;
  const by = 'alertname, severity';
  const noisiest = {
    minutes: ask(`sum by (${by}) (count_over_time(${firing(alerts)}[$__range:1m])) * 60`),
    times: ask(`sum by (${by}) (changes(${of('ALERTS_FOR_STATE', real)}[$__range]) + 1)`),
  };
  return [
    row('Before'),
    timeseries({
      title: 'Firing by severity',
      description:
        'Alerts at a time. A high tower: one cause with many symptoms; begin at its foot.',
      unit: 'short',
      width: 8,
      stacked: true,
      noValue: 'none',
      queries: [ask(`count by (cluster, severity) (${firing(alerts)})`, '{{severity}}')],
    }),
    timeseries({
      title: 'Firing by alert',
      description: 'Alerts at a time, the ten names with the most.',
      unit: 'short',
      width: 8,
      noValue: 'none',
      queries: [
        ask(`topk(10, count by (cluster, alertname) (${firing(alerts)}))`, '{{alertname}}'),
      ],
    }),
    timeseries({
      title: 'Pending by alert',
      description:
        'Alerts at a time that wait for their time to come. Often here and never firing: near its threshold.',
      unit: 'short',
      width: 8,
      noValue: 'none',
      queries: [
        ask(
          `topk(10, count by (cluster, alertname) (${of('ALERTS', { alertstate: 'pending', ...real })}))`,
          '{{alertname}}',
        ),
      ],
    }),
    table({
      title: 'Noisiest alerts',
      description:
        'Of the time shown: how long each fired, all of its kind together, and how often one became active. Often and short: raise its "for", or its threshold.',
      noValue: 'None',
      queries: Object.values(noisiest),
      columns: [
        { label: 'alertname', title: 'Alert', width: 300 },
        { label: 'severity', title: 'Severity' },
        { value: noisiest.minutes, title: 'Fired for', unit: 'dtdurations' },
        { value: noisiest.times, title: 'Became active', unit: 'short', decimals: 0 },
      ],
      sortBy: 'Fired for',
    }),
  ];
}
