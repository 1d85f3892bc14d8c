import type { AlertName } from '../../lib/core/index.js';
import { parseDuration } from '../../lib/model/units-parse.js';
import type { Input } from './inputs.js';

/** What an alert judges, made from what an operator would say of it. */
export type World<I extends object> = (inputs: I) => readonly Input[];

/** A world in which an alert fires, or one that differs in a single input, and in which it does not. */
export interface Try {
  readonly says: string;
  /** `boundary`: just below the threshold. */
  readonly kind: 'fires' | 'boundary' | 'silent';
  readonly inputs: readonly Input[];
}

/** When an alert fires and when it does not. */
export interface AlertCase {
  readonly alert: AlertName;
  /** How long the trouble lasts until it fires: a minute earlier it does not. */
  readonly minutes: number;
  /** Labels of the alert that fires; in silent worlds, none with its severity may. */
  readonly labels: Readonly<Record<string, string>>;
  /** How many alerts fire. */
  readonly times: number;
  /** The same inputs from another job mean nothing to it. */
  readonly foreign: boolean;
  readonly tries: readonly Try[];
}

/** One of the inputs, changed. */
type OneOf<I> = { [K in keyof I]: { readonly [Name in K]: I[K] } }[keyof I];

/** A case to which more can be said. */
export interface Told<I extends object> extends AlertCase {
  /** It fires as well with one input changed. */
  readonly alsoFiresWith: (change: OneOf<Required<I>>) => Told<I>;
  /** Just below its threshold it does not fire. */
  readonly notAt: (change: OneOf<Required<I>>) => Told<I>;
  /** It does not fire with one input changed. */
  readonly silentWith: (change: OneOf<Required<I>>) => Told<I>;
  /** So many alerts fire. @default 1 */
  readonly asMany: (times: number) => Told<I>;
  /** It fires for whatever job its inputs are of. @default - another job is tried, and is silent */
  readonly ofAnyJob: () => Told<I>;
}

const minutesIn = (where: string, time: string): number =>
  /^0[smhd]$/.test(time) ? 0 : parseDuration(where, time).toMilliseconds() / 60_000;

const inWords = (change: object): string =>
  Object.entries(change)
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`)
    .join(', ');

function told<I extends object>(world: World<I>, inputs: I, so: AlertCase): Told<I> {
  const but = (kind: Try['kind']) => (change: OneOf<Required<I>>) => {
    const names = Object.keys(change);
    if (names.length !== 1)
      throw new Error(`${so.alert}: ${names.join(', ') || 'nothing'} is changed; change one input`);
    const one: Try = { kind, says: inWords(change), inputs: world({ ...inputs, ...change }) };
    return told(world, inputs, { ...so, tries: [...so.tries, one] });
  };
  return {
    ...so,
    alsoFiresWith: but('fires'),
    notAt: but('boundary'),
    silentWith: but('silent'),
    asMany: (times) => told(world, inputs, { ...so, times }),
    ofAnyJob: () => told(world, inputs, { ...so, foreign: false }),
  };
}

/**
 * What is expected of an alert: in which world it fires, and how long after the trouble began; and in which
 * worlds, that differ in one input each, it does not.
 *
 * @example
 * expectAlert('KubePodNotReady')
 *   .given(pod, { phase: 'Pending', owner: 'ReplicaSet' })
 *   .firesAfter('15m')
 *   .with({ namespace: 'shop', pod: 'cart-0', severity: 'warning' })
 *   .silentWith({ phase: 'Running' })
 *   .silentWith({ owner: 'Job' })
 */
export const expectAlert = (alert: AlertName) => ({
  given: <I extends object>(world: World<I>, inputs: NoInfer<I>) => ({
    firesAfter: (time: string) => ({
      with: (labels: Readonly<Record<string, string>>): Told<I> =>
        told(world, inputs, {
          alert,
          minutes: minutesIn(alert, time),
          labels,
          times: 1,
          foreign: true,
          tries: [{ kind: 'fires', says: inWords(inputs), inputs: world(inputs) }],
        }),
    }),
  }),
});
