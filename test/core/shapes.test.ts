import { Duration, Size } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import {
  type Chart,
  ConfigFile,
  configReloader,
  Endpoint,
  ring,
  SecretRef,
} from '../../lib/core/index.js';
import { toYamlStream } from '../../lib/model/yaml.js';
import { inventory, objectOf, objectsOf, testChart } from '../support.js';
import { Sample, sampleContainer } from './parts.js';

const expectGolden = (chart: Chart, name: string) =>
  expect(toYamlStream(objectsOf(chart))).toMatchFileSnapshot(`../golden/core/${name}.yaml`);

describe('a workload comes out whole', () => {
  it('as one Deployment, with the defaults of the house', async () => {
    const chart = testChart();
    const web = new Sample(chart).run();
    web.listen({
      name: 'http',
      port: 8080,
      probes: {
        readiness: { path: '/ready' },
        liveness: {},
        startup: { path: '/ready', period: 5, timeout: 1, failures: 60 },
      },
    });
    await expectGolden(chart, 'deployment');
  });

  it('as a DaemonSet on the host network: without a policy, its Service reached at the nodes', async () => {
    const chart = testChart({ nodeCidrs: ['10.0.0.0/16'] });
    const agent = new Sample(chart, 'agent', {}, true).run({
      kind: 'DaemonSet',
      hostNetwork: 'measures the network of the node',
      hostPid: 'measures its processes',
    });
    agent.mountHostPath('/', '/host', { reason: 'measures its file systems', followMounts: true });
    agent.env('HOST_IP', { field: 'status.hostIP' });
    const metrics = agent.listen({ name: 'metrics', port: 9100 });
    new Sample(chart, 'scraper').run().reach(metrics, 'scrapes it');
    await expectGolden(chart, 'host-network');
  });

  it('as a StatefulSet with a volume, whose replicas gossip', async () => {
    const chart = testChart({ storageClass: 'fast' });
    const store = new Sample(chart, 'store');
    const workload = store.run({
      kind: 'StatefulSet',
      replicas: 3,
      volume: { path: '/data', size: Size.gibibytes(10) },
      gracePeriod: Duration.minutes(5),
    });
    workload.listen({ name: 'http', port: 9093, probes: { readiness: { path: '/ready' } } });
    const gossip = ring(store, [workload], { port: 9094 });
    expect(gossip.address).toBe('store-ring.observability.svc.cluster.local:9094');
    await expectGolden(chart, 'gossip');
  });

  it('with a sidecar that has its own port and probe, and sees the same files', async () => {
    const chart = testChart();
    const sample = new Sample(chart);
    const file = new ConfigFile(sample, 'config', {
      file: 'config.yaml',
      content: () => 'a: 1\n',
      whenChanged: 'reload',
    });
    const workload = sample.run();
    const http = workload.listen({ name: 'http', port: 9093, probes: { liveness: {} } });
    configReloader(workload, { files: new Map([['/etc/config', file]]), reload: http.at('/-/r') });
    await expectGolden(chart, 'sidecar');
  });

  it('as several roles of one product that share a config file and a ring', async () => {
    const chart = testChart();
    const db = new Sample(chart, 'db');
    const config = new ConfigFile(db, 'config', {
      file: 'db.yaml',
      content: () => 'mode: all\n',
      whenChanged: 'restart',
    });
    const write = db.run({ role: 'write', kind: 'StatefulSet', replicas: 2 });
    const read = db.run({ role: 'read' });
    for (const workload of [write, read]) workload.mount(config, '/etc/db');
    read.connectTo(write.listen({ name: 'grpc', port: 9095, scheme: 'grpc' }), 'reads the newest');
    ring(db, [write, read], { port: 7946, transports: ['TCP'] });
    await expectGolden(chart, 'roles');
  });
});

