import { selector } from '../../lib/model/promql.js';
import type { AlertCase, Try } from './expect-alert.js';
import { type Input, notation, type Series } from './inputs.js';

/** A test of promtool's: what there is, and what some expressions then yield. */
export interface PromtoolTest {
  readonly name: string;
  readonly interval: string;
  readonly input_series: readonly { readonly series: string; readonly values: string }[];
  readonly promql_expr_test: readonly {
    readonly expr: string;
    readonly eval_time: string;
    readonly exp_samples: readonly { readonly value: number }[];
  }[];
}

/** Minutes for which what must stay silent is watched, beyond the time at which it would fire. */
const patience = 10;

const isSeries = (input: Input): input is Series => input.kind === 'series';

const firing = (alert: string, labels: Readonly<Record<string, string>>): string =>
  `count(${selector('ALERTS', { alertname: alert, alertstate: 'firing', ...labels })})`;

function test(
  name: string,
  { minutes }: AlertCase,
  inputs: readonly Input[],
  expected: readonly (readonly [expr: string, minute: number, count: number])[],
): PromtoolTest {
  return {
    name,
    interval: '1m',
    input_series: inputs.filter(isSeries).map(({ metric, labels, course }) => ({
      series: selector(metric, labels),
      values: notation(course, minutes + patience),
    })),
    promql_expr_test: expected.map(([expr, minute, count]) => ({
      expr,
      eval_time: `${minute}m`,
      exp_samples: count === 0 ? [] : [{ value: count }],
    })),
  };
}

/** What must stay silent is so for all alerts of that name and, where one is told, that severity. */
const severityOf = ({ severity }: AlertCase['labels']): Readonly<Record<string, string>> =>
  severity === undefined ? {} : { severity };

function testsOf(so: AlertCase, { kind, says, inputs }: Try): PromtoolTest {
  const { alert, minutes, labels, times } = so;
  const none = firing(alert, severityOf(labels));
  const name = `${alert}: ${kind}: ${says}`;
  if (kind !== 'fires')
    return test(name, so, inputs, [
      [none, minutes, 0],
      [none, minutes + patience, 0],
    ]);
  return test(name, so, inputs, [
    ...(minutes === 0 ? [] : [[none, minutes - 1, 0] as const]),
    [firing(alert, labels), minutes, times],
  ]);
}

/** The same inputs, of a job that nobody asked for. */
const fromElsewhere = (inputs: readonly Input[]): readonly Input[] =>
  inputs.map((input) => ({ ...input, labels: { ...input.labels, job: 'elsewhere' } }));

/** The tests of a case: that it fires in time and no earlier, and that it is silent where it should be. */
export const promtoolTests = (so: AlertCase): readonly PromtoolTest[] => [
  ...so.tries.map((one) => testsOf(so, one)),
  ...(so.foreign
    ? so.tries
        .slice(0, 1)
        .map(({ inputs }) =>
          testsOf(so, { kind: 'silent', says: 'another job', inputs: fromElsewhere(inputs) }),
        )
    : []),
];
