import { describe, expect, it } from 'vitest';
import { SecretRef, summary } from '../lib/core/index.js';
import {
  adminSecret,
  anonymousViewer,
  Grafana,
  type Login,
  type OidcLogin,
  oidc,
} from '../lib/grafana/index.js';
import { Loki } from '../lib/loki/index.js';
import { grafanaIn, oneFault, prometheus, secret, synth } from './grafana-parts.js';
import { fileOf, objectOf, testChart } from './support.js';

const provider: Omit<OidcLogin, 'kind'> = {
  clientId: 'grafana',
  clientSecret: secret('client-secret'),
  authUrl: 'https://login.example.com/authorize',
  tokenUrl: 'https://login.example.com/token',
  apiUrl: 'https://login.example.com/userinfo',
  otherwise: 'Viewer',
};
const anonymous = anonymousViewer({
  datasources: [prometheus],
  reason: 'a screen on the wall of a closed network',
});

/** The settings of a Grafana with this login. */
function settings(login: Login): string {
  const chart = testChart();
  grafanaIn(chart, { login }).exposedAt('https://grafana.example.com');
  return fileOf(chart, 'grafana-config', 'grafana.ini');
}

describe('renders its config', () => {
  it('with accounts of an identity provider', async () => {
    const login = oidc({
      ...provider,
      name: 'Example',
      scopes: ['openid', 'profile', 'email', 'groups'],
      roles: [
        { group: 'platform', role: 'GrafanaAdmin' },
        { group: "dev's", role: 'Editor' },
      ],
      ca: new SecretRef('corporate-ca', 'ca.crt'),
    });
    await expect(settings(login)).toMatchFileSnapshot('golden/grafana/oidc.ini');
  });

  it('with viewers who need no name', async () => {
    await expect(settings(anonymous)).toMatchFileSnapshot('golden/grafana/anonymous.ini');
  });

  it('with viewers who need no name, and an administrator who has one', async () => {
    const login = anonymousViewer({
      datasources: [prometheus],
      reason: 'a laptop',
      admin: { user: secret('user'), password: secret('password') },
    });
    await expect(settings(login)).toMatchFileSnapshot('golden/grafana/anonymous-admin.ini');
  });

  it('with an administrator of another name', () => {
    expect(settings(adminSecret({ user: secret('user'), password: secret('password') }))).toContain(
      'admin_user = $__file{/etc/secrets/grafana/user}\nadmin_password = $__file{/etc/secrets/grafana/password}\n',
    );
  });

  // Each was evaluated by go-jmespath against claims with the group, without it, and of another shape.
  const claims: readonly (readonly [string, Partial<OidcLogin>, string])[] = [
    [
      'nobody but groups',
      { otherwise: 'none' },
      'contains(not_null(groups[*], `[]`), `"a"`) && \'Admin\'',
    ],
    [
      'a nested claim',
      { groupsClaim: 'realm_access.roles' },
      "contains(not_null(realm_access.roles[*], `[]`), `\"a\"`) && 'Admin' || 'Viewer'",
    ],
    [
      'a claim with a URL for a name',
      { groupsClaim: 'https://example.com/roles' },
      'contains(not_null("https://example.com/roles"[*], `[]`), `"a"`) && \'Admin\' || \'Viewer\'',
    ],
  ];
  it.each(claims)('with roles from %s', (_, over, path) => {
    const login = oidc({ ...provider, roles: [{ group: 'a', role: 'Admin' }], ...over });
    expect(settings(login)).toContain(`role_attribute_path = """${path}"""\n`);
    expect(settings(login)).toContain(`role_attribute_strict = ${over.otherwise === 'none'}\n`);
  });
});

