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

/** Options of {@link slack}. */
export interface SlackOptions extends ReceiverOptions {
  /** URL of an incoming webhook, which is a credential. */
  readonly webhook: SecretRef;
  /** Channel or user. The webhook of a Slack app has one of its own and ignores this. @default - the webhook's */
  readonly channel?: string;
}

const slackChecks: Checks<SlackOptions> = {
  ...receiverChecks,
  webhook: required(isSecretRef),
  channel: isText,
};

/**
 * Told in a Slack channel.
 *
 * @example
 * slack({ webhook: new SecretRef('alertmanager-slack', 'url'), channel: '#alerts' })
 * @see https://prometheus.io/docs/alerting/latest/configuration/#slack_config
 */
export function slack(options: SlackOptions): Receiver {
  checkProps('slack', options, slackChecks);
  const { webhook, channel } = options;
  return toldBy('slack', options, Endpoint.fromUrl('https://hooks.slack.com'), ({ file }) => ({
    api_url_file: file(webhook),
    ...(channel ? { channel } : {}),
    color: say('house.slack.color'),
    title: say('house.title'),
    title_link: say('house.link'),
    text: say('house.slack.text'),
    fallback: say('house.title'),
  }));
}
