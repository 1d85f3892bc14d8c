import {
  type Connection,
  type ScrapeTarget,
  type SecretRef,
  serviceAccountDir,
} from '../core/index.js';
import type { ComponentBlock } from '../model/alloy.js';
import { type Attributes, type Block, block, call, component } from '../model/alloy.js';

/**
 * How Alloy proves who it is and checks whom it speaks to: attributes and blocks of whatever makes the
 * requests, and the blocks that read a file for them. Secrets are named by file, which Alloy reads again
 * at every request.
 */
export interface HttpClient {
  readonly attributes: Attributes;
  readonly blocks: readonly Block[];
  readonly files: readonly ComponentBlock[];
}

/** Somewhere to send to, with all that it takes to get in. */
export interface Destination {
  readonly connection: Connection;
  /** Whether the site's proxy stands between. */
  readonly viaProxy: boolean;
}

/** The setting that has it use the site's proxy. */
export const proxied = (viaProxy: boolean): Attributes =>
  viaProxy ? { proxy_from_environment: true } : {};

/** As a connection says, but for the tenant: each product's blocks have their own word for it. */
export function connectionClient({ connection, viaProxy }: Destination): HttpClient {
  const { auth, caFile } = connection;
  const login = auth?.kind === 'basic' ? basic(auth.usernameFile, auth.passwordFile) : undefined;
  return {
    attributes: proxied(viaProxy),
    blocks: [
      ...(login ? [login.block] : []),
      ...(auth?.kind === 'bearer' ? [bearer(auth.tokenFile)] : []),
      ...(caFile ? [block('tls_config', { ca_file: caFile })] : []),
    ],
    files: login ? [login.file] : [],
  };
}

/** Alloy reads a password from a file by itself, and a user's name not. */
function basic(usernameFile: string, passwordFile: string) {
  const label = usernameFile.replace(/[^a-zA-Z0-9]+/g, '_').replace(/^_/, '');
  const file = component('local.file', label, { filename: usernameFile });
  const username = call('string.trim_space', file.export('content'));
  return { file, block: block('basic_auth', { username, password_file: passwordFile }) };
}

const bearer = (file: string): Block => block('authorization', { credentials_file: file });

/**
 * As a scrape target says.
 *
 * @param file mounts a Secret and gives its path
 * @param tokensViaProxy whether the server that gives tokens stands behind the site's proxy
 */
export function scrapeClient(
  { auth, tls = {} }: ScrapeTarget,
  file: (ref: SecretRef) => string,
  tokensViaProxy: boolean,
): HttpClient {
  const login =
    auth?.kind === 'basic' ? basic(file(auth.username), file(auth.password)) : undefined;
  const house =
    auth?.kind === 'service-account' && !tls.unverified ? `${serviceAccountDir}/ca.crt` : undefined;
  const checked: Attributes = {
    ca_file: tls.ca ? file(tls.ca) : house,
    cert_file: tls.certificate && file(tls.certificate.cert),
    key_file: tls.certificate && file(tls.certificate.key),
    server_name: tls.serverName,
    insecure_skip_verify: tls.unverified ? true : undefined,
  };
  const blocks = [
    ...(login ? [login.block] : []),
    ...(auth?.kind === 'service-account' ? [bearer(`${serviceAccountDir}/token`)] : []),
    ...(auth?.kind === 'bearer' ? [bearer(file(auth.token))] : []),
    ...(auth?.kind === 'oauth2'
      ? [
          block('oauth2', {
            client_id: auth.clientId,
            client_secret_file: file(auth.clientSecret),
            token_url: auth.tokenUrl,
            scopes: auth.scopes,
            ...proxied(tokensViaProxy),
          }),
        ]
      : []),
    ...(Object.values(checked).some((value) => value !== undefined)
      ? [block('tls_config', checked, [], tls.unverified && `Not verified: ${tls.unverified}`)]
      : []),
  ];
  return { attributes: {}, blocks, files: login ? [login.file] : [] };
}
