import { describe, expect, it } from 'vitest';
import { Ingress, type IngressProps } from '../lib/ingress/index.js';
import { backend, dataPlane } from './gateway-parts.js';
import { objectOf, testChart } from './support.js';

const props: IngressProps = { className: 'traefik', dataPlane };

describe('renders its config', () => {
  it('as an Ingress in the namespace of the backend, to its Service', () => {
    const chart = testChart();
    new Ingress(chart, 'ingress', props).route('shop.example.com', backend(chart, 'shop'));
    const { metadata, spec } = objectOf(chart, 'Ingress', 'ingress-shop-example-com');
    expect(metadata.namespace).toBe('shop');
    expect(metadata.annotations).toBeUndefined();
    expect(spec).toEqual({
      ingressClassName: 'traefik',
      tls: [{ hosts: ['shop.example.com'], secretName: 'shop-example-com-tls' }],
      rules: [
        {
          host: 'shop.example.com',
          http: {
            paths: [
              {
                path: '/',
                pathType: 'Prefix',
                backend: { service: { name: 'shop', port: { name: 'http' } } },
              },
            ],
          },
        },
      ],
    });
  });
});

describe('offers', () => {
  it('plain HTTP for a reason, shown in the summary', () => {
    const chart = testChart();
    const ingress = new Ingress(chart, 'ingress', {
      ...props,
      certificates: { kind: 'none', reason: 'a laptop' },
      annotations: { 'traefik.ingress.kubernetes.io/router.entrypoints': 'web' },
    });
    const shop = backend(chart);
    ingress.route('shop.localhost', shop);
    expect(shop.url).toBe('http://shop.localhost');
    expect(ingress.escapes).toEqual(['plain HTTP: a laptop']);
    const { metadata, spec } = objectOf(chart, 'Ingress', 'ingress-shop-localhost');
    expect(metadata.annotations).toEqual({
      'traefik.ingress.kubernetes.io/router.entrypoints': 'web',
    });
    expect(spec.tls).toBeUndefined();
  });

  it('certificates of cert-manager by annotation', () => {
    const chart = testChart();
    const ingress = new Ingress(chart, 'ingress', {
      ...props,
      certificates: { kind: 'cert-manager', clusterIssuer: 'letsencrypt' },
    });
    ingress.route('shop.example.com', backend(chart));
    expect(objectOf(chart, 'Ingress', 'ingress-shop-example-com').metadata.annotations).toEqual({
      'cert-manager.io/cluster-issuer': 'letsencrypt',
    });
  });
});

describe('derives', () => {
  it('ingress of the backend from the data plane, and the Secret that must exist beside it', () => {
    const chart = testChart();
    const shop = backend(chart);
    new Ingress(chart, 'ingress', props).route('shop.example.com', shop);
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
    expect([...(shop.httpEndpoint.workload?.component.certificates ?? [])]).toEqual([
      'shop-example-com-tls',
    ]);
  });
});

describe('refuses', () => {
  it('an unknown property', () => {
    expect(
      () => new Ingress(testChart(), 'ingress', { ...props, klass: 'x' } as IngressProps),
    ).toThrow(
      'chart/ingress: "klass" is not a known property; known: annotations, certificates, className, dataPlane',
    );
  });

  it('a host that leads elsewhere', () => {
    const chart = testChart();
    const ingress = new Ingress(chart, 'ingress', props);
    ingress.route('shop.example.com', backend(chart));
    expect(() => ingress.route('shop.example.com', backend())).toThrow(
      'chart/ingress: host "shop.example.com" leads elsewhere already; give each backend its own',
    );
  });

  it('to lead nowhere', () => {
    const ingress = new Ingress(testChart(), 'ingress', props);
    expect(ingress.node.validate()).toEqual([
      'chart/ingress: leads nowhere; call route(host, component), or leave it out',
    ]);
  });
});
