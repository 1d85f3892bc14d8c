import type { V1NetworkPolicy, V1NetworkPolicySpec, V1Pod } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import { guards, type PolicyFacts } from '../conformance/flow/node/policies.js';
import { ruleset } from '../conformance/flow/node/ruleset.js';

const pod = (
  name: string,
  address: string,
  more: { node?: string; hostNetwork?: boolean; port?: number; phase?: string } = {},
): V1Pod => {
  const [namespace, app] = name.split('/');
  const { node = 'node-1', hostNetwork, port = 80, phase = 'Running' } = more;
  const ports = [{ name: 'http', containerPort: port }];
  return {
    metadata: { namespace, name: app, labels: { app: app ?? '' } },
    spec: { nodeName: node, hostNetwork, containers: [{ name: 'main', ports }] },
    status: { podIP: address, phase },
  };
};

const policy = (spec: V1NetworkPolicySpec): V1NetworkPolicy => ({
  metadata: { namespace: 'shop', name: 'p' },
  spec,
});

const pods = [
  pod('shop/web', '10.244.1.2'),
  pod('shop/db', '10.244.2.2', { node: 'node-2', port: 5432 }),
  pod('bank/db', '10.244.2.3', { node: 'node-2', port: 5433 }),
];

const facts = (policies: readonly V1NetworkPolicySpec[], more: readonly V1Pod[] = []) =>
  ({
    node: 'node-1',
    policies: policies.map(policy),
    pods: [...pods, ...more],
    namespaces: ['shop', 'bank'].map((name) => ({ metadata: { name, labels: { name } } })),
  }) satisfies PolicyFacts;

const web = { matchLabels: { app: 'web' } };
const db = { matchLabels: { app: 'db' } };

/** The rules of one chain, without their comments and without those that every chain has. */
function rules(spec: V1NetworkPolicySpec, way: 'ingress' | 'egress'): readonly string[] {
  const text = ruleset(guards(facts([spec])));
  const [, chain] = new RegExp(`chain ${way}-10.244.1.2 {\n(.*?)\n {2}}`, 's').exec(text) ?? [];
  if (chain === undefined) return ['unguarded'];
  const lines = chain.split('\n').map((line) => line.replace(/ comment ".*"$/, '').trim());
  return lines.slice(1, -2);
}
const ingress = (rule: object) =>
  rules({ podSelector: web, policyTypes: ['Ingress'], ingress: [rule] }, 'ingress');
const egress = (rule: object) =>
  rules({ podSelector: web, policyTypes: ['Egress'], egress: [rule] }, 'egress');

describe('the packet filter of a node', () => {
  it('guards both ways of a pod that a policy selects, and takes the place of the one before', () => {
    const both = {
      podSelector: web,
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ _from: [{ podSelector: db }], ports: [{ port: 'http' }] }],
      egress: [
        {
          to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } }],
          ports: [{ port: 443 }, { protocol: 'UDP', port: 30000, endPort: 30010 }],
        },
      ],
    };
    expect(ruleset(guards(facts([both])))).toBe(`\
add table ip conformance-policies
delete table ip conformance-policies
table ip conformance-policies {
  chain egress-10.244.1.2 {
    ip daddr 10.244.1.2 return comment "a pod may talk to itself"
    ip daddr 0.0.0.0/0 ip daddr != 169.254.169.254/32 tcp dport 443 return comment "shop/p"
    ip daddr 0.0.0.0/0 ip daddr != 169.254.169.254/32 udp dport 30000-30010 return comment "shop/p"
    meta l4proto tcp counter reject with tcp reset comment "refused from shop/web"
    counter reject with icmp admin-prohibited comment "refused from shop/web"
  }
  chain ingress-10.244.1.2 {
    ip saddr 10.244.1.2 return comment "a pod may talk to itself"
    ip saddr { 10.244.2.2 } tcp dport 80 return comment "shop/p"
    meta l4proto tcp counter reject with tcp reset comment "refused to shop/web"
    counter reject with icmp admin-prohibited comment "refused to shop/web"
  }
  chain forward {
    type filter hook forward priority filter; policy accept;
    ct state established,related accept
    ip saddr 10.244.1.2 jump egress-10.244.1.2 comment "shop/web"
    ip daddr 10.244.1.2 jump ingress-10.244.1.2 comment "shop/web"
  }
  chain input {
    type filter hook input priority filter; policy accept;
    ct state established,related accept
    ip saddr 10.244.1.2 jump egress-10.244.1.2 comment "shop/web"
  }
}
`);
  });

  it('leaves alone what no policy selects', () => {
    expect(ruleset(guards(facts([])))).toBe(`\
add table ip conformance-policies
delete table ip conformance-policies
table ip conformance-policies {
  chain forward {
    type filter hook forward priority filter; policy accept;
    ct state established,related accept
  }
  chain input {
    type filter hook input priority filter; policy accept;
    ct state established,related accept
  }
}
`);
  });
});

