import { describe, expect, it } from 'vitest';
import {
  type Chart,
  Endpoint,
  platform,
  type SiteProps,
  type WorkloadProps,
} from '../../lib/core/index.js';
import { objectOf, testChart } from '../support.js';
import { sampleWorkload } from './parts.js';

const reason = 'for the test';
const specOf = (chart: Chart, name: string) => objectOf(chart, 'NetworkPolicy', name).spec;
const dns = {
  to: [
    {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
      podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
    },
  ],
  ports: [
    { port: 53, protocol: 'TCP' },
    { port: 53, protocol: 'UDP' },
  ],
};
const podsOf = (name: string) => [
  {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'observability' } },
    podSelector: {
      matchLabels: { 'app.kubernetes.io/name': 'sample', 'app.kubernetes.io/instance': name },
    },
  },
];
/** Egress of a workload that did something, at a site. */
const egress = (
  act: (workload: ReturnType<typeof sampleWorkload>) => void,
  site: Partial<SiteProps> = {},
) => {
  const chart = testChart(site);
  act(sampleWorkload(chart));
  return specOf(chart, 'sample').egress;
};

describe('an arrow', () => {
  it('is recorded at both ends, by discovery without DNS', () => {
    const chart = testChart();
    const http = sampleWorkload(chart, 'callee').listen({ name: 'http', port: 80 });
    sampleWorkload(chart, 'caller').reach(http.at('/metrics'), reason);
    const ports = [{ port: 80, protocol: 'TCP' }];
    expect(specOf(chart, 'caller').egress).toEqual([{ to: podsOf('callee'), ports }]);
    expect(specOf(chart, 'callee').ingress).toEqual([{ from: podsOf('caller'), ports }]);
  });

  it('by name lets names be resolved as well', () => {
    const chart = testChart();
    const http = sampleWorkload(chart, 'callee').listen({ name: 'http', port: 80 });
    const caller = sampleWorkload(chart, 'caller');
    expect(caller.connectTo(http.at('/api'), reason)).toEqual({
      url: 'http://callee.observability.svc.cluster.local/api',
    });
    expect(specOf(chart, 'caller').egress).toEqual([
      dns,
      { to: podsOf('callee'), ports: [{ port: 80, protocol: 'TCP' }] },
    ]);
    expect(specOf(chart, 'callee')).not.toHaveProperty('egress');
  });

  it('told twice is the same arrow', () => {
    const once = egress((w) => w.reach(Endpoint.fromUrl('http://a.b.svc'), reason));
    const twice = egress((w) => {
      w.reach(Endpoint.fromUrl('http://a.b.svc'), reason);
      w.reach(Endpoint.fromUrl('http://a.b.svc/other'), 'for another reason');
    });
    expect(twice).toEqual(once);
  });

  it('from the host network comes from a node, and has no policy of its own', () => {
    const chart = testChart({ nodeCidrs: ['10.0.0.0/16'] });
    const http = sampleWorkload(chart, 'callee').listen({ name: 'http', port: 80 });
    const props: Partial<WorkloadProps> = { kind: 'DaemonSet', hostNetwork: 'it must' };
    sampleWorkload(chart, 'agent', props).reach(http, reason);
    expect(specOf(chart, 'callee').ingress).toEqual([
      { from: [{ ipBlock: { cidr: '10.0.0.0/16' } }], ports: [{ port: 80, protocol: 'TCP' }] },
    ]);
    expect(() => specOf(chart, 'agent')).toThrow(new Error('NetworkPolicy agent is not there'));
  });

  it('opens a path that is asked for, and no other', () => {
    const chart = testChart();
    const callee = sampleWorkload(chart, 'callee');
    const http = callee.listen({ name: 'http', port: 80 });
    sampleWorkload(chart, 'caller').reach(http.at('/write'), reason);
    expect(callee.traffic.isCalled(http.at('/write'))).toBe(true);
    expect(callee.traffic.isCalled(http.at('/read'))).toBe(false);
    expect(callee.traffic.isCalled(http)).toBe(false);
  });

  it('ends at the port of the pod, where a Service translates', () => {
    const pods = { namespace: 'shop', labels: { app: 'db' }, port: 8080 };
    expect(egress((w) => w.reach(Endpoint.fromUrl('http://db.shop', { pods }), reason))).toEqual([
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } },
            podSelector: { matchLabels: { app: 'db' } },
          },
        ],
        ports: [{ port: 8080, protocol: 'TCP' }],
      },
    ]);
  });
});

describe('what a workload needs besides', () => {
  const read = { apiGroup: '', resources: ['pods'], verbs: ['list'], reason } as const;

  it('the API server, from the first permission on', () => {
    const apiServerCidrs = ['192.0.2.1/32'];
    expect(egress((w) => w.allow('cluster', read), { apiServerCidrs })).toEqual([
      {
        to: [{ ipBlock: { cidr: '192.0.2.1/32' } }],
        ports: [
          { port: 443, protocol: 'TCP' },
          { port: 6443, protocol: 'TCP' },
        ],
      },
    ]);
    expect(egress(() => undefined)).toBeUndefined();
  });

  it('the cache of DNS on its node, where the platform has one', () => {
    const dnsAt = { ...platform('generic').dns, nodeLocal: '169.254.20.10' };
    const facts = { platform: platform('generic', { dns: dnsAt }) };
    expect(egress((w) => w.traffic.resolveNames(), facts)).toEqual([
      { to: [{ ipBlock: { cidr: '169.254.20.10/32' } }], ports: dns.ports },
      dns,
    ]);
  });

  it('the proxy of its site in place of the outside, if it speaks HTTP', () => {
    const proxied = (url: string, endpoint: Endpoint) =>
      egress((w) => w.reach(endpoint, reason), { proxy: { url } })[0];
    const web = Endpoint.fromUrl('https://a.example.com');
    const mail = Endpoint.fromAddress('mail.example.com:587');
    const portsOf = (rule: { ports: { port: number }[] }) => rule.ports.map((p) => p.port);
    expect(portsOf(proxied('http://proxy.example.com:3128', web))).toEqual([3128]);
    expect(portsOf(proxied('https://proxy.example.com', web))).toEqual([443]);
    expect(portsOf(proxied('http://proxy.example.com:3128', mail))).toEqual([587]);
    expect(proxied('http://proxy.infra.svc:3128', web)).toMatchObject({
      to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'infra' } } }],
      ports: [{ port: 3128 }],
    });
  });

  it('its clients, where it is behind a load balancer', () => {
    const chart = testChart();
    const service = { type: 'LoadBalancer', sourceRanges: ['203.0.113.0/24'] } as const;
    sampleWorkload(chart, 'edge', { service }).listen({ name: 'http', port: 80 });
    expect(specOf(chart, 'edge').ingress).toEqual([
      { from: [{ ipBlock: { cidr: '203.0.113.0/24' } }], ports: [{ port: 80, protocol: 'TCP' }] },
    ]);
  });
});
