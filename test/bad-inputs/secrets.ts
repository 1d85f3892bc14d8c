import { pagerDuty, slack, webhook } from '../../lib/alertmanager/index.js';
import { SecretRef } from '../../lib/core/index.js';
import { Gateway } from '../../lib/gateway/index.js';
import { adminSecret } from '../../lib/grafana/index.js';
import { Loki } from '../../lib/loki/index.js';
import { testChart } from '../support.js';
import { alertmanager, atSynth, grafana, type Row, ref, team, untyped } from './row.js';

const notRef = (where: string, value: string) =>
  `${where} ${value} is not a reference to a Secret; give new SecretRef('name', 'key'): a credential's value has no place in manifests`;
const hook = 'https://hooks.slack.com/services/T0/B0/x';

/** A Grafana at a site that has these Secrets. */
const among = (secrets: Record<string, string[]>) => () => grafana({}, testChart({ secrets }));
/** A gateway at a site that has Grafana's password, and these. */
const certified = (secrets: Record<string, string[]>) => () => {
  const chart = testChart({
    secrets: { 'grafana-admin': ['password'], ...secrets },
    namespace: 'o11y',
  });
  const dataPlane = { kind: 'pods', namespace: 'envoy', labels: {} } as const;
  const gateway = new Gateway(chart, 'gateway', { className: 'eg', dataPlane });
  gateway.route('grafana.example.com', grafana({}, chart));
  return chart;
};

export const secrets: readonly Row[] = [
  {
    row: 38,
    bad: [
      [
        "a webhook's address",
        () => slack({ webhook: untyped(hook) }),
        notRef('slack: webhook', `"${hook}"`),
      ],
      ['the same by a webhook', () => webhook({ url: hook }), notRef('webhook: url', `"${hook}"`)],
      [
        'a password',
        () => grafana({ login: adminSecret({ password: untyped('hunter2') }) }),
        notRef('chart/grafana: login: password', '"hunter2"'),
      ],
      [
        'a password among the settings',
        () => grafana({ extraConfig: { security: { admin_password: 'hunter2' } } }),
        "chart/grafana: extraConfig.security.admin_password is a credential's value; give new SecretRef('name', 'key'): it has no place in manifests",
      ],
      [
        'a token of a store elsewhere',
        () =>
          Loki.fromUrl('https://logs.example.com', {
            credentials: { kind: 'bearer', token: untyped('abc') },
          }),
        notRef('endpoint "logs.example.com": credentials: token', '"abc"'),
      ],
      [
        'a password as the name of a Secret',
        () => new SecretRef('Hunter_2!', 'password'),
        'secret: name "Hunter_2!" is not a Kubernetes name; give lower-case letters, digits, "-" and "."',
      ],
    ],
    near: [
      ['an address that lets nobody in', () => alertmanager({ routes: { receiver: told() } })],
      ['a reference', () => alertmanager({ routes: { receiver: team } })],
      ['a setting that only sounds so', () => grafana({ extraConfig: { smtp: { password: '' } } })],
    ],
  },
  {
    row: 39,
    bad: [
      [
        'a key, and the file of a key',
        () => pagerDuty(untyped({ routingKey: ref('pd'), routingKeyFile: '/etc/key' })),
        'pagerDuty: "routingKeyFile" is not a known property; did you mean "routingKey"?',
      ],
      [
        'a port beside an address',
        () => webhook({ url: 'https://bot.example.com:8443/in', port: 443 }),
        'webhook: port "443" is given beside a url that has one; write it in the url',
      ],
    ],
    near: [
      ['a port of an address that only a Secret knows', () => webhook({ url: ref('a'), port: 80 })],
    ],
  },
  {
    row: 40,
    bad: [
      [
        'a Secret that nobody made',
        among({ 'grafana-admn': ['password'] }),
        atSynth(
          'chart/grafana: secret "grafana-admin" is not among the site\'s; did you mean "grafana-admn"?',
        ),
      ],
      [
        'one of none',
        among({}),
        atSynth(
          'chart/grafana: secret "grafana-admin" is not among the site\'s; create it, and name it in the site\'s secrets',
        ),
      ],
      [
        'a key that is not in it',
        among({ 'grafana-admin': ['user', 'pasword'] }),
        atSynth(
          'chart/grafana: secret "grafana-admin" has no key "password"; did you mean "pasword"?',
        ),
      ],
      [
        'a certificate that nobody made',
        certified({}),
        atSynth(
          'chart/gateway: secret "grafana-example-com-tls" is not among the site\'s; create it, and name it in the site\'s secrets',
        ),
      ],
      [
        'a key that Secrets cannot have',
        () => new SecretRef('grafana-admin', '../password'),
        'secret "grafana-admin": key "../password" is not a Secret key; give letters, digits, "-", "_" and "."',
      ],
    ],
    near: [
      ['a Secret and its key', among({ 'grafana-admin': ['user', 'password'] })],
      ['a certificate', certified({ 'grafana-example-com-tls': ['tls.crt', 'tls.key'] })],
      ['a site that does not say what it has', () => grafana()],
    ],
  },
];

function told() {
  return webhook({ url: 'http://alert-bot.chat.svc:8080/alerts' });
}
