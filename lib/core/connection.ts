import { refuse } from '../model/refusal.js';
import type { Credentials, Endpoint } from './endpoint.js';
import type { Workload } from './workload.js';
import type { Connection } from './workload-props.js';

/**
 * What a workload's configuration says of an endpoint that it calls by name; mounts the files for it.
 *
 * @throws when the endpoint has no name to find it by
 */
export function connection(workload: Workload, endpoint: Endpoint): Connection {
  if (endpoint.host === '')
    refuse(
      workload.node.path,
      `endpoint "${endpoint.name}" on port ${endpoint.port} has no host name`,
      'record the arrow by reach(): its target is found by discovery',
    );
  const { credentials, ca, tenant } = endpoint.access;
  return {
    url: endpoint.url,
    ...(credentials ? { auth: mounted(workload, credentials) } : {}),
    ...(ca ? { caFile: workload.secretFile(ca) } : {}),
    ...(tenant ? { tenant } : {}),
  };
}

function mounted(workload: Workload, c: Credentials): NonNullable<Connection['auth']> {
  if (c.kind === 'bearer') return { kind: 'bearer', tokenFile: workload.secretFile(c.token) };
  return {
    kind: 'basic',
    usernameFile: workload.secretFile(c.username),
    passwordFile: workload.secretFile(c.password),
  };
}
