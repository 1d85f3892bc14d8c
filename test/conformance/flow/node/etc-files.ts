import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import type { V1PodSpec } from '@kubernetes/client-node';
import { hostNameOf } from './environment.js';
import { identity } from './identity.js';
import type { ContainerPlan, NodeContext, NodeFacts } from './types.js';

/** What every container finds below `/etc`, by path below it. */
export const etcFiles = (
  context: NodeContext,
  plan: ContainerPlan,
): Readonly<Record<string, string>> => ({
  hostname: `${hostNameOf(plan, context)}\n`,
  hosts: hosts(plan, hostNameOf(plan, context)),
  'resolv.conf': resolvConf(context.facts, plan),
  'nsswitch.conf': 'hosts: files dns\n',
  passwd: 'root:x:0:0:root:/root:/sbin/nologin\nnobody:x:65534:65534:nobody:/:/sbin/nologin\n',
  group: 'root:x:0:\nnobody:x:65534:\n',
  'ssl/certs/ca-certificates.crt': certificates(context.facts),
});

function hosts({ pod, sandbox }: ContainerPlan, name: string): string {
  const aliases = pod.spec?.hostAliases ?? [];
  return [
    '127.0.0.1 localhost',
    `${sandbox.address} ${name}`,
    ...aliases.map(({ ip, hostnames = [] }) => `${ip} ${hostnames.join(' ')}`),
    '',
  ].join('\n');
}

const domain = 'cluster.local';

/** Whether names are asked of the cluster: on the host's network only a pod that says so asks there. */
const asksCluster = ({ dnsPolicy = 'ClusterFirst', hostNetwork }: V1PodSpec): boolean =>
  dnsPolicy === 'ClusterFirstWithHostNet' || (dnsPolicy === 'ClusterFirst' && !hostNetwork);

function resolvConf({ dns, root }: NodeFacts, { pod }: ContainerPlan): string {
  const spec = pod.spec ?? { containers: [] };
  const { nameservers = [], searches = [], options = [] } = spec.dnsConfig ?? {};
  const own = [
    ...nameservers.map((address) => `nameserver ${address}`),
    ...(searches.length > 0 ? [`search ${searches.join(' ')}`] : []),
    ...options.map(
      ({ name, value }) => `options ${value === undefined ? name : `${name}:${value}`}`,
    ),
  ];
  if (asksCluster(spec)) {
    const search = [
      `${identity(pod).namespace}.svc.${domain}`,
      `svc.${domain}`,
      domain,
      ...searches,
    ];
    const rest = own.filter((line) => !line.startsWith('search '));
    return [`nameserver ${dns}`, `search ${search.join(' ')}`, 'options ndots:5', ...rest, ''].join(
      '\n',
    );
  }
  const ofNode = join(root, 'etc', 'resolv.conf');
  const first = spec.dnsPolicy !== 'None' && existsSync(ofNode) ? readFileSync(ofNode, 'utf8') : '';
  return [first.trimEnd(), ...own, ''].join('\n');
}

const ofMachine = '/etc/ssl/certs/ca-certificates.crt';

const certificates = ({ trusted }: NodeFacts): string =>
  [
    existsSync(ofMachine) ? readFileSync(ofMachine, 'utf8') : rootCertificates.join('\n'),
    existsSync(trusted) ? readFileSync(trusted, 'utf8') : '',
  ].join('\n');