describe('derives', () => {
  it('the way out to the provider', () => {
    const chart = testChart({ outsideCidrs: ['192.0.2.0/24'] });
    grafanaIn(chart, { login: oidc(provider) }).exposedAt('https://grafana.example.com');
    expect(objectOf(chart, 'NetworkPolicy', 'grafana').spec.egress).toContainEqual({
      to: [{ ipBlock: { cidr: '192.0.2.0/24' } }],
      ports: [{ port: 443, protocol: 'TCP' }],
    });
  });

  it('a line in the synth summary from anonymous viewers', () => {
    const chart = testChart();
    grafanaIn(chart, { login: anonymous });
    expect(summary([{ file: 'f', chart, objects: [] }])).toContain(
      'chart/grafana: anonymous viewers: a screen on the wall of a closed network',
    );
  });
});

describe('refuses', () => {
  it('a datasource that everyone could ask', () => {
    const chart = testChart();
    const grafana = grafanaIn(chart, { login: anonymous });
    expect(() => grafana.addDatasource(new Loki(chart, 'loki'))).toThrow(
      new Error(
        'chart/grafana: datasource "loki" could be asked anything by everyone; list it in anonymousViewer({ datasources }), or leave it out',
      ),
    );
  });

  it('logins with no URL to come back to', () => {
    const chart = testChart();
    grafanaIn(chart, { login: oidc(provider) });
    expect(synth(chart)).toThrow(
      oneFault(
        "chart/grafana: login is by OIDC, and no URL to come back to is known; route a host to it: gateway.route('grafana.example.com', grafana)",
      ),
    );
  });

  const logins: readonly (readonly [string, Login, string])[] = [
    [
      'a login that gives nobody a role',
      oidc({ ...provider, otherwise: undefined }),
      "chart/grafana: login: gives nobody a role; name groups in roles, or give otherwise: 'Viewer'",
    ],
    [
      'a provider without an address',
      oidc({ ...provider, tokenUrl: 'login.example.com' }),
      'endpoint: url "login.example.com" is not an http(s) address; give https://host[:port][/path]',
    ],
    [
      'a page to log in on without an address',
      oidc({ ...provider, authUrl: '/authorize' }),
      'endpoint: url "/authorize" is not an http(s) address; give https://host[:port][/path]',
    ],
    [
      'anonymous viewers for no reason',
      anonymousViewer({ datasources: [], reason: ' ' }),
      'chart/grafana: login: reason " " is not a text; give a string that is not empty',
    ],
  ];
  it.each(logins)('%s', (_, login, message) => {
    expect(() => new Grafana(testChart(), 'grafana', { login })).toThrow(new Error(message));
  });

  const untyped: readonly (readonly [string, string, string])[] = [
    ['no login', '{}', 'chart/grafana: login is missing; it has no default'],
    [
      'a login of no kind',
      '{ "login": { "kind": "ldap" } }',
      'chart/grafana: login: kind "ldap" is not one of the choices; choices: admin, oidc, anonymous',
    ],
    [
      'a password in clear text',
      '{ "login": { "kind": "admin", "password": "hunter2" } }',
      "chart/grafana: login: password \"hunter2\" is not a reference to a Secret; give new SecretRef('name', 'key'): a credential's value has no place in manifests",
    ],
    [
      'a password in clear text beside anonymous viewers',
      '{ "login": { "kind": "anonymous", "datasources": [], "reason": "a", "admin": { "password": "hunter2" } } }',
      "chart/grafana: login: admin: password \"hunter2\" is not a reference to a Secret; give new SecretRef('name', 'key'): a credential's value has no place in manifests",
    ],
  ];
  it.each(untyped)('%s, from a caller without types', (_, props, message) => {
    expect(() => new Grafana(testChart(), 'grafana', JSON.parse(props))).toThrow(
      new Error(message),
    );
  });

  it('a role that is none, from a caller without types', () => {
    const roles = JSON.parse('[{ "group": "a", "role": "admin" }]');
    expect(
      () => new Grafana(testChart(), 'grafana', { login: oidc({ ...provider, roles }) }),
    ).toThrow(
      new Error(
        'chart/grafana: login.roles: role "admin" is not one of the choices; did you mean "Admin"? choices: Viewer, Editor, Admin, GrafanaAdmin',
      ),
    );
  });
});
