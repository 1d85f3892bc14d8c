import { describe, expect, it } from 'vitest';
import { ciliumPolicySpec } from '../../lib/core/cilium-policy.js';
import { Endpoint, type Flow, type Peer, platform } from '../../lib/core/index.js';
import { inventory, objectOf, testChart } from '../support.js';
import { sampleWorkload } from './parts.js';

const reason = 'for the test';
const doks = { platform: platform('doks') };
const apiServer = ['kube-apiserver', 'host', 'remote-node'];
const tcp = (...ports: string[]) => [{ ports: ports.map((port) => ({ port, protocol: 'TCP' })) }];

describe('a CiliumNetworkPolicy stands beside the NetworkPolicy', () => {
  const peers: readonly (readonly [string, Peer, string[]])[] = [
    ['for nodes', { kind: 'nodes' }, ['host', 'remote-node']],
    ['for the API server, wherever it stands', { kind: 'api-server' }, apiServer],
    ['for an entity', { kind: 'entity', entity: 'ingress' }, ['ingress']],
    ['for everyone, as ranges of addresses match no pod', { kind: 'everyone' }, ['all']],
  ];
  it.each(peers)('%s, both ways', (_, peer, names) => {
    const chart = testChart(doks);
    const workload = sampleWorkload(chart);
    const http = workload.listen({ name: 'http', port: 80 });
    workload.traffic.admit(peer, http, reason);
    workload.reach(Endpoint.ofPeer(peer, { name: 'x', port: 443 }), reason);
    const policy = objectOf(chart, 'CiliumNetworkPolicy', 'sample');
    expect(policy.metadata).toEqual(objectOf(chart, 'NetworkPolicy', 'sample').metadata);
    expect(policy.spec).toEqual({
      endpointSelector: {
        matchLabels: { 'app.kubernetes.io/instance': 'sample', 'app.kubernetes.io/name': 'sample' },
      },
      egress: [{ toEntities: names, toPorts: tcp('443') }],
      ingress: [{ fromEntities: names, toPorts: tcp('80') }],
    });
  });

  it('from the first permission on', () => {
    const chart = testChart(doks);
    const read = { apiGroup: '', resources: ['pods'], verbs: ['list'], reason } as const;
    sampleWorkload(chart).allow('cluster', read);
    expect(objectOf(chart, 'CiliumNetworkPolicy', 'sample').spec.egress).toEqual([
      { toEntities: apiServer, toPorts: tcp('443') },
    ]);
    expect(objectOf(chart, 'NetworkPolicy', 'sample').spec).not.toHaveProperty('egress');
  });
});

describe('it is not there', () => {
  const others: readonly (readonly [string, Peer])[] = [
    ['pods', { kind: 'pods', namespace: 'shop', labels: {} }],
    ['the cluster', { kind: 'cluster' }],
    ['the outside', { kind: 'outside' }],
    ['ranges', { kind: 'cidrs', cidrs: ['203.0.113.0/24'] }],
  ];
  const policies = (site: object, peer: Peer, hostNetwork?: string) => {
    const chart = testChart(site);
    const workload = sampleWorkload(chart, 'sample', { hostNetwork });
    workload.reach(Endpoint.ofPeer(peer, { name: 'x', port: 443 }), reason);
    return inventory(chart).filter((o) => o.includes('NetworkPolicy'));
  };

  it.each(others)('for %s', (_, peer) => {
    expect(policies(doks, peer)).toEqual(['NetworkPolicy sample']);
  });

  it('where policies are judged otherwise, or judge nothing', () => {
    const nodes = { kind: 'nodes' } as const;
    expect(policies({}, nodes)).toEqual(['NetworkPolicy sample']);
    expect(policies(doks, nodes, 'it must')).toEqual([]);
    expect(policies(doks, nodes)).toEqual(['CiliumNetworkPolicy sample', 'NetworkPolicy sample']);
  });
});

it('its rules are merged by name, their ports sorted, whatever the order of wiring', () => {
  const flow = (peer: Peer, port: number): Flow => ({
    peer,
    ports: [{ port, transport: 'TCP' }],
    reason,
  });
  const flows = [
    flow({ kind: 'nodes' }, 9100),
    flow({ kind: 'api-server' }, 443),
    flow({ kind: 'nodes' }, 80),
    flow({ kind: 'outside' }, 443),
    { ...flow({ kind: 'nodes' }, 80), ports: [] },
  ];
  const spec = (of: readonly Flow[]) =>
    ciliumPolicySpec({ selector: {}, ingress: [], egress: of }).egress;
  expect(spec(flows)).toEqual([
    { toEntities: ['host', 'remote-node'], toPorts: tcp('80', '9100') },
    { toEntities: apiServer, toPorts: tcp('443') },
  ]);
  expect(spec([...flows].reverse())).toEqual(spec(flows));
});
