import type { IniSections } from '../model/ini.js';
import type { Login, OidcLogin } from './login.js';

/** Files that Secrets are mounted as, by what is in them. */
export interface SecretFiles {
  readonly user?: string;
  readonly password?: string;
  readonly clientSecret?: string;
  readonly ca?: string;
  readonly secretKey?: string;
}

/** All that Grafana's configuration depends on. */
export interface GrafanaModel {
  readonly httpPort: number;
  /** Under which people reach it. @default - unknown */
  readonly rootUrl?: URL;
  readonly login: Login;
  readonly files: SecretFiles;
  /** Plugins of the image that are not started. */
  readonly disabledPlugins: readonly string[];
}

/** What is read from a file when Grafana starts. */
export const fromFile = (path: string): string => `$__file{${path}}`;

/**
 * Grafana as a reader of what is provisioned: it asks nothing of the internet, and whoever is not let in
 * by the login is not let in.
 *
 * Alerting stays on, as it is by default: it shows the rules of Prometheus and Loki and the silences of
 * Alertmanager, and has no rules of its own to evaluate.
 *
 * @see https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/
 */
export const grafanaConfig = (model: GrafanaModel): IniSections => ({
  server: {
    http_port: model.httpPort,
    ...(model.rootUrl ? { domain: model.rootUrl.hostname, root_url: model.rootUrl.href } : {}),
    // Compressing in parallel doubled its memory from 13.0 on (grafana#123017).
    enable_gzip: false,
  },
  log: { mode: 'console' },
  ...nothingFromOutside(model.disabledPlugins),
  security: {
    disable_gravatar: true,
    ...(model.rootUrl?.protocol === 'https:' ? { cookie_secure: true } : {}),
    ...(model.files.secretKey ? { secret_key: fromFile(model.files.secretKey) } : {}),
    ...admin(model),
  },
  ...access(model),
});

/** Each of these would ask grafana.com or another host for something, or send people there. */
const nothingFromOutside = (disabledPlugins: readonly string[]): IniSections => ({
  analytics: {
    reporting_enabled: false,
    check_for_updates: false,
    check_for_plugin_updates: false,
    feedback_links_enabled: false,
  },
  news: { news_feed_enabled: false },
  snapshots: { external_enabled: false },
  plugins: {
    // An update deletes the plugin in the image first. On a read-only root that fails half way, and the
    // datasource is gone while Grafana reports health.
    preinstall_disabled: true,
    preinstall_auto_update: false,
    plugin_admin_enabled: false,
    public_key_retrieval_disabled: true,
    // Each would be a process of its own.
    disable_plugins: disabledPlugins.join(','),
  },
});

/** The first user: without a Secret for it there must be none, as its password would be `admin`. */
function admin({ files }: GrafanaModel): IniSections[string] {
  if (files.password === undefined) return { disable_initial_admin_creation: true };
  return {
    ...(files.user ? { admin_user: fromFile(files.user) } : {}),
    admin_password: fromFile(files.password),
  };
}

function access({ login, files }: GrafanaModel): IniSections {
  if (login.kind === 'admin') return {};
  const noPasswords: IniSections = {
    auth: { disable_login_form: true },
    'auth.basic': { enabled: false },
  };
  if (login.kind === 'oidc')
    return { ...noPasswords, 'auth.generic_oauth': genericOauth(login, files) };
  return {
    ...(login.admin ? {} : noPasswords),
    'auth.anonymous': { enabled: true, org_role: 'Viewer', hide_version: true },
  };
}

function genericOauth(login: OidcLogin, files: SecretFiles): IniSections[string] {
  const { scopes = ['openid', 'profile', 'email'], otherwise = 'none' } = login;
  return {
    enabled: true,
    name: login.name ?? 'OIDC',
    client_id: login.clientId,
    client_secret: fromFile(files.clientSecret ?? ''),
    scopes: scopes.join(' '),
    auth_url: login.authUrl,
    token_url: login.tokenUrl,
    api_url: login.apiUrl,
    use_pkce: login.pkce ?? true,
    role_attribute_path: rolePath(login),
    role_attribute_strict: otherwise === 'none',
    allow_assign_grafana_admin: [otherwise, ...(login.roles ?? []).map((r) => r.role)].includes(
      'GrafanaAdmin',
    ),
    ...(files.ca ? { tls_client_ca: files.ca } : {}),
  };
}

/**
 * Who gets which role, as a JMESPath expression. A claim that is absent or no list has no group in it:
 * `contains` would find `admins` in the text `superadmins`, and fail on nothing at all.
 *
 * @see https://jmespath.org/specification.html
 */
function rolePath({ roles = [], groupsClaim = 'groups', otherwise = 'none' }: OidcLogin): string {
  const plain = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(groupsClaim);
  const groups = `not_null(${plain ? groupsClaim : JSON.stringify(groupsClaim)}[*], \`[]\`)`;
  const literal = (text: string) => `\`${JSON.stringify(text).replaceAll('`', '\\`')}\``;
  return [
    ...roles.map(({ group, role }) => `contains(${groups}, ${literal(group)}) && '${role}'`),
    ...(otherwise === 'none' ? [] : [`'${otherwise}'`]),
  ].join(' || ');
}
