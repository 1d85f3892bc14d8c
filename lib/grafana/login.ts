import {
  type Checks,
  checkProps,
  fields,
  type IDatasource,
  isFlag,
  isObject,
  isSecretRef,
  isText,
  listOf,
  oneOf,
  refusal,
  refuse,
  required,
  type SecretRef,
  type ServiceOptions,
} from '../core/index.js';

/** A name and a password, for one person or a small team. */
export interface AdminLogin {
  readonly kind: 'admin';
  /** Name of the administrator. @default - `admin` */
  readonly user?: SecretRef;
  readonly password: SecretRef;
}

/** What someone may do: look, change what is not provisioned, run the organization, run the server. */
export type GrafanaRole = 'Viewer' | 'Editor' | 'Admin' | 'GrafanaAdmin';

/** The role of who is in a group. */
export interface RoleOfGroup {
  readonly group: string;
  readonly role: GrafanaRole;
}

/** Accounts of an identity provider, by OpenID Connect. */
export interface OidcLogin {
  readonly kind: 'oidc';
  /** On the button: "Sign in with …". @default 'OIDC' */
  readonly name?: string;
  readonly clientId: string;
  readonly clientSecret: SecretRef;
  /** Where browsers are sent to. */
  readonly authUrl: string;
  /** Where Grafana turns the answer into a token. */
  readonly tokenUrl: string;
  /** Where Grafana asks who it is: the provider's userinfo endpoint. */
  readonly apiUrl: string;
  /** @default ['openid', 'profile', 'email'] */
  readonly scopes?: readonly string[];
  /** Who may do what: the first group that someone is in decides. @default - none */
  readonly roles?: readonly RoleOfGroup[];
  /** Claim that lists groups: its name, or a path of names with dots. @default 'groups' */
  readonly groupsClaim?: string;
  /** Role of who is in none of the groups; `none` keeps them out. @default 'none' */
  readonly otherwise?: GrafanaRole | 'none';
  /** Whether the answer is bound to the question (PKCE). @default true */
  readonly pkce?: boolean;
  /** Authority that signed the provider's certificate. @default - the image's own roots */
  readonly ca?: SecretRef;
}

/** Everyone who reaches it looks at dashboards, and nobody needs to log in. */
export interface AnonymousLogin {
  readonly kind: 'anonymous';
  /** What may be asked: a Viewer may run any query against every datasource of Grafana. */
  readonly datasources: readonly IDatasource[];
  /** Why that is all right, for the synth summary. */
  readonly reason: string;
  /** Who may log in besides, to see more and change things. @default - nobody */
  readonly admin?: Omit<AdminLogin, 'kind'>;
}

/** How people get into Grafana. */
export type Login = AdminLogin | OidcLogin | AnonymousLogin;

/**
 * One administrator, by a Secret. It acts on the first start of a database only: with a volume, a password
 * changed later is changed in Grafana (`grafana cli admin reset-admin-password`); without one, each new pod
 * is a first start.
 *
 * @example
 * adminSecret({ password: new SecretRef('grafana-admin', 'password') })
 */
export const adminSecret = (options: Omit<AdminLogin, 'kind'>): AdminLogin => ({
  ...options,
  kind: 'admin',
});

/**
 * Accounts of an identity provider. No password of Grafana's own exists besides.
 *
 * @see https://grafana.com/docs/grafana/latest/setup-grafana/configure-access/configure-authentication/generic-oauth/
 * @example
 * oidc({
 *   clientId: 'grafana',
 *   clientSecret: new SecretRef('grafana-oidc', 'client-secret'),
 *   authUrl: 'https://login.example.com/authorize',
 *   tokenUrl: 'https://login.example.com/token',
 *   apiUrl: 'https://login.example.com/userinfo',
 *   roles: [{ group: 'platform', role: 'Admin' }],
 *   otherwise: 'Viewer',
 * })
 */
export const oidc = (options: Omit<OidcLogin, 'kind'>): OidcLogin => ({ ...options, kind: 'oidc' });

/**
 * Everyone may look without a name, and nobody logs in but the administrator, where there is one. Shown in
 * the synth summary.
 *
 * @example
 * anonymousViewer({
 *   datasources: [prometheus],
 *   reason: 'a screen on the wall of a closed network',
 *   admin: { password: new SecretRef('grafana-admin', 'password') },
 * })
 * @see https://grafana.com/docs/grafana/latest/setup-grafana/configure-access/configure-authentication/anonymous-auth/
 */
export const anonymousViewer = (options: Omit<AnonymousLogin, 'kind'>): AnonymousLogin => ({
  ...options,
  kind: 'anonymous',
});

const roles: readonly GrafanaRole[] = ['Viewer', 'Editor', 'Admin', 'GrafanaAdmin'];
const kinds = oneOf('admin', 'oidc', 'anonymous');
const administrator: Checks<Omit<AdminLogin, 'kind'>> = {
  user: isSecretRef,
  password: required(isSecretRef),
};
const adminChecks: Checks<AdminLogin> = { kind: kinds, ...administrator };
const oidcChecks: Checks<OidcLogin> = {
  kind: kinds,
  name: isText,
  clientId: required(isText),
  clientSecret: required(isSecretRef),
  authUrl: required(isText),
  tokenUrl: required(isText),
  apiUrl: required(isText),
  scopes: listOf(isText),
  roles: listOf(isObject),
  groupsClaim: isText,
  otherwise: oneOf(...roles, 'none'),
  pkce: isFlag,
  ca: isSecretRef,
};
const anonymousChecks: Checks<AnonymousLogin> = {
  kind: kinds,
  datasources: required(listOf(isObject)),
  reason: required(isText),
  admin: fields(administrator),
};
const roleChecks: Checks<RoleOfGroup> = {
  group: required(isText),
  role: required(oneOf(...roles)),
};

/**
 * Refuses a login that nobody could use, or that is not one.
 *
 * @throws on what the compiler would have refused, and where no group and no one else has a role
 */
export function checkLogin(component: string, login: Login): void {
  const where = `${component}: login`;
  if (login.kind === 'oidc') {
    checkProps(where, login, oidcChecks);
    for (const role of login.roles ?? []) checkProps(`${where}.roles`, role, roleChecks);
    if ((login.roles ?? []).length === 0 && (login.otherwise ?? 'none') === 'none')
      refuse(where, 'gives nobody a role', "name groups in roles, or give otherwise: 'Viewer'");
  } else if (login.kind === 'anonymous') checkProps(where, login, anonymousChecks);
  else checkProps(where, login, adminChecks);
}

/** What is missing where people come in, and nobody has said under which URL. */
export function wayInFaults(
  where: string,
  login: Login,
  service: ServiceOptions = {},
): readonly string[] {
  if (login.kind === 'oidc')
    return [
      refusal(
        where,
        'login is by OIDC, and no URL to come back to is known',
        "route a host to it: gateway.route('grafana.example.com', grafana)",
      ),
    ];
  return service.type === 'LoadBalancer'
    ? [
        refusal(
          where,
          'service.type "LoadBalancer" lets people in, and no URL that they come by is known',
          "say it: grafana.exposedAt('https://grafana.example.com')",
        ),
      ]
    : [];
}
