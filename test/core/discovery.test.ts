import { describe, expect, it } from 'vitest';
import {
  discoveriesOf,
  discoveryPermissions,
  Endpoint,
  kubernetesRole,
} from '../../lib/core/index.js';
import { testChart } from '../support.js';
import { Sample, sampleWorkload } from './parts.js';

const found = (...endpoints: Endpoint[]) => discoveriesOf({ job: 'a', endpoints });
const node = Endpoint.onNodes({ name: 'kubelet', port: 10250 });

describe('how the targets of a job are found', () => {
  it('follows from workloads of ours, each by its Service and port', () => {
    const sample = new Sample(testChart(), 'db');
    const endpoints = ['write', 'read'].map((role) =>
      sample.run({ role }).listen({ name: 'http', port: 80 }).at('/metrics'),
    );
    const slices = (service: string) => ({
      kind: 'endpoint-slices',
      namespaces: ['observability'],
      service,
      port: 'http',
    });
    expect(found(...endpoints, ...endpoints)).toEqual([slices('db-write'), slices('db-read')]);
  });

  it('follows from who answers elsewhere', () => {
    const labels = { app: 'shop' };
    const pods = Endpoint.ofPods({ namespace: 'shop', labels, port: 8080 });
    expect(found(node)).toEqual([{ kind: 'nodes' }]);
    expect(found(pods)).toEqual([{ kind: 'pods', namespaces: ['shop'], labels }]);
    const urls = ['http://b.example.com', 'http://a.example.com', 'http://b.example.com'];
    expect(found(...urls.map((url) => Endpoint.fromUrl(url)))).toEqual([
      { kind: 'static', targets: ['a.example.com:80', 'b.example.com:80'] },
    ]);
  });

  it('is as the job says itself', () => {
    const said = { kind: 'annotated', on: 'pods' } as const;
    expect(discoveriesOf({ job: 'a', endpoints: [node], discovery: said })).toEqual([said]);
  });

  it('is refused for a port that no Service offers', () => {
    const debug = { name: 'debug', port: 6060, inService: false };
    const endpoint = sampleWorkload(testChart()).listen(debug);
    expect(() => found(endpoint)).toThrow(
      new Error(
        'job "a": port "debug" of "sample" is offered by no Service; offer it, or say by discovery how its targets are found',
      ),
    );
  });
});

describe('what a scraper asks of the Kubernetes API', () => {
  const slices = {
    kind: 'endpoint-slices',
    namespaces: ['b', 'a'],
    service: 's',
    port: 'http',
  } as const;
  const asked = (discovery: Parameters<typeof discoveryPermissions>[0]) =>
    discoveryPermissions(discovery).map(({ scope, permission }) => [
      scope,
      'resources' in permission ? permission.resources : permission.urls,
    ]);

  it('is a role, in the namespaces that are named', () => {
    expect(kubernetesRole(slices)).toEqual({ role: 'endpointslice', namespaces: ['a', 'b'] });
    expect(kubernetesRole({ kind: 'pods' })).toEqual({ role: 'pod', namespaces: [] });
    expect(kubernetesRole({ kind: 'nodes' })).toEqual({ role: 'node', namespaces: [] });
    expect(kubernetesRole({ kind: 'annotated', on: 'services', namespaces: ['a'] })).toEqual({
      role: 'endpointslice',
      namespaces: ['a'],
    });
    expect(kubernetesRole({ kind: 'static', targets: [] })).toBeUndefined();
  });

  it('is allowed by namespace where it can be', () => {
    expect(asked(slices)).toEqual(
      ['a', 'b'].flatMap((namespace) => [
        [{ namespace }, ['endpointslices']],
        [{ namespace }, ['services', 'pods']],
      ]),
    );
    expect(asked({ kind: 'nodes' })).toEqual([['cluster', ['nodes']]]);
    expect(asked({ kind: 'dns', names: ['a'], port: 80 })).toEqual([]);
  });
});
