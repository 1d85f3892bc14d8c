import { describe, expect, it } from 'vitest';
import { type Flow, type Peer, platform, type SiteProps, site } from '../../lib/core/index.js';
import { networkPolicySpec } from '../../lib/core/policy.js';

const at = (facts: Partial<SiteProps> = {}) => site({ cluster: 'test', ...facts });
const flow = (peer: Peer, ...ports: number[]): Flow => ({
  peer,
  ports: ports.map((port) => ({ port, transport: 'TCP' })),
  reason: 'for the test',
});
const selector = { app: 'a' };
const egress = (flows: readonly Flow[], facts: Partial<SiteProps> = {}) =>
  networkPolicySpec({ selector, ingress: [], egress: flows }, at(facts)).egress;
const block = (cidr: string, ...except: string[]) => ({
  ipBlock: { cidr, ...(except.length > 0 ? { except } : {}) },
});
const anywhere = [block('0.0.0.0/0', '169.254.169.254/32'), block('::/0', 'fd00:ec2::254/128')];
const shop = { kind: 'pods', namespace: 'shop', labels: { app: 'db' } } as const;

describe('a peer in the words of a NetworkPolicy', () => {
  const table: readonly (readonly [string, Peer, Partial<SiteProps>, object])[] = [
    [
      'pods, by namespace and labels',
      shop,
      {},
      [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } },
          podSelector: { matchLabels: { app: 'db' } },
        },
      ],
    ],
    [
      'all pods of a namespace, without labels',
      { kind: 'pods', namespace: 'shop', labels: {} },
      {},
      [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } },
          podSelector: { matchLabels: {} },
        },
      ],
    ],
    ['every pod of the cluster', { kind: 'cluster' }, {}, [{ namespaceSelector: {} }]],
    ['nodes of unknown addresses', { kind: 'nodes' }, {}, anywhere],
    [
      'nodes of known addresses, sorted and once each',
      { kind: 'nodes' },
      { nodeCidrs: ['10.1.0.0/16', '10.0.0.0/16', '10.1.0.0/16'] },
      [block('10.0.0.0/16'), block('10.1.0.0/16')],
    ],
    ['an API server of unknown address', { kind: 'api-server' }, {}, anywhere],
    [
      'an API server of known address',
      { kind: 'api-server' },
      { apiServerCidrs: ['192.0.2.1/32'] },
      [block('192.0.2.1/32')],
    ],
    ['the outside, but for the metadata service', { kind: 'outside' }, {}, anywhere],
    [
      'the outside of a site that names it',
      { kind: 'outside' },
      { outsideCidrs: ['198.51.100.0/24'] },
      [block('198.51.100.0/24')],
    ],
    [
      'ranges, whatever the site says',
      { kind: 'cidrs', cidrs: ['203.0.113.0/24'] },
      { outsideCidrs: ['198.51.100.0/24'] },
      [block('203.0.113.0/24')],
    ],
    ['everyone', { kind: 'everyone' }, {}, [block('0.0.0.0/0'), block('::/0')]],
    [
      'nodes where Cilium is not to be named, on known addresses',
      { kind: 'nodes' },
      { platform: platform('doks'), nodeCidrs: ['10.0.0.0/16'] },
      [block('10.0.0.0/16')],
    ],
  ];
  it.each(table)('%s', (_, peer, facts, to) => {
    expect(egress([flow(peer, 80)], facts)).toMatchObject([{ to }]);
  });

  const cilium = { platform: platform('doks') };
  const left: readonly (readonly [string, Peer])[] = [
    ['nodes', { kind: 'nodes' }],
    ['the API server', { kind: 'api-server' }],
    ['an entity', { kind: 'entity', entity: 'ingress' }],
  ];
  it.each(left)('%s, left to Cilium: here it could only be every address', (_, peer) => {
    expect(egress([flow(peer, 80)], cilium)).toBeUndefined();
  });

  it('nodes under Dataplane V2, by a rule of ports alone', () => {
    expect(egress([flow({ kind: 'nodes' }, 10250)], { platform: platform('gke') })).toMatchObject([
      { ports: [{ port: { value: 10250 } }] },
    ]);
    const [rule] = egress([flow({ kind: 'nodes' }, 10250)], { platform: platform('gke') }) ?? [];
    expect(rule).not.toHaveProperty('to');
  });
});

describe('rules', () => {
  it('close both directions, and say nothing where nothing is allowed', () => {
    expect(networkPolicySpec({ selector, ingress: [], egress: [] }, at())).toEqual({
      podSelector: { matchLabels: { app: 'a' } },
      policyTypes: ['Ingress', 'Egress'],
    });
  });

  it('of one peer are one, with its ports sorted by number and once each', () => {
    const rules = egress([flow(shop, 9090, 80), flow(shop, 80), flow(shop, 443)]);
    expect(rules).toHaveLength(1);
    expect(rules?.[0]?.ports?.map((p) => p.port?.value)).toEqual([80, 443, 9090]);
  });

  it('tell transports and ranges of one port apart', () => {
    const ports = [
      { port: 53, transport: 'UDP' },
      { port: 53, transport: 'TCP' },
      { port: 1, lastPort: 65_535, transport: 'TCP' },
    ] as const;
    expect(egress([{ peer: shop, ports, reason: '' }])?.[0]?.ports).toMatchObject([
      { port: { value: 1 }, endPort: 65_535, protocol: 'TCP' },
      { port: { value: 53 }, protocol: 'TCP' },
      { port: { value: 53 }, protocol: 'UDP' },
    ]);
  });

  it('of peers with the same labels in another order are one', () => {
    const labels = (...names: string[]) => Object.fromEntries(names.map((n) => [n, 'x']));
    const pods = (...names: string[]) => ({ ...shop, labels: labels(...names) });
    expect(egress([flow(pods('a', 'b'), 80), flow(pods('b', 'a'), 443)])).toHaveLength(1);
  });

  it('come in the same order, whatever the order of wiring', () => {
    const flows = [
      flow({ kind: 'outside' }, 443),
      flow(shop, 80),
      flow({ kind: 'cluster' }, 8080),
      flow({ kind: 'cidrs', cidrs: ['10.0.0.0/8'] }, 53),
      flow(shop, 5432),
    ];
    const text = (of: readonly Flow[]) =>
      JSON.stringify(networkPolicySpec({ selector, ingress: of, egress: of }, at()));
    expect(text([...flows].reverse())).toBe(text(flows));
    expect(text([...flows.slice(2), ...flows.slice(0, 2)])).toBe(text(flows));
  });

  it('are none without a port: a rule without ports would open all of them', () => {
    expect(egress([flow(shop)])).toBeUndefined();
  });
});
