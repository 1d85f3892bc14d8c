import { refuse } from '../model/refusal.js';
import type { Peer } from './peer.js';

/** Where a listener is that we do not own, from how people write it. */
export interface Address {
  readonly scheme: 'http' | 'https' | 'tcp';
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

/** Ports that a URL leaves out. */
export const standardPorts = { http: 80, https: 443 } as const;

/**
 * An address from a URL.
 *
 * @throws when it does not parse, is not http(s), or carries a user, a query or a fragment
 */
export function parseUrl(url: string): Address {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || (parsed.protocol !== 'http:' && parsed.protocol !== 'https:'))
    return refuse(
      'endpoint',
      `url "${url}" is not an http(s) address`,
      'give https://host[:port][/path]',
    );
  if (parsed.username !== '' || parsed.password !== '')
    refuse(
      'endpoint',
      `url of "${parsed.host}" carries a user or a password`,
      'give credentials by SecretRef',
    );
  if (parsed.search !== '' || parsed.hash !== '')
    refuse(
      'endpoint',
      `url of "${parsed.host}" carries a query or a fragment`,
      'give the address only; a key that stands there is a credential',
    );
  const scheme = parsed.protocol === 'https:' ? 'https' : 'http';
  return {
    scheme,
    host: parsed.hostname,
    port: parsed.port === '' ? standardPorts[scheme] : Number(parsed.port),
    path: parsed.pathname.replace(/\/$/, ''),
  };
}

/**
 * An address from `host:port`.
 *
 * @throws when it is not that
 */
export function parseHostPort(address: string): Address {
  const [, host, digits] = /^([\w.-]+|\[[\da-fA-F:.]+\]):(\d+)$/.exec(address) ?? [];
  const port = Number(digits);
  if (host === undefined || port < 1 || port > 65535)
    return refuse('endpoint', `address "${address}" is not host:port`, 'give both, as in db:5432');
  return { scheme: 'tcp', host, port, path: '' };
}

/** Whom a host name leads to: pods of a namespace, where it names a Service of the cluster, or the outside. */
export function whoAnswers(host: string): Peer {
  // `service.namespace.svc…`, or `replica.service.namespace.svc…`.
  const parts = host.split('.');
  const svc = parts.indexOf('svc');
  const namespace = parts[svc - 1];
  return namespace !== undefined && (svc === 2 || svc === 3)
    ? { kind: 'pods', namespace, labels: {} }
    : { kind: 'outside' };
}
