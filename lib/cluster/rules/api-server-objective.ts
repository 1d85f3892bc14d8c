import { Duration } from 'cdk8s';
import { selector } from '../../model/promql.js';
import type { AlertRule, RecordingRule, Rule, Severity } from '../../model/rule.js';
import { rate, upTo } from './rates.js';

/** The share of requests that the API server may answer late or not at all, over 30 days. */
export const errorBudget = 0.01;

/** Requests of people and programs; probes of health have no scope, and streams no duration. */
const requests = {
  job: 'apiserver',
  scope: { re: 'resource|namespace|cluster' },
  subresource: { notRe: 'attach|exec|log|portforward|proxy' },
};

const kinds = {
  read: { ...requests, verb: { re: 'GET|LIST' } },
  write: { ...requests, verb: { re: 'APPLY|DELETE|DELETECOLLECTION|PATCH|POST|PUT' } },
} as const;

/** What the API server is asked each second, by `verb`: "read" or "write". */
export const asked = 'cluster_verb:apiserver_requests:rate5m';

/** Those of them that it answers late, or with a fault of its own. */
export const missed = 'cluster_verb:apiserver_requests_missed:rate5m';

type Window = '5m' | '30m' | '1h' | '6h' | '3d';

/** The share of requests missed over a window. */
export const missedShare = (window: Window): string =>
  `cluster:apiserver_requests_missed:ratio_rate${window}`;

const inTime = 'apiserver_request_sli_duration_seconds';

/** How long a request may take, by how much is asked for: one object, a namespace's, all there are. */
const quick = {
  read: [
    rate(`${inTime}_bucket`, { ...kinds.read, scope: 'resource', ...upTo(1) }),
    rate(`${inTime}_bucket`, { ...kinds.read, scope: 'namespace', ...upTo(5) }),
    rate(`${inTime}_bucket`, { ...kinds.read, scope: 'cluster', ...upTo(30) }),
  ].join(' or '),
  write: rate(`${inTime}_bucket`, { ...kinds.write, ...upTo(1) }),
} as const;

const recorded = (verb: keyof typeof kinds): readonly RecordingRule[] => {
  const of = kinds[verb];
  const all = `sum by (cluster) (${rate('apiserver_request_total', of)})`;
  const failed = `sum by (cluster) (${rate('apiserver_request_total', { ...of, code: { re: '5..' } })})`;
  const late = `sum by (cluster) (${rate(`${inTime}_count`, of)}) - sum by (cluster) (${quick[verb]})`;
  return [
    { record: asked, labels: { verb }, expr: all },
    { record: missed, labels: { verb }, expr: `${late} + (${failed} or 0 * ${all})` },
  ];
};

/** Long windows are averages of what is recorded: a few series, however many the API server has. */
const share = (window: Window): RecordingRule => {
  const over = (series: string) =>
    `sum by (cluster) (${window === '5m' ? series : `avg_over_time(${series}[${window}])`})`;
  return { record: missedShare(window), expr: `${over(missed)} / ${over(asked)}` };
};

/** That a window is far above what the budget allows, and has not stopped since. */
const burns = (times: number, long: Window, short: Window): string =>
  [long, short]
    .map((window) => `${selector(missedShare(window))} > ${times} * ${errorBudget}`)
    .join(' and ');

const burn = (severity: Severity, wait: Duration, expr: string, speed: string): AlertRule => ({
  alert: 'KubeAPIErrorBudgetBurn',
  expr,
  for: wait,
  severity,
  summary: 'The API server answers too many requests late or with errors',
  description: `{{ $value | humanizePercentage }} of requests were answered late or with 5xx: ${speed}. See on the dashboard of the API server which verb and resource it is.`,
});

/**
 * The objective of the API server, 99 % of requests answered well and in time, and alerts on how fast its
 * budget of errors is used up.
 *
 * The ticket has one pair of windows: what is three times too much over a day is too much over three.
 *
 * @see https://sre.google/workbook/alerting-on-slos/#6-multiwindow-multi-burn-rate-alerts
 * @see https://github.com/kubernetes/community/blob/master/sig-scalability/slos/slos.md
 */
export const objectiveRules: readonly Rule[] = [
  ...recorded('read'),
  ...recorded('write'),
  ...(['5m', '30m', '1h', '6h', '3d'] as const).map(share),
  burn(
    'critical',
    Duration.minutes(2),
    `${burns(14.4, '1h', '5m')} or ${burns(6, '6h', '30m')}`,
    'what may go wrong in 30 days is used up within 5 at this pace, or within 2',
  ),
  burn(
    'warning',
    Duration.hours(1),
    burns(1, '3d', '6h'),
    'more than the 1 % that may go wrong, for days',
  ),
];