describe('a policy', () => {
  it('guards what comes in where it does not say, and what goes out where it has rules for it', () => {
    expect(rules({ podSelector: web }, 'ingress')).toEqual([]);
    expect(rules({ podSelector: web }, 'egress')).toEqual(['unguarded']);
    expect(rules({ podSelector: web, egress: [{}] }, 'egress')).toEqual(['return']);
    expect(rules({ podSelector: web, policyTypes: ['Egress'] }, 'egress')).toEqual([]);
    expect(rules({ podSelector: web, policyTypes: ['Egress'] }, 'ingress')).toEqual(['unguarded']);
  });

  it('adds up with others of the same pod', () => {
    const opened = (port: number) => ({ podSelector: web, ingress: [{ ports: [{ port }] }] });
    const [guard] = guards(facts([opened(80), { podSelector: {} }, opened(81)]));
    expect(guard?.openings.map(({ ports }) => ports?.first)).toEqual([80, 81]);
  });

  it('binds no pod of another node, of another namespace, on the host network, or that has ended', () => {
    const others = [
      pod('shop/agent', '192.0.2.1', { hostNetwork: true }),
      pod('shop/job', '10.244.1.3', { phase: 'Succeeded' }),
      pod('bank/web', '10.244.1.4'),
    ];
    const found = guards(facts([{ podSelector: {} }], others));
    expect(found.map((guard) => guard.pod)).toEqual(['shop/web']);
  });
});

describe('its peers', () => {
  it('are pods of its own namespace, unless it selects namespaces', () => {
    const bank = { matchLabels: { name: 'bank' } };
    const from = (peer: object) => ingress({ _from: [peer] });
    expect(from({ podSelector: db })).toEqual(['ip saddr { 10.244.2.2 } return']);
    expect(from({ podSelector: db, namespaceSelector: bank })).toEqual([
      'ip saddr { 10.244.2.3 } return',
    ]);
    expect(from({ podSelector: db, namespaceSelector: {} })).toEqual([
      'ip saddr { 10.244.2.2, 10.244.2.3 } return',
    ]);
    expect(from({ namespaceSelector: bank })).toEqual(['ip saddr { 10.244.2.3 } return']);
    expect(from({ podSelector: { matchLabels: { app: 'nobody' } } })).toEqual([]);
  });

  it('are read as the client lists them, and as it watches them', () => {
    const peers = [{ podSelector: db }];
    expect(ingress({ from: peers })).toEqual(['ip saddr { 10.244.2.2 } return']);
    expect(ingress({ _from: peers })).toEqual(['ip saddr { 10.244.2.2 } return']);
  });

  it.each([
    ['In', ['db', 'web'], ['10.244.1.2', '10.244.2.2']],
    ['NotIn', ['web'], ['10.244.2.2']],
    ['Exists', undefined, ['10.244.1.2', '10.244.2.2']],
    ['DoesNotExist', undefined, []],
  ])('may be selected by %s', (operator, values, addresses) => {
    const podSelector = { matchExpressions: [{ key: 'app', operator, values }] };
    const [guard] = guards(facts([{ podSelector: web, ingress: [{ _from: [{ podSelector }] }] }]));
    expect(guard?.openings.map(({ far }) => far)).toEqual([{ kind: 'pods', addresses }]);
  });

  it('are no pods on the host network: only a block has their address', () => {
    const agent = pod('shop/db', '192.0.2.2', { hostNetwork: true });
    const found = guards(
      facts([{ podSelector: web, ingress: [{ _from: [{ podSelector: db }] }] }], [agent]),
    );
    expect(found[0]?.openings[0]?.far).toEqual({ kind: 'pods', addresses: ['10.244.2.2'] });
    expect(ingress({ _from: [{ ipBlock: { cidr: '192.0.2.0/24' } }] })).toEqual([
      'ip saddr 192.0.2.0/24 return',
    ]);
  });

  it('are nobody where they are a block of IPv6', () => {
    expect(ingress({ _from: [{ ipBlock: { cidr: '::/0' } }] })).toEqual([]);
  });

  it('are all where none is named', () => {
    expect(ingress({ _from: [], ports: [{ port: 80 }] })).toEqual(['tcp dport 80 return']);
    expect(egress({ ports: [{ protocol: 'UDP' }] })).toEqual(['meta l4proto udp return']);
  });
});

describe('its ports by name', () => {
  it('are those of the pod that is called, each its own', () => {
    const ports = [{ port: 'http' }];
    const to = [{ podSelector: db, namespaceSelector: {} }];
    expect(egress({ to, ports })).toEqual([
      'ip daddr { 10.244.2.2 } tcp dport 5432 return',
      'ip daddr { 10.244.2.3 } tcp dport 5433 return',
    ]);
    expect(egress({ ports })).toContain('ip daddr { 10.244.1.2 } tcp dport 80 return');
    expect(ingress({ _from: to, ports })).toEqual([
      'ip saddr { 10.244.2.2, 10.244.2.3 } tcp dport 80 return',
    ]);
  });

  it('are none where the pod has none of that name and protocol, or no pod is named', () => {
    expect(ingress({ ports: [{ port: 'grpc' }] })).toEqual([]);
    expect(ingress({ ports: [{ port: 'http', protocol: 'UDP' }] })).toEqual([]);
    const to = [{ ipBlock: { cidr: '10.0.0.0/8' } }];
    expect(egress({ to, ports: [{ port: 'http' }] })).toEqual([]);
  });
});
