import {
  type Checks,
  checkProps,
  Endpoint,
  isSecretRef,
  isText,
  required,
  type SecretRef,
} from '../core/index.js';
import { type Receiver, type ReceiverOptions, receiverChecks, toldBy } from './receivers.js';
import { say } from './templates.js';

/** Options of {@link pagerDuty}. */
export interface PagerDutyOptions extends ReceiverOptions {
  /** Key of a service's integration of type Events API v2. */
  readonly routingKey: SecretRef;
  /** Where events go: accounts in the EU have another address. @default 'https://events.pagerduty.com/v2/enqueue' */
  readonly url?: string;
}

const pagerDutyChecks: Checks<PagerDutyOptions> = {
  ...receiverChecks,
  routingKey: required(isSecretRef),
  url: isText,
};

/**
 * Told by an incident in PagerDuty, which is resolved when the alerts are over.
 *
 * @example
 * pagerDuty({ routingKey: new SecretRef('alertmanager-pagerduty', 'routing-key') })
 * @see https://prometheus.io/docs/alerting/latest/configuration/#pagerduty_config
 */
export function pagerDuty(options: PagerDutyOptions): Receiver {
  checkProps('pagerDuty', options, pagerDutyChecks);
  const { routingKey, url = 'https://events.pagerduty.com/v2/enqueue' } = options;
  return toldBy('pagerduty', options, Endpoint.fromUrl(url), ({ file }) => ({
    routing_key_file: file(routingKey),
    url,
    description: say('house.title'),
    severity: say('house.pagerduty.severity'),
    client_url: say('house.link'),
    // Alertmanager leaves out those whose address turns out empty.
    links: [
      { href: say('house.runbook'), text: 'Runbook' },
      { href: say('house.grafana'), text: 'Grafana' },
      { href: say('house.silence'), text: 'Silence' },
    ],
  }));
}
