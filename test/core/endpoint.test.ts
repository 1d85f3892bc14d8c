import { describe, expect, it } from 'vitest';
import { Endpoint, isWorkload, SecretRef } from '../../lib/core/index.js';
import { testChart } from '../support.js';
import { sampleWorkload } from './parts.js';

const outside = { kind: 'outside' };
const podsOf = (namespace: string) => ({ kind: 'pods', namespace, labels: {} });

describe('an endpoint from a URL', () => {
  const urls: readonly (readonly [string, string, object])[] = [
    ['https://logs.example.com', 'https://logs.example.com', outside],
    ['http://logs.example.com/', 'http://logs.example.com', outside],
    ['http://logs.example.com:3100/base/', 'http://logs.example.com:3100/base', outside],
    ['https://LOGS.example.com/Base', 'https://logs.example.com/Base', outside],
    ['http://192.0.2.1:9090', 'http://192.0.2.1:9090', outside],
    ['http://[2001:db8::1]:9090', 'http://[2001:db8::1]:9090', outside],
    ['http://loki.logs.svc:3100', 'http://loki.logs.svc:3100', podsOf('logs')],
    [
      'http://loki.logs.svc.cluster.local:3100',
      'http://loki.logs.svc.cluster.local:3100',
      podsOf('logs'),
    ],
    [
      'http://loki-0.loki-headless.logs.svc.corp.internal:3100',
      'http://loki-0.loki-headless.logs.svc.corp.internal:3100',
      podsOf('logs'),
    ],
    ['http://svc.example.com', 'http://svc.example.com', outside],
    ['http://logs.svc', 'http://logs.svc', outside],
    ['http://a.b.c.d.svc.example.com', 'http://a.b.c.d.svc.example.com', outside],
  ];
  it.each(urls)('%s', (url, whole, owner) => {
    const endpoint = Endpoint.fromUrl(url);
    expect(endpoint.url).toBe(whole);
    expect(endpoint.owner).toEqual(owner);
    expect(endpoint.workload).toBeUndefined();
  });

  it('names the pods behind it where a Service translates', () => {
    const pods = { namespace: 'logs', labels: { app: 'loki' }, port: 3100 };
    const endpoint = Endpoint.fromUrl('http://loki.logs', { pods });
    expect(endpoint).toMatchObject({ port: 80, podPort: 3100, host: 'loki.logs' });
    expect(endpoint.owner).toEqual({ kind: 'pods', namespace: 'logs', labels: { app: 'loki' } });
  });

  it('keeps what a caller needs to be let in', () => {
    const credentials = { kind: 'bearer', token: new SecretRef('token', 'value') } as const;
    const ca = new SecretRef('ca', 'ca.crt');
    const endpoint = Endpoint.fromUrl('https://a.example.com', { credentials, ca });
    expect(endpoint.access).toEqual({ credentials, ca, tenant: undefined });
    expect(endpoint.at('/x').asTenant('shop').access).toEqual({ credentials, ca, tenant: 'shop' });
  });
});

describe('an endpoint without HTTP, from an address', () => {
  it.each([
    ['smtp.example.com:587', 'smtp.example.com', 587, outside],
    ['db.shop.svc:5432', 'db.shop.svc', 5432, podsOf('shop')],
    ['[2001:db8::1]:25', '[2001:db8::1]', 25, outside],
  ])('%s', (address, host, port, owner) => {
    const endpoint = Endpoint.fromAddress(address);
    expect(endpoint).toMatchObject({ scheme: 'tcp', host, port, address });
    expect(endpoint.owner).toEqual(owner);
  });
});

describe('an endpoint that is found by discovery has no host', () => {
  it.each([
    ['on nodes', Endpoint.onNodes({ name: 'kubelet', port: 10250 }), 'https', { kind: 'nodes' }],
    [
      'of foreign pods',
      Endpoint.ofPods({ namespace: 'shop', labels: { app: 'web' }, port: 8080, path: '/metrics' }),
      'http',
      { kind: 'pods', namespace: 'shop', labels: { app: 'web' } },
    ],
    [
      'of a peer',
      Endpoint.ofPeer({ kind: 'api-server' }, { name: 'api', port: 443 }),
      'https',
      { kind: 'api-server' },
    ],
  ] as const)('%s', (_, endpoint, scheme, owner) => {
    expect(endpoint).toMatchObject({ host: '', scheme, transports: ['TCP'], owner });
    expect(endpoint.lastPort).toBeUndefined();
  });

  it('of a range of ports', () => {
    const range = { name: 'any', port: 1, lastPort: 65_535 };
    expect(Endpoint.ofPeer({ kind: 'cluster' }, range)).toMatchObject(range);
  });
});

describe('of the same listener', () => {
  const workload = sampleWorkload(testChart(), 'web', { kind: 'StatefulSet' });
  const http = workload.listen({ name: 'http', port: 80 });

  it('another path takes the place of this one', () => {
    expect(http.at('/a').at('/b').url).toBe('http://web.observability.svc.cluster.local/b');
    expect(http.at('/a').at('').path).toBe('');
  });

  it('another host, another tenant: the owner stays', () => {
    const other = http.at('/a').onHost('web-0.example').asTenant('shop');
    expect(other.url).toBe('http://web-0.example/a');
    expect(other.workload).toBe(workload);
    expect(isWorkload(other.owner)).toBe(true);
    expect(http.access.tenant).toBeUndefined();
  });
});

describe('refuses', () => {
  const urls: readonly (readonly [string, string])[] = [
    [
      'logs.example.com',
      'url "logs.example.com" is not an http(s) address; give https://host[:port][/path]',
    ],
    [
      'ftp://a.example.com',
      'url "ftp://a.example.com" is not an http(s) address; give https://host[:port][/path]',
    ],
    [
      'http://a:99999',
      'url "http://a:99999" is not an http(s) address; give https://host[:port][/path]',
    ],
    [
      'https://joe:secret@a.example.com:8443/x',
      'url of "a.example.com:8443" carries a user or a password; give credentials by SecretRef',
    ],
    [
      'https://a.example.com/x?token=secret',
      'url of "a.example.com" carries a query or a fragment; give the address only; a key that stands there is a credential',
    ],
    [
      'https://a.example.com/#top',
      'url of "a.example.com" carries a query or a fragment; give the address only; a key that stands there is a credential',
    ],
  ];
  it.each(urls)('%s', (url, message) => {
    expect(() => Endpoint.fromUrl(url)).toThrow(new Error(`endpoint: ${message}`));
  });

  it.each(['smtp.example.com', 'smtp.example.com:0', 'a:65536', 'http://a:25', ':25'])(
    'the address %s',
    (address) => {
      expect(() => Endpoint.fromAddress(address)).toThrow(
        new Error(`endpoint: address "${address}" is not host:port; give both, as in db:5432`),
      );
    },
  );

  it('a path without its slash', () => {
    expect(() => Endpoint.fromUrl('http://a.example.com').at('metrics')).toThrow(
      new Error('endpoint: path "metrics" does not begin with "/"; give "/metrics"'),
    );
  });
});
