import { describe, expect, it } from 'vitest';
import { Endpoint } from '../../lib/core/index.js';

describe('an endpoint from an address', () => {
  it('is outside, or pods of the cluster where a Service is named', () => {
    const outside = Endpoint.fromAddress('smtp.example.com:587');
    expect([outside.owner, outside.scheme, outside.address]).toEqual([
      { kind: 'outside' },
      'tcp',
      'smtp.example.com:587',
    ]);
    expect(Endpoint.fromAddress('relay.mail.svc.cluster.local:25').owner).toEqual({
      kind: 'pods',
      namespace: 'mail',
      labels: {},
    });
  });

  it('has the port of the pods, where they are named', () => {
    const pods = { namespace: 'mail', labels: { app: 'relay' }, port: 2525 };
    expect(Endpoint.fromAddress('relay.mail.svc:25', { pods }).podPort).toBe(2525);
  });

  it.each(['smtp.example.com', 'smtp.example.com:0', 'a:b:25', 'http://a:25', ':25', 'a:70000'])(
    'is not made of "%s"',
    (address) => {
      expect(() => Endpoint.fromAddress(address)).toThrow(
        new Error(`endpoint: address "${address}" is not host:port; give both, as in db:5432`),
      );
    },
  );

  it.each(['db:1', '10.0.0.1:65535', '[fd00::1]:25'])('is made of "%s"', (address) => {
    expect(Endpoint.fromAddress(address).address).toBe(address);
  });
});
