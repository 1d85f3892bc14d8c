import { describe, expect, it } from 'vitest';
import { platform } from '../lib/core/index.js';
import { Gateway } from '../lib/gateway/index.js';
import { backend, dataPlane, matches, parent, props, service } from './gateway-parts.js';
import { inventory, objectOf, testChart } from './support.js';

describe('renders its config', () => {
  it('as a Gateway with a listener for each host, whatever the order of routes', () => {
    const specs = [
      ['a.example.com', 'b.example.com'],
      ['b.example.com', 'a.example.com'],
    ].map((hosts) => {
      const chart = testChart();
      const shop = backend(chart);
      const gateway = new Gateway(chart, 'gateway', props);
      for (const host of hosts) gateway.route(host, shop);
      return objectOf(chart, 'Gateway', 'gateway').spec;
    });
    expect(specs[0]).toEqual(specs[1]);
    expect(specs[0]).toEqual({
      gatewayClassName: 'eg',
      listeners: [
        {
          name: 'http',
          port: 80,
          protocol: 'HTTP',
          allowedRoutes: { namespaces: { from: 'Same' } },
        },
        ...['a', 'b'].map((host) => ({
          name: `https-${host}-example-com`,
          hostname: `${host}.example.com`,
          port: 443,
          protocol: 'HTTPS',
          allowedRoutes: { namespaces: { from: 'Same' } },
          tls: {
            mode: 'Terminate',
            certificateRefs: [{ group: '', kind: 'Secret', name: `${host}-example-com-tls` }],
          },
        })),
      ],
    });
  });

  it('with routes to the Service and a redirect from HTTP', () => {
    const chart = testChart();
    new Gateway(chart, 'gateway', props).route('shop.example.com', backend(chart));
    expect(objectOf(chart, 'HTTPRoute', 'gateway-shop-example-com').spec).toEqual({
      hostnames: ['shop.example.com'],
      parentRefs: [{ ...parent, name: 'gateway', sectionName: 'https-shop-example-com' }],
      rules: [
        {
          matches,
          backendRefs: [{ ...service, name: 'shop', namespace: 'observability', port: 3100 }],
        },
      ],
    });
    expect(objectOf(chart, 'HTTPRoute', 'gateway-shop-example-com-redirect').spec).toEqual({
      hostnames: ['shop.example.com'],
      parentRefs: [{ ...parent, name: 'gateway', sectionName: 'http' }],
      rules: [
        {
          matches,
          filters: [
            {
              type: 'RequestRedirect',
              requestRedirect: { scheme: 'https', statusCode: 301 },
            },
          ],
        },
      ],
    });
  });
});

describe('offers', () => {
  it('routes on a Gateway that is there already, without one of its own', () => {
    const chart = testChart();
    const gateway = new Gateway(chart, 'edge', {
      dataPlane,
      existing: { name: 'shared', namespace: 'infra', listener: 'https' },
    });
    gateway.route('shop.example.com', backend(chart));
    const written = inventory(chart).filter((o) => /^(Gateway|HTTPRoute|ReferenceGrant) /.test(o));
    expect(written).toEqual(['HTTPRoute edge-shop-example-com']);
    expect(objectOf(chart, 'HTTPRoute', 'edge-shop-example-com').spec.parentRefs).toEqual([
      { ...parent, name: 'shared', namespace: 'infra', sectionName: 'https' },
    ]);
  });

  it('certificates of cert-manager by annotation', () => {
    const chart = testChart();
    const gateway = new Gateway(chart, 'gateway', {
      ...props,
      certificates: { kind: 'cert-manager', clusterIssuer: 'letsencrypt' },
    });
    gateway.route('shop.example.com', backend(chart));
    expect(objectOf(chart, 'Gateway', 'gateway').metadata.annotations).toEqual({
      'cert-manager.io/cluster-issuer': 'letsencrypt',
    });
    expect([...gateway.certificates]).toEqual([]);
  });

  it('plain HTTP for a reason, shown in the summary', () => {
    const chart = testChart();
    const gateway = new Gateway(chart, 'gateway', {
      ...props,
      certificates: { kind: 'none', reason: 'a laptop' },
    });
    const shop = backend(chart);
    gateway.route('shop.localhost', shop);
    expect(shop.url).toBe('http://shop.localhost');
    expect(gateway.escapes).toEqual(['plain HTTP: a laptop']);
    expect(inventory(chart).filter((o) => o.startsWith('HTTPRoute'))).toEqual([
      'HTTPRoute gateway-shop-localhost',
    ]);
  });
});

describe('derives', () => {
  it('the URL of the backend and the Secret that must exist', () => {
    const chart = testChart();
    const gateway = new Gateway(chart, 'gateway', props);
    const shop = backend(chart);
    gateway.route('shop.example.com', shop);
    gateway.route('shop.example.com', shop);
    expect(shop.url).toBe('https://shop.example.com');
    expect([...gateway.certificates]).toEqual(['shop-example-com-tls']);
  });

  it('ingress of the backend from the data plane', () => {
    const chart = testChart();
    new Gateway(chart, 'gateway', props).route('shop.example.com', backend(chart));
    expect(objectOf(chart, 'NetworkPolicy', 'shop').spec.ingress).toEqual([
      {
        from: [
          {
            namespaceSelector: {
              matchLabels: { 'kubernetes.io/metadata.name': 'envoy-gateway-system' },
            },
            podSelector: { matchLabels: { 'app.kubernetes.io/name': 'envoy' } },
          },
        ],
        ports: [{ port: 3100, protocol: 'TCP' }],
      },
    ]);
  });

  it('a ReferenceGrant where the backend lives elsewhere', () => {
    const chart = testChart();
    new Gateway(chart, 'gateway', props).route('shop.example.com', backend(chart, 'shop'));
    const grant = objectOf(chart, 'ReferenceGrant', 'observability-gateway');
    expect(grant.metadata.namespace).toBe('shop');
    expect(grant.spec).toEqual({
      from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'observability' }],
      to: [{ group: '', kind: 'Service', name: 'shop' }],
    });
  });

  it('class and data plane from a platform that brings a gateway', () => {
    const chart = testChart({ platform: platform('k3s') });
    new Gateway(chart, 'gateway').route('shop.example.com', backend(chart));
    expect(objectOf(chart, 'Gateway', 'gateway').spec.gatewayClassName).toBe('traefik');
  });
});
