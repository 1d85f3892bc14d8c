import {
  type Connection,
  type ScrapeAuth,
  type ScrapeTls,
  type SecretRef,
  serviceAccountDir,
} from '../core/index.js';

/** Prometheus looks at the environment's proxy only where it is told to. */
export interface ProxyChoice {
  readonly proxy_from_environment?: true;
}

/**
 * How Prometheus proves who it is and checks whom it speaks to, for scrapes, remote write and Alertmanager
 * alike. Secrets are named by file: Prometheus reads them at every request, so a rotated one needs no
 * reload.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#http_config
 */
export interface HttpClient extends ProxyChoice {
  readonly basic_auth?: { readonly username_file: string; readonly password_file: string };
  readonly authorization?: { readonly credentials_file: string };
  readonly oauth2?: ProxyChoice & {
    readonly client_id: string;
    readonly client_secret_file: string;
    readonly token_url: string;
    readonly scopes?: readonly string[];
  };
  readonly tls_config?: {
    readonly ca_file?: string;
    readonly cert_file?: string;
    readonly key_file?: string;
    readonly server_name?: string;
    readonly insecure_skip_verify?: true;
  };
  readonly http_headers?: Readonly<Record<string, { readonly values: readonly string[] }>>;
}

type File = (ref: SecretRef) => string;

function authorized(auth: ScrapeAuth, file: File, tokens: ProxyChoice): HttpClient {
  switch (auth.kind) {
    case 'service-account':
      return { authorization: { credentials_file: `${serviceAccountDir}/token` } };
    case 'basic':
      return {
        basic_auth: { username_file: file(auth.username), password_file: file(auth.password) },
      };
    case 'bearer':
      return { authorization: { credentials_file: file(auth.token) } };
    case 'oauth2':
      return {
        oauth2: {
          client_id: auth.clientId,
          client_secret_file: file(auth.clientSecret),
          token_url: auth.tokenUrl,
          ...(auth.scopes ? { scopes: auth.scopes } : {}),
          ...tokens,
        },
      };
  }
}

function verified(tls: ScrapeTls, auth: ScrapeAuth | undefined, file: File): HttpClient {
  const house =
    auth?.kind === 'service-account' && !tls.unverified ? `${serviceAccountDir}/ca.crt` : undefined;
  const ca = tls.ca ? file(tls.ca) : house;
  const told = {
    ...(ca ? { ca_file: ca } : {}),
    ...(tls.certificate
      ? { cert_file: file(tls.certificate.cert), key_file: file(tls.certificate.key) }
      : {}),
    ...(tls.serverName ? { server_name: tls.serverName } : {}),
    ...(tls.unverified ? { insecure_skip_verify: true as const } : {}),
  };
  return Object.keys(told).length > 0 ? { tls_config: told } : {};
}

/**
 * As a scrape target says.
 *
 * @param file mounts a Secret and gives its path
 * @param tokens how the server that gives tokens is reached
 */
export const scrapeClient = (
  { auth, tls = {} }: { readonly auth?: ScrapeAuth; readonly tls?: ScrapeTls },
  file: File,
  tokens: ProxyChoice,
): HttpClient => ({
  ...(auth ? authorized(auth, file, tokens) : {}),
  ...verified(tls, auth, file),
});

/** As a connection says, but for the tenant. */
export const connectionClient = ({ auth, caFile }: Connection): HttpClient => ({
  ...(auth?.kind === 'basic'
    ? { basic_auth: { username_file: auth.usernameFile, password_file: auth.passwordFile } }
    : {}),
  ...(auth?.kind === 'bearer' ? { authorization: { credentials_file: auth.tokenFile } } : {}),
  ...(caFile ? { tls_config: { ca_file: caFile } } : {}),
});
