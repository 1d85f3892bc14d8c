import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-30';
import { Construct } from 'constructs';
import { expect, it } from 'vitest';
import { App, Chart, Endpoint, SecretRef, type SiteProps, summary } from '../../lib/core/index.js';
import { Sample, sampleContainer } from './parts.js';

/** A stack with something to say of everything. */
function stack(scope: Construct, site: SiteProps): void {
  const metrics = new Chart(scope, '10-metrics', { site });
  const agent = new Sample(metrics, 'agent', {}, true).run({
    kind: 'DaemonSet',
    hostNetwork: 'measures the network of the node',
  });
  for (const _ of [1, 2]) agent.mountHostPath('/', '/host', { reason: 'measures file systems' });
  const patched = new Sample(new Chart(scope, '20-logs', { site }), 'store', {
    patchPod: (pod) => pod,
  });
  patched.certificates.add('store-tls');
  const container = {
    ...sampleContainer,
    resources: { cpu: Cpu.units(0.5), memory: Size.gibibytes(1), memoryLimit: Size.gibibytes(2) },
  };
  const store = patched.run({ replicas: 2, container });
  store.env('PASSWORD', { secret: new SecretRef('login', 'password') });
  store.secretFile(new SecretRef('login', 'user'));
  const sidecar = store.addSidecar(sampleContainer);
  sidecar.env('TOKEN', { secret: new SecretRef('sidecar-token', 'token') });
  store.connectTo(Endpoint.fromUrl('https://a.example.com'), 'for the test');
}

it('the summary says what was written, what it asks for, and what must exist', async () => {
  const app = new App();
  stack(app, {
    cluster: 'prod-1',
    pullSecrets: ['mirror'],
    caBundle: { configMap: 'corporate-ca' },
  });
  await expect(summary(app.render())).toMatchFileSnapshot('../golden/core/summary.txt');
});

it('of several clusters each is counted, and what is the same in all is said once', async () => {
  const app = new App();
  for (const cluster of ['b', 'a']) stack(new Construct(app, cluster), { cluster });
  await expect(summary(app.render())).toMatchFileSnapshot('../golden/core/summary-clusters.txt');
});

it('the summary of a plain stack is short', () => {
  const app = new App();
  new Sample(new Chart(app, 'chart', { site: { cluster: 'test' } })).run();
  expect(summary(app.render())).toBe(
    [
      'written',
      '  chart.k8s.yaml: 3 objects',
      'asked of each cluster, agents counted on one node',
      '  test: requests: cpu 10m, memory 32Mi; limits: memory 32Mi',
      '',
    ].join('\n'),
  );
});
