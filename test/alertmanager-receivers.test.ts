import { describe, expect, it } from 'vitest';
import {
  blackHole,
  email,
  pagerDuty,
  receiver,
  slack,
  webhook,
} from '../lib/alertmanager/index.js';
import { type Refusals, ref, secretRule, team, untyped } from './alertmanager-parts.js';

const mail = { to: 'a@example.com', from: 'b@example.com', smarthost: 'smtp.example.com:587' };
const chatWebhook = ['https://hooks.slack.com', 'services', 'x'].join('/');
describe('refuses receivers', () => {
  const refusals: Refusals = [
    [
      'with a credential in place of a reference',
      () => slack({ webhook: untyped(chatWebhook) }),
      `slack: webhook "${chatWebhook}" ${secretRule}`,
    ],
    [
      'with a key in place of a reference',
      () => pagerDuty({ routingKey: untyped('x') }),
      `pagerDuty: routingKey "x" ${secretRule}`,
    ],
    [
      'with a password in place of a reference',
      () => email({ ...mail, auth: { username: 'me', password: untyped('x') } }),
      `email: auth: password "x" ${secretRule}`,
    ],
    [
      'with an address that is a credential',
      () => webhook({ url: chatWebhook }),
      `webhook: url "${chatWebhook}" ${secretRule}`,
    ],
    [
      'with a user in an address',
      () => webhook({ url: 'https://me:mine@bot.example.com/in' }),
      'endpoint: url of "bot.example.com" carries a user or a password; give credentials by SecretRef',
    ],
    [
      'with a key in an address',
      () => webhook({ url: 'https://bot.example.com/in?key=x' }),
      'endpoint: url of "bot.example.com" carries a query or a fragment; give the address only; a key that stands there is a credential',
    ],
    [
      'with a key given twice, in two notations',
      () => pagerDuty(untyped({ routingKey: ref('pagerduty'), routing_key: 'x' })),
      'pagerDuty: "routing_key" is not a known property; did you mean "routingKey"?',
    ],
    [
      'by mail without a server',
      () => email(untyped({ to: mail.to, from: mail.from })),
      'email: smarthost is missing; it has no default',
    ],
    [
      'by mail without a port',
      () => email({ ...mail, smarthost: 'smtp.example.com' }),
      'email: smarthost "smtp.example.com" has no port; give host:port, as smtp.example.com:587',
    ],
    [
      'by mail from nobody',
      () => email(untyped({ to: mail.to, smarthost: mail.smarthost })),
      'email: from is missing; it has no default',
    ],
    [
      'by mail to nobody',
      () => email({ ...mail, to: [] }),
      "email: to [] is not a mail address; give one as 'team@example.com'",
    ],
    [
      'by mail with a password for all to read',
      () => email({ ...mail, auth: { username: 'me', password: ref('smtp') }, requireTls: false }),
      'email: requireTls "false" sends the password of auth for all to read; leave it true, or leave auth out',
    ],
    [
      'with two ports',
      () => webhook({ url: 'https://bot.example.com', port: 8443 }),
      'webhook: port "8443" is given beside a url that has one; write it in the url',
    ],
    [
      'without an integration',
      () => receiver('team'),
      'receiver "team": has no integration and would tell nobody, silently; give it one, or say why there is none: blackHole({ name, reason })',
    ],
    [
      'made of black holes',
      () => receiver('team', blackHole({ reason: 'none' })),
      'receiver "team": has no integration and would tell nobody, silently; give it one, or say why there is none: blackHole({ name, reason })',
    ],
    [
      'without a name',
      () => receiver(' ', team),
      'receiver " ": has no name; say who is told, as "on-call"',
    ],
    [
      'made of something else',
      () => receiver('team', untyped({ slack_configs: [] })),
      'receiver "team": has a way to be told that is none; make each by slack(…), pagerDuty(…), email(…) or webhook(…)',
    ],
    [
      'that are black holes for no reason',
      () => blackHole(untyped({ name: 'null' })),
      'black hole: reason is missing; it has no default',
    ],
  ];
  it.each(refusals)('%s', (_, attempt, message) => {
    expect(attempt).toThrow(new Error(message));
  });

  it.each([
    [
      'by mail to several, unencrypted',
      () => email({ ...mail, to: ['a@b', 'c@d'], requireTls: false }),
    ],
    ['by mail by TLS from the first byte', () => email({ ...mail, smarthost: '[fd00::1]:465' })],
    ['at an address in the cluster', () => webhook({ url: 'http://bot.chat.svc:8080/in' })],
    ['at an address of their own port', () => webhook({ url: ref('bot'), port: 8443 })],
    [
      'in another region',
      () => pagerDuty({ routingKey: ref('p'), url: 'https://events.eu.pagerduty.com/v2/enqueue' }),
    ],
  ])('but not those %s', (_, attempt) => {
    expect(attempt).not.toThrow();
  });
});
