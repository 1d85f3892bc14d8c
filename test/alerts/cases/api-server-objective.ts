import { expectAlert } from '../expect-alert.js';
import { type Course, series } from '../inputs.js';

/** So many minutes in which such a share of requests is missed; the last until the end. */
type Phase = readonly [minutes: number, share: number];

interface Requests {
  readonly phases: readonly Phase[];
  /** What is wrong with those that are missed: they fail, or take so many seconds. */
  readonly fault: 'they fail' | number;
  readonly verb: string;
  readonly scope: string;
  readonly subresource: string;
}

const perMinute = 600;

/** A counter that grows by a share of all requests, another in each phase. */
const counted = (phases: readonly Phase[], shareOf: (missed: number) => number): Course => {
  let value = 0;
  return phases.map(([minutes, missed]) => {
    const part = { value, perMinute: perMinute * shareOf(missed), minutes };
    value += part.perMinute * minutes;
    return part;
  });
};

const all = (): number => 1;
const well = (missed: number): number => 1 - missed;
const badly = (missed: number): number => missed;

const requests = ({ phases, fault, verb, scope, subresource }: Requests) => {
  const its = { job: 'apiserver', instance: '10.0.0.1:6443', verb, scope, subresource };
  const fails = fault === 'they fail';
  const took = (bound: number) => counted(phases, fails || fault <= bound ? all : well);
  return [
    series('apiserver_request_total', { ...its, code: '200' }, counted(phases, fails ? well : all)),
    ...(fails
      ? [series('apiserver_request_total', { ...its, code: '503' }, counted(phases, badly))]
      : []),
    series('apiserver_request_sli_duration_seconds_count', its, counted(phases, all)),
    ...[1, 5, 30].map((bound) =>
      series(
        'apiserver_request_sli_duration_seconds_bucket',
        { ...its, le: `${bound}.0` },
        took(bound),
      ),
    ),
  ];
};

const then = (...phases: readonly Phase[]): readonly Phase[] => phases;

const ofPods = { verb: 'GET', scope: 'resource', subresource: '' } as const;
const forever = 9999;

export default [
  // All of a sudden everything fails: the last hour tells before the last six do.
  expectAlert('KubeAPIErrorBudgetBurn')
    .given(requests, { ...ofPods, fault: 'they fail', phases: then([180, 0], [forever, 1]) })
    .firesAfter('3h13m')
    .with({ severity: 'critical' })
    // Three minutes of it are 5 % of the hour.
    .notAt({ phases: then([189, 0], [3, 1], [forever, 0]) })
    // What is over needs nobody now, and what is left of it is little.
    .silentWith({ phases: then([165, 0], [10, 1], [forever, 0.05]) })
    .silentWith({ phases: then([140, 0.1], [forever, 0.02]) }),
  // A tenth fails: the last hour alone would not tell.
  expectAlert('KubeAPIErrorBudgetBurn')
    .given(requests, { ...ofPods, fault: 'they fail', phases: then([forever, 0.1]) })
    .firesAfter('3m')
    .with({ severity: 'critical' })
    .alsoFiresWith({ fault: 2 })
    .alsoFiresWith({ verb: 'APPLY' })
    .notAt({ phases: then([forever, 0.055]) })
    .silentWith({ fault: 0.9 })
    .silentWith({ scope: '' })
    .silentWith({ subresource: 'log' })
    .silentWith({ verb: 'WATCH' }),
  expectAlert('KubeAPIErrorBudgetBurn')
    .given(requests, { ...ofPods, fault: 2, phases: then([forever, 0.02]) })
    .firesAfter('1h1m')
    .with({ severity: 'warning' })
    .alsoFiresWith({ verb: 'DELETE' })
    .notAt({ phases: then([forever, 0.009]) })
    .silentWith({ scope: 'namespace' }),
  // Eight hours were well, and ten minutes were not.
  expectAlert('KubeAPIErrorBudgetBurn')
    .given(requests, { ...ofPods, fault: 'they fail', phases: then([450, 0], [forever, 0.5]) })
    .firesAfter('8h42m')
    .with({ severity: 'warning' })
    .notAt({ phases: then([450, 0], [9, 0.5], [forever, 0]) })
    .silentWith({ phases: then([120, 0.2], [forever, 0.003]) }),
];
