import { isIPv4 } from 'node:net';
import type { FarEnd, Guard, Opening, PortRange, Way } from './policies.js';

const table = 'ip conformance-policies';

/** A comment of nftables has at most 128 bytes. */
const comment = (text: string): string => `comment "${text.slice(0, 120)}"`;

const chainOf = ({ way, address }: Guard): string => `${way.toLowerCase()}-${address}`;

/** Which address of a packet is the far one, and which is the pod's own. */
const addressFields = {
  Ingress: { far: 'ip saddr', own: 'ip daddr' },
  Egress: { far: 'ip daddr', own: 'ip saddr' },
} as const satisfies Record<Way, object>;

/**
 * Guards as text for `nft -f -`, which takes the place of what was there in one step.
 *
 * It judges what is forwarded and what pods send to their node. What the node sends goes by neither way: a pod
 * always lets its own node in. kube-proxy has by then put a pod's address in the place of a Service's, and takes
 * it back in the refusals.
 */
export function ruleset(guards: readonly Guard[]): string {
  const sent = guards.filter(({ way }) => way === 'Egress');
  const text = [
    // Whether or not it is there, it can be deleted then.
    `add table ${table}`,
    `delete table ${table}`,
    `table ${table} {`,
    ...guards.flatMap(chain),
    ...hook('forward', guards),
    ...hook('input', sent),
    '}',
  ];
  return `${text.join('\n')}\n`;
}

function hook(name: 'forward' | 'input', guards: readonly Guard[]): readonly string[] {
  return [
    `  chain ${name} {`,
    `    type filter hook ${name} priority filter; policy accept;`,
    '    ct state established,related accept',
    ...guards.map((guard) =>
      [
        `    ${addressFields[guard.way].own} ${guard.address}`,
        `jump ${chainOf(guard)} ${comment(guard.pod)}`,
      ].join(' '),
    ),
    '  }',
  ];
}

/** Comes back from what may pass: the other pod's policies have their say as well. */
function chain(guard: Guard): readonly string[] {
  const { far } = addressFields[guard.way];
  const refused = guard.way === 'Ingress' ? `refused to ${guard.pod}` : `refused from ${guard.pod}`;
  return [
    `  chain ${chainOf(guard)} {`,
    `    ${far} ${guard.address} return ${comment('a pod may talk to itself')}`,
    ...guard.openings.flatMap((opening) => rule(far, opening)),
    `    meta l4proto tcp counter reject with tcp reset ${comment(refused)}`,
    `    counter reject with icmp admin-prohibited ${comment(refused)}`,
    '  }',
  ];
}

function rule(field: string, { far, ports, policy }: Opening): readonly string[] {
  const ends = endConditions(field, far);
  if (ends === undefined) return [];
  const conditions = [...ends, ...(ports ? [portCondition(ports)] : [])];
  return [`    ${[...conditions, 'return', comment(policy)].join(' ')}`];
}

/** None where nobody is meant: no such pod is there, or a block of IPv6, which none of our pods speaks. */
function endConditions(field: string, far: FarEnd): readonly string[] | undefined {
  switch (far.kind) {
    case 'anyone':
      return [];
    case 'pods':
      return far.addresses.length > 0 ? [`${field} { ${far.addresses.join(', ')} }`] : undefined;
    case 'block':
      return isIPv4(far.cidr.split('/')[0] ?? '')
        ? [`${field} ${far.cidr}`, ...far.except.map((cidr) => `${field} != ${cidr}`)]
        : undefined;
  }
}

function portCondition({ protocol, first, last }: PortRange): string {
  const transport = protocol.toLowerCase();
  if (first === undefined) return `meta l4proto ${transport}`;
  return `${transport} dport ${first === last ? first : `${first}-${last}`}`;
}