describe('what exists follows from what is told', () => {
  it('a Service from the first listener on, a headless one for a StatefulSet in any case', () => {
    const chart = testChart();
    new Sample(chart, 'quiet').run();
    new Sample(chart, 'quiet-set').run({ kind: 'StatefulSet' });
    const inner = new Sample(chart, 'inner').run();
    inner.listen({ name: 'debug', port: 6060, inService: false });
    expect(inventory(chart).filter((o) => o.startsWith('Service '))).toEqual([
      'Service quiet-set-headless',
    ]);
    expect(objectOf(chart, 'Service', 'quiet-set-headless').spec).not.toHaveProperty('ports');
  });

  it('a budget and a spread from two replicas on', () => {
    const chart = testChart();
    new Sample(chart, 'one').run();
    new Sample(chart, 'two').run({ replicas: 2 });
    new Sample(chart, 'agents').run({ kind: 'DaemonSet' });
    expect(inventory(chart).filter((o) => o.startsWith('PodDisruptionBudget'))).toEqual([
      'PodDisruptionBudget two',
    ]);
    const podOf = (kind: string, name: string) => objectOf(chart, kind, name).spec.template.spec;
    expect(podOf('Deployment', 'one')).not.toHaveProperty('topologySpreadConstraints');
    expect(podOf('DaemonSet', 'agents')).not.toHaveProperty('affinity');
    const selector = {
      'app.kubernetes.io/name': 'sample',
      'app.kubernetes.io/instance': 'two',
    };
    expect(podOf('Deployment', 'two').affinity.podAntiAffinity).toEqual({
      preferredDuringSchedulingIgnoredDuringExecution: [
        {
          weight: 100,
          podAffinityTerm: {
            labelSelector: { matchLabels: selector },
            topologyKey: 'kubernetes.io/hostname',
          },
        },
      ],
    });
  });

  it('GOMEMLIMIT from the memory limit, for a program that does not find it', () => {
    const chart = testChart();
    const resources = { ...sampleContainer.resources, memoryLimit: Size.mebibytes(100) };
    new Sample(chart).run({ container: { ...sampleContainer, resources, goMemoryLimit: true } });
    const [container] = objectOf(chart, 'Deployment', 'sample').spec.template.spec.containers;
    expect(container.env).toEqual([{ name: 'GOMEMLIMIT', value: '94371840' }]);
    expect(container.resources.limits).toEqual({ memory: '100Mi' });
  });

  it('names of replicas for those who must reach each', () => {
    const store = new Sample(testChart(), 'store').run({ kind: 'StatefulSet', replicas: 2 });
    const http = store.listen({ name: 'http', port: 80 }).at('/api');
    expect(store.eachReplica(http).map((e) => e.url)).toEqual([
      'http://store-0.store-headless.observability.svc.cluster.local/api',
      'http://store-1.store-headless.observability.svc.cluster.local/api',
    ]);
  });

  it('a share of the memory limit, else of the request', () => {
    const chart = testChart();
    const resources = { ...sampleContainer.resources, memoryLimit: Size.mebibytes(101) };
    const limited = new Sample(chart, 'a').run({ container: { ...sampleContainer, resources } });
    expect(limited.memoryShare(0.5).toMebibytes()).toBe(50);
    expect(new Sample(chart, 'b').run().memoryShare(0.5).toMebibytes()).toBe(16);
  });

  it('what a caller needs to be let in, as files', () => {
    const chart = testChart();
    const caller = new Sample(chart).run();
    const secret = (key: string) => new SecretRef('store-login', key);
    const credentials = {
      kind: 'basic',
      username: secret('user'),
      password: secret('password'),
    } as const;
    const url = 'https://store.example.com/base/';
    expect(
      caller.connectTo(
        Endpoint.fromUrl(url, { credentials, ca: new SecretRef('ca', 'ca.crt'), tenant: 'shop' }),
        'for the test',
      ),
    ).toEqual({
      url: 'https://store.example.com/base',
      auth: {
        kind: 'basic',
        usernameFile: '/etc/secrets/store-login/user',
        passwordFile: '/etc/secrets/store-login/password',
      },
      caFile: '/etc/secrets/ca/ca.crt',
      tenant: 'shop',
    });
    expect(caller.connectTo(Endpoint.fromUrl('http://a.example.com'), 'for the test')).toEqual({
      url: 'http://a.example.com',
    });
  });
});
