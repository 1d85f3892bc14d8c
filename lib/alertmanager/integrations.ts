import {
  type Check,
  type Checks,
  checkProps,
  Endpoint,
  isFlag,
  isObject,
  isPort,
  isSecretRef,
  isText,
  refuse,
  required,
  SecretRef,
  type UrlOptions,
} from '../core/index.js';
import { say } from './templates.js';

/** What the entry of an integration is written from. */
export interface EntryContext {
  /** Path of the file with the value of a Secret's key. */
  readonly file: (ref: SecretRef) => string;
  /** Settings of every HTTP client: an integration with settings of its own loses the global ones. */
  readonly http: Readonly<Record<string, unknown>>;
}

/**
 * One way to tell somebody: a Slack channel, a mail address. Made by {@link slack}, {@link pagerDuty},
 * {@link email} and {@link webhook}. Credentials are read from files at every message, so that a rotated one
 * needs no restart.
 */
export class Integration {
  /** @internal */
  constructor(
    /** Its list in a receiver, in Alertmanager's words. */
    readonly list: 'slack_configs' | 'pagerduty_configs' | 'email_configs' | 'webhook_configs',
    /** Where its messages go, and for the policy's reader, what that is. */
    readonly endpoint: Endpoint,
    readonly destination: string,
    /** Its entry in that list. */
    readonly entry: (context: EntryContext) => Readonly<Record<string, unknown>>,
  ) {}
}

/** Options of {@link slack}. */
export interface SlackOptions {
  /** URL of an incoming webhook, which is a credential. */
  readonly webhook: SecretRef;
  /** Channel or user. The webhook of a Slack app has one of its own and ignores this. @default - the webhook's */
  readonly channel?: string;
  /** Tells as well when alerts are over. @default true */
  readonly sendResolved?: boolean;
}

const slackChecks: Checks<SlackOptions> = {
  webhook: required(isSecretRef),
  channel: isText,
  sendResolved: isFlag,
};

/**
 * Messages to a Slack channel.
 *
 * @see https://prometheus.io/docs/alerting/latest/configuration/#slack_config
 */
export function slack(options: SlackOptions): Integration {
  checkProps('slack', options, slackChecks);
  const { webhook: url, channel, sendResolved = true } = options;
  const endpoint = Endpoint.fromUrl('https://hooks.slack.com');
  return new Integration('slack_configs', endpoint, 'Slack', ({ file }) => ({
    send_resolved: sendResolved,
    api_url_file: file(url),
    ...(channel ? { channel } : {}),
    color: say('house.slack.color'),
    title: say('house.title'),
    title_link: say('house.link'),
    text: say('house.slack.text'),
    fallback: say('house.title'),
  }));
}

/** Options of {@link pagerDuty}. */
export interface PagerDutyOptions {
  /** Key of a service's integration of type Events API v2. */
  readonly routingKey: SecretRef;
  /** Where events go: accounts in the EU have another address. @default 'https://events.pagerduty.com/v2/enqueue' */
  readonly url?: string;
  /** Resolves the incident when alerts are over. @default true */
  readonly sendResolved?: boolean;
}

const pagerDutyChecks: Checks<PagerDutyOptions> = {
  routingKey: required(isSecretRef),
  url: isText,
  sendResolved: isFlag,
};

/**
 * Incidents in PagerDuty.
 *
 * @see https://prometheus.io/docs/alerting/latest/configuration/#pagerduty_config
 */
