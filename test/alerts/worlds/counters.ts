import type { AlertName } from '../../../lib/core/index.js';
import { expectAlert } from '../expect-alert.js';
import { rising, series } from '../inputs.js';

/** That a counter of a component grows: events of a kind that should not be. */
export const growing = (
  alert: AlertName,
  job: string,
  facts: {
    readonly counter: string;
    readonly firesAfter: string;
    readonly severity: string;
    /** Labels of the counter, besides those of its target. @default - none */
    readonly labels?: Readonly<Record<string, string>>;
    /** Those of the alert. @default - the pod */
    readonly told?: Readonly<Record<string, string>>;
  },
) => {
  const { counter, firesAfter, severity, labels = {}, told = { pod: `${job}-0` } } = facts;
  return expectAlert(alert)
    .given(
      ({ perMinute }: { perMinute: number }) => [
        series(
          counter,
          { job, namespace: 'observability', pod: `${job}-0`, ...labels },
          rising(perMinute, 7),
        ),
      ],
      { perMinute: 2 },
    )
    .firesAfter(firesAfter)
    .with({ ...told, severity })
    .silentWith({ perMinute: 0 });
};

/** A share of events that fail, of so many in a minute. */
export interface Failing {
  readonly perMinute: number;
  readonly failShare: number;
}

/** A counter of events beside one of those that failed. */
export const failing =
  (all: string, failed: string, labels: Readonly<Record<string, string>>) =>
  ({ perMinute, failShare }: Failing) => [
    series(all, labels, rising(perMinute)),
    series(failed, labels, rising(perMinute * failShare)),
  ];
