import {
  type Check,
  type Checks,
  checkProps,
  Endpoint,
  isPodsBehind,
  isPort,
  isSecretRef,
  refuse,
  required,
  type SecretRef,
  type UrlOptions,
} from '../core/index.js';
import { type Receiver, type ReceiverOptions, receiverChecks, toldBy } from './receivers.js';

/** Options of {@link webhook}. */
export interface WebhookOptions extends ReceiverOptions, Pick<UrlOptions, 'pods'> {
  /** Where alerts are posted as JSON: by reference where the address lets in whoever knows it. */
  readonly url: string | SecretRef;
  /** Token sent as `Authorization: Bearer …`. @default - none */
  readonly bearer?: SecretRef;
  /** Port of an address given by reference, which no network policy can read. @default 443 */
  readonly port?: number;
}

/** Hosts whose addresses let in whoever knows them. */
const secretHosts =
  /^https?:\/\/(?:hooks\.slack\.com|(?:[\w-]+\.)?discord(?:app)?\.com|[\w.-]+\.webhook\.office\.com|hc-ping\.com)(?:[:/]|$)/i;

const isUrl: Check = (value) =>
  typeof value === 'string' && value !== '' && !secretHosts.test(value)
    ? undefined
    : isSecretRef(value);

const webhookChecks: Checks<WebhookOptions> = {
  ...receiverChecks,
  url: required(isUrl),
  bearer: isSecretRef,
  port: isPort,
  pods: isPodsBehind,
};

/**
 * Told by a POST of JSON to an address of your choice.
 *
 * @throws when the address is itself a credential and not given by reference
 * @example
 * webhook({ url: 'http://alert-bot.chat.svc:8080/alerts', bearer: new SecretRef('alert-bot', 'token') })
 * @see https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 */
export function webhook(options: WebhookOptions): Receiver {
  checkProps('webhook', options, webhookChecks);
  const { url, bearer, port } = options;
  if (typeof url === 'string' && port !== undefined)
    refuse('webhook', `port "${port}" is given beside a url that has one`, 'write it in the url');
  return toldBy('webhook', options, addressOf(options), ({ file, http }) => ({
    ...(typeof url === 'string' ? { url } : { url_file: file(url) }),
    ...(bearer ? { http_config: { ...http, authorization: tokenIn(file(bearer)) } } : {}),
  }));
}

const tokenIn = (file: string) => ({ type: 'Bearer', credentials_file: file });

/** Where a webhook listens: what only a Secret knows is taken to be outside, if no pods are named. */
function addressOf({ url, pods, port = 443 }: WebhookOptions): Endpoint {
  if (typeof url === 'string') return Endpoint.fromUrl(url, { pods });
  if (pods) return Endpoint.ofPods(pods);
  return Endpoint.ofPeer({ kind: 'outside' }, { name: 'webhook', port });
}