export function pagerDuty(options: PagerDutyOptions): Integration {
  checkProps('pagerDuty', options, pagerDutyChecks);
  const { routingKey, sendResolved = true } = options;
  const { url = 'https://events.pagerduty.com/v2/enqueue' } = options;
  return new Integration('pagerduty_configs', Endpoint.fromUrl(url), 'PagerDuty', ({ file }) => ({
    send_resolved: sendResolved,
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

/** Options of {@link email}. */
export interface EmailOptions {
  readonly to: string | readonly string[];
  readonly from: string;
  /** Mail server, `host:port`. On port 465 it is spoken to by TLS from the first byte. */
  readonly smarthost: string;
  /** @default - none: the server trusts whom it knows */
  readonly auth?: { readonly username: string; readonly password: SecretRef };
  /** Sends nothing before the connection is encrypted. @default true */
  readonly requireTls?: boolean;
  /** Tells as well when alerts are over. @default true */
  readonly sendResolved?: boolean;
  /** The pods behind a mail server of this cluster. @default - every pod of its Service's namespace */
  readonly pods?: UrlOptions['pods'];
}

const isAddressees: Check = (value) => {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.length > 0 && all.every((to) => typeof to === 'string' && to.includes('@'))
    ? undefined
    : { rule: 'is not a mail address', remedy: "give 'a@example.com', or several in a list" };
};

const isHostAndPort: Check = (value) =>
  typeof value === 'string' && /^\S+:\d+$/.test(value)
    ? undefined
    : { rule: 'has no port', remedy: 'give host:port, as smtp.example.com:587' };

const emailChecks: Checks<EmailOptions> = {
  to: required(isAddressees),
  from: required(isAddressees),
  smarthost: required(isHostAndPort),
  auth: isObject,
  requireTls: isFlag,
  sendResolved: isFlag,
  pods: isObject,
};

const authChecks: Checks<NonNullable<EmailOptions['auth']>> = {
  username: required(isText),
  password: required(isSecretRef),
};

/**
 * Mail.
 *
 * @throws when it would send its password unencrypted
 * @see https://prometheus.io/docs/alerting/latest/configuration/#email_config
 */
export function email(options: EmailOptions): Integration {
  checkProps('email', options, emailChecks);
  const { to, from, smarthost, auth, requireTls = true, sendResolved = true, pods } = options;
  if (auth) checkProps('email: auth', auth, authChecks);
  if (auth && !requireTls)
    refuse(
      'email',
      'requireTls "false" would send the password of auth for all to read',
      'leave it true, or leave auth out',
    );
  const endpoint = Endpoint.fromAddress(smarthost, { pods });
  return new Integration('email_configs', endpoint, 'a mail server', ({ file }) => ({
    send_resolved: sendResolved,
    to: [to].flat().join(', '),
    from,
    smarthost,
    ...(auth ? { auth_username: auth.username, auth_password_file: file(auth.password) } : {}),
    require_tls: requireTls,
    headers: { Subject: say('house.title') },
    html: say('house.email.html'),
    text: say('house.text'),
  }));
}

/** Options of {@link webhook}. */
export interface WebhookOptions extends Pick<UrlOptions, 'pods'> {
  /** Where alerts are posted as JSON: by reference where the address lets in whoever knows it. */
  readonly url: string | SecretRef;
  /** Token sent as `Authorization: Bearer …`. @default - none */
  readonly bearer?: SecretRef;
  /** Port of an address given by reference, which the network policy cannot read. @default 443 */
  readonly port?: number;
  /** Tells as well when alerts are over. @default true */
  readonly sendResolved?: boolean;
}

/** Addresses whose path lets in whoever knows it. */
const secretHosts =
  /^https?:\/\/(?:hooks\.slack\.com|(?:[\w-]+\.)?discord(?:app)?\.com|[\w.-]+\.webhook\.office\.com|hc-ping\.com)(?:[:/]|$)/i;

const isUrlOrRef: Check = (value) => {
  if (typeof value === 'string' && value !== '' && !secretHosts.test(value)) return undefined;
  return isSecretRef(value);
};

const webhookChecks: Checks<WebhookOptions> = {
  url: required(isUrlOrRef),
  bearer: isSecretRef,
  port: isPort,
  sendResolved: isFlag,
  pods: isObject,
};

/**
 * Posts to an address of your own choice.
 *
 * @throws when the address is itself a credential and not given by reference
 * @example
 * webhook({ url: 'http://alert-bot.chat.svc:8080/alerts', bearer: new SecretRef('alert-bot', 'token') })
 * @see https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 */
export function webhook(options: WebhookOptions): Integration {
  checkProps('webhook', options, webhookChecks);
  const { url, bearer, sendResolved = true } = options;
  if (typeof url === 'string' && options.port !== undefined)
    refuse(
      'webhook',
      `port "${options.port}" is given beside a url that has one`,
      'leave it out, or write it in the url',
    );
  return new Integration('webhook_configs', addressOf(options), 'a webhook', ({ file, http }) => ({
    send_resolved: sendResolved,
    ...(typeof url === 'string' ? { url } : { url_file: file(url) }),
    ...(bearer
      ? {
          http_config: {
            ...http,
            authorization: { type: 'Bearer', credentials_file: file(bearer) },
          },
        }
      : {}),
  }));
}

/** Where a webhook listens. What only a Secret knows is taken to be outside, or the pods that are named. */
function addressOf({ url, pods, port = 443 }: WebhookOptions): Endpoint {
  if (typeof url === 'string') return Endpoint.fromUrl(url, { pods });
  if (pods) return Endpoint.ofPods(pods);
  return Endpoint.ofPeer({ kind: 'outside' }, { name: 'webhook', port });
}
