import {
  type Check,
  type Checks,
  checkProps,
  Endpoint,
  fields,
  isFlag,
  isPodsBehind,
  isSecretRef,
  isText,
  refuse,
  required,
  type SecretRef,
  type UrlOptions,
} from '../core/index.js';
import { type Receiver, type ReceiverOptions, receiverChecks, toldBy } from './receivers.js';
import { say } from './templates.js';

/** Options of {@link email}. */
export interface EmailOptions extends ReceiverOptions, Pick<UrlOptions, 'pods'> {
  /** Who gets it: one address, or several. */
  readonly to: string | readonly string[];
  /** Address it comes from. */
  readonly from: string;
  /** Mail server, `host:port`. On port 465 it is spoken to by TLS from the first byte. */
  readonly smarthost: string;
  /** @default - none: the server trusts whom it knows */
  readonly auth?: { readonly username: string; readonly password: SecretRef };
  /** Sends nothing before the connection is encrypted. @default true */
  readonly requireTls?: boolean;
}

const isAddress: Check = (value) => {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.length > 0 && all.every((to) => typeof to === 'string' && to.includes('@'))
    ? undefined
    : { rule: 'is not a mail address', remedy: "give one as 'team@example.com'" };
};

const isHostAndPort: Check = (value) =>
  typeof value === 'string' && /^\S+:\d+$/.test(value)
    ? undefined
    : { rule: 'has no port', remedy: 'give host:port, as smtp.example.com:587' };

const emailChecks: Checks<EmailOptions> = {
  ...receiverChecks,
  to: required(isAddress),
  from: required(isAddress),
  smarthost: required(isHostAndPort),
  auth: fields<NonNullable<EmailOptions['auth']>>({
    username: required(isText),
    password: required(isSecretRef),
  }),
  requireTls: isFlag,
  pods: isPodsBehind,
};

/**
 * Told by mail.
 *
 * @throws when it would send its password unencrypted
 * @example
 * email({ to: 'team@example.com', from: 'alerts@example.com', smarthost: 'smtp.example.com:587' })
 * @see https://prometheus.io/docs/alerting/latest/configuration/#email_config
 */
export function email(options: EmailOptions): Receiver {
  checkProps('email', options, emailChecks);
  const { to, from, smarthost, auth, pods, requireTls = true } = options;
  if (auth && !requireTls)
    refuse(
      'email',
      'requireTls "false" sends the password of auth for all to read',
      'leave it true, or leave auth out',
    );
  return toldBy('email', options, Endpoint.fromAddress(smarthost, { pods }), ({ file }) => ({
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
