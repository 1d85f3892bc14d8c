import { type Checks, checkProps, isText, refuse, required } from '../core/index.js';
import { Integration } from './integrations.js';

/**
 * Who is told of an alert: a name and the ways by which. Made by {@link receiver}, or by {@link blackHole}
 * where nobody is told.
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

/**
 * Who is told of an alert. Routes name it by reference, so that none can name one that is not there.
 *
 * @throws when it has no name, or nothing to tell anybody by
 * @example
 * receiver('team', slack({ webhook: new SecretRef('alertmanager', 'slack-url'), channel: '#alerts' }))
 * @see https://prometheus.io/docs/alerting/latest/configuration/#receiver
 */
export function receiver(name: string, ...integrations: readonly Integration[]): Receiver {
  const where = `receiver "${name}"`;
  if (name.trim() === '') refuse(where, 'has no name', 'say who is told, as "on-call"');
  if (integrations.length === 0)
    refuse(
      where,
      'has no integration and would tell nobody, silently',
      'give it one, or say why there is none: blackHole({ name, reason })',
    );
  if (integrations.some((i) => !(i instanceof Integration)))
    refuse(
      where,
      'has something that is not an integration',
      'make each by slack(…), pagerDuty(…), email(…) or webhook(…)',
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
export const receiverConfig = (
  { name, integrations }: Receiver,
  entry: (integration: Integration) => Readonly<Record<string, unknown>>,
) => ({
  name,
  ...Object.fromEntries(
    [...new Set(integrations.map((i) => i.list))]
      .sort()
      .map((list) => [list, integrations.filter((i) => i.list === list).map(entry)]),
  ),
});
