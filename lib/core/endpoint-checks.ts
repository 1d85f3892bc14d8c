import { refuse } from '../model/refusal.js';
import {
  type Check,
  type Checks,
  checkProps,
  isNamespace,
  isPort,
  isSecretRef,
  isText,
  listOf,
  oneOf,
  required,
} from './check.js';
import { areLabels, fields, kinds } from './check-nested.js';
import { isCidr } from './cidr.js';
import type { Credentials, ForeignPods, UrlOptions } from './endpoint.js';
import type { Peer } from './peer.js';

const isCredentials = kinds<Credentials, 'kind'>('kind', {
  basic: { username: required(isSecretRef), password: required(isSecretRef) },
  bearer: { token: required(isSecretRef) },
});

const somePods = {
  namespace: required(isNamespace),
  labels: required(areLabels),
  port: required(isPort),
};

/** Pods behind a URL or an address, as {@link UrlOptions} names them. */
export const isPodsBehind: Check = fields<NonNullable<UrlOptions['pods']>>(somePods);

const urlChecks: Checks<UrlOptions> = {
  credentials: isCredentials,
  ca: isSecretRef,
  tenant: isText,
  pods: isPodsBehind,
};
const podChecks: Checks<ForeignPods> = {
  ...somePods,
  name: isText,
  scheme: oneOf('http', 'https', 'grpc', 'tcp'),
  path: isText,
};

/** Refuses options of a URL that are unknown or malformed. */
export const checkUrlOptions = (host: string, options: UrlOptions): void =>
  checkProps(`endpoint "${host}"`, options, urlChecks);

/** Refuses pods that nobody could find. */
export const checkForeignPods = (pods: ForeignPods): void =>
  checkProps('endpoint', pods, podChecks);

/** Who stands at the other end of a connection. */
export const isPeer: Check = kinds<Peer, 'kind'>('kind', {
  pods: { namespace: required(isNamespace), labels: required(areLabels) },
  nodes: {},
  'api-server': {},
  cluster: {},
  outside: {},
  cidrs: { cidrs: required(listOf(isCidr)) },
  entity: { entity: required(oneOf('ingress')) },
  everyone: {},
});

/** Refuses port numbers that nothing can listen on. */
export function checkPorts(name: string, ports: readonly (number | undefined)[]): void {
  for (const port of ports) {
    const fault = port === undefined ? undefined : isPort(port);
    if (fault) refuse(`endpoint "${name}"`, `port ${port} ${fault.rule}`, fault.remedy);
  }
}
