import {
  type Checks,
  checkProps,
  type Endpoint,
  isFlag,
  isText,
  refuse,
  required,
  type SecretRef,
} from '../core/index.js';

/** What the entry of an integration is written from. */
export interface EntryContext {
  /** Path of the file with the value of a Secret's key. It is read at every message: a rotated one needs no restart. */
  readonly file: (ref: SecretRef) => string;
  /** Settings of every HTTP client: an integration with settings of its own loses the global ones. */
  readonly http: Readonly<Record<string, unknown>>;
}

/** One way by which a receiver is told. */
export interface Integration {
  /** Its list in a receiver, in Alertmanager's words. */
  readonly list: 'slack_configs' | 'pagerduty_configs' | 'email_configs' | 'webhook_configs';
  /** Where its messages go. */
  readonly endpoint: Endpoint;
  /** Its entry in that list. */
  readonly entry: (context: EntryContext) => Readonly<Record<string, unknown>>;
}

/**
 * Who is told of an alert, and by what. A value that routes refer to, so that none can name one that is not
 * there. Made by `slack`, `pagerDuty`, `email` and `webhook`, by {@link receiver} from several of them, or by
 * {@link blackHole} where nobody is told.
 */
export class Receiver {
  /** @internal */
  constructor(
    readonly name: string,
    readonly integrations: readonly Integration[],
    /** Why nobody is told, where there is no integration. */
    readonly reason?: string,
  ) {}
}

/** What every receiver can be told. */
export interface ReceiverOptions {
  /** Name, unique in a tree of routes. @default - its kind: 'slack', 'pagerduty', 'email', 'webhook' */
  readonly name?: string;
  /** Tells as well when alerts are over. @default true */
  readonly sendResolved?: boolean;
}

/** A receiver told in one way: its kind names it, its list, and what is common to all is said here. */
export const toldBy = (
  kind: 'slack' | 'pagerduty' | 'email' | 'webhook',
  { name = kind, sendResolved = true }: ReceiverOptions,
  endpoint: Endpoint,
  entry: Integration['entry'],
): Receiver =>
  new Receiver(name, [
    {
      list: `${kind}_configs`,
      endpoint,
      entry: (context) => ({ send_resolved: sendResolved, ...entry(context) }),
    },
  ]);

/** Checks of {@link ReceiverOptions}, to be spread into a receiver's own table. */
export const receiverChecks: Checks<ReceiverOptions> = { name: isText, sendResolved: isFlag };

/**
 * One receiver that is told in several ways.
 *
 * @throws when it has no name, or nothing to tell anybody by
 * @example
 * receiver('team', slack({ webhook: new SecretRef('alertmanager', 'slack-url') }), email({ … }))
 * @see https://prometheus.io/docs/alerting/latest/configuration/#receiver
 */
export function receiver(name: string, ...ways: readonly Receiver[]): Receiver {
  const where = `receiver "${name}"`;
  if (name.trim() === '') refuse(where, 'has no name', 'say who is told, as "on-call"');
  if (ways.some((way) => !(way instanceof Receiver)))
    refuse(
      where,
      'has a way to be told that is none',
      'make each by slack(…), pagerDuty(…), email(…) or webhook(…)',
    );
  const integrations = ways.flatMap((way) => way.integrations);
  if (integrations.length === 0)
    refuse(
      where,
      'has no integration and would tell nobody, silently',
      'give it one, or say why there is none: blackHole({ name, reason })',
    );
  return new Receiver(name, integrations);
}

/** Options of {@link blackHole}. */
export interface BlackHoleOptions {
  /** @default 'black-hole' */
  readonly name?: string;
  /** Why nobody needs to know. */
  readonly reason: string;
}

const blackHoleChecks: Checks<BlackHoleOptions> = { name: isText, reason: required(isText) };

/**
 * A receiver that tells nobody, on purpose. Shown with its reason in the synth summary.
 *
 * @throws when there is no reason
 * @example
 * blackHole({ name: 'load-tests', reason: 'load tests break things by design' })
 */
export function blackHole(options: BlackHoleOptions): Receiver {
  checkProps('black hole', options, blackHoleChecks);
  return new Receiver(options.name ?? 'black-hole', [], options.reason);
}

/** A receiver in Alertmanager's words: its integrations, in lists by kind. */
export const receiverConfig = ({ name, integrations }: Receiver, context: EntryContext) => ({
  name,
  ...Object.fromEntries(
    [...new Set(integrations.map((i) => i.list))]
      .sort()
      .map((list) => [
        list,
        integrations.filter((i) => i.list === list).map((i) => i.entry(context)),
      ]),
  ),
});
