import { Size } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { App, Chart, Endpoint, type Peer } from '../../lib/core/index.js';
import { objectOf, testChart } from '../support.js';
import { Sample, sampleWorkload } from './parts.js';

const reason = 'for the test';
const specOf = (chart: Chart, name: string) => objectOf(chart, 'NetworkPolicy', name).spec;

describe('an arrow is refused', () => {
  it('into another cluster', () => {
    const app = new App();
    const at = (cluster: string) => new Chart(app, cluster, { site: { cluster } });
    const http = sampleWorkload(at('b'), 'callee').listen({ name: 'http', port: 80 });
    expect(() => sampleWorkload(at('a'), 'caller').reach(http, reason)).toThrow(
      new Error(
        'a/caller/Workload-: b/callee/Workload- is in cluster "b", not in "a"; connect to it by the URL it has outside, with fromUrl',
      ),
    );
  });

  const malformed: readonly (readonly [string, string[], string])[] = [
    ['to no range', [], 'peer has no CIDR; give one at least'],
    [
      'to a range that is none',
      ['10.0.0.0/8', '10.0.0.0/33'],
      'peer "10.0.0.0/33" is not a CIDR; give an address and a prefix length, as in 192.0.2.0/24',
    ],
  ];
  it.each(malformed)('%s', (_, cidrs, message) => {
    const peer: Peer = { kind: 'cidrs', cidrs };
    const endpoint = Endpoint.ofPeer(peer, { name: 'x', port: 80 });
    expect(() => sampleWorkload(testChart()).reach(endpoint, reason)).toThrow(
      new Error(`chart/sample/Workload-: ${message}`),
    );
  });

  it('by name, to what has none', () => {
    const kubelet = Endpoint.onNodes({ name: 'kubelet', port: 10250 });
    expect(() => sampleWorkload(testChart()).connectTo(kubelet, reason)).toThrow(
      new Error(
        'chart/sample/Workload-: endpoint "kubelet" on port 10250 has no host name; record the arrow by reach(): its target is found by discovery',
      ),
    );
  });

  it('and not between two namespaces of one cluster', () => {
    const chart = testChart();
    const there = new Sample(chart, 'callee', { namespace: 'shop' }).run({
      kind: 'StatefulSet',
      volume: { path: '/data', size: Size.gibibytes(1) },
    });
    sampleWorkload(chart, 'caller').reach(there.listen({ name: 'http', port: 80 }), reason);
    expect(specOf(chart, 'callee').ingress).toHaveLength(1);
  });
});
