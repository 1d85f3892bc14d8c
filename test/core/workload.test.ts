import { Size } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { ConfigFile, SecretRef, type Workload, type WorkloadProps } from '../../lib/core/index.js';
import { objectOf, objectsOf, testChart } from '../support.js';
import { Sample, sampleContainer, sampleWorkload } from './parts.js';

const http = { name: 'http', port: 80 };
const where = 'chart/sample/Workload-';
const gossip = { name: 'gossip', port: 7946, transports: ['TCP', 'UDP'] } as const;

describe('a workload refuses', () => {
  const acts: readonly (readonly [string, (w: Workload) => unknown, string])[] = [
    [
      'a port name that is none',
      (w) => w.listen({ name: 'prometheus-https', port: 80 }),
      'port name "prometheus-https" is not a port name; give at most 15 lower-case letters, digits and "-"',
    ],
    [
      'a port name that its transport makes too long',
      (w) => w.listen({ ...gossip, name: 'long-gossip-p' }),
      'port name "long-gossip-p-udp" is not a port name; give at most 15 lower-case letters, digits and "-"',
    ],
    [
      'a port that is none, even one that no Service offers',
      (w) => w.listen({ name: 'http', port: 70_000, inService: false }),
      'port "http" 70000 is not a whole number in range; give 1 to 65535',
    ],
    [
      'a port name that a sidecar has',
      (w) => {
        w.listen({ ...http, container: w.addSidecar(sampleContainer) });
        w.listen({ name: 'http', port: 81 });
      },
      'port name "http" is taken; give each listener its own',
    ],
    [
      'a port number that a sidecar has',
      (w) => {
        w.listen({ ...http, container: w.addSidecar(sampleContainer) });
        w.listen({ name: 'web', port: 80 });
      },
      'port 80 of "web" is taken by "http"; give each listener its own, or take another path of the same by at(path)',
    ],
    [
      'two answers to one probe',
      (w) => {
        w.listen({ ...http, probes: { readiness: {} } });
        w.listen({ name: 'admin', port: 81, probes: { readiness: {}, liveness: {} } });
      },
      'container "sample": readiness is answered by ports "http" and "admin"; a container has one probe of each kind: name it on one port',
    ],
    [
      'two containers of one name',
      (w) => w.addSidecar({ ...sampleContainer, name: 'sample' }),
      'container name "sample" is taken; give each container its own',
    ],
    [
      'two values of a variable',
      (w) => {
        w.env('A', { value: 'x' });
        w.env('A', { secret: new SecretRef('a', 'b') });
      },
      'container "sample": variable "A" is set to {"value":"x"} and to {"secret":{"name":"a","key":"b"}}; set it once',
    ],
    [
      'names of replicas that have none',
      (w) => w.eachReplica(w.listen(http)),
      'replicas of a Deployment have no names; make it a StatefulSet, or find its pods by discovery',
    ],
  ];
  it.each(acts)('%s', (_, act, message) => {
    const workload = sampleWorkload(testChart());
    expect(() => act(workload)).toThrow(new Error(`${where}: ${message}`));
  });

  it('a volume that nothing would claim', () => {
    const volume = { path: '/data', size: Size.gibibytes(1) };
    expect(() => sampleWorkload(testChart(), 'sample', { volume })).toThrow(
      new Error(
        `${where}: volume "/data" is claimed by a Deployment; make it a StatefulSet: only that claims one for each replica`,
      ),
    );
  });

  it('a name too long for its kind, at synth', () => {
    const names = (id: string, props: Partial<WorkloadProps>) => {
      const chart = testChart();
      new Sample(chart, id).run(props);
      return () => objectsOf(chart);
    };
    const id = 'a'.repeat(42);
    const set: Partial<WorkloadProps> = { role: 'b'.repeat(10), kind: 'StatefulSet' };
    expect(names(id, set)).toThrow(
      new Error(
        `1 error, nothing was written\n  chart/${id}/Workload-${set.role}/Resource: StatefulSet name "${id}-${set.role}" has 53 characters; give at most 52`,
      ),
    );
    expect(names(id, { ...set, role: 'b'.repeat(9) })).not.toThrow();
    expect(names(id, { role: 'b'.repeat(20) })).not.toThrow();
  });
});

describe('a workload takes', () => {
  it('one port over two transports, a probe on each of two containers, a value told twice', () => {
    const chart = testChart();
    const workload = sampleWorkload(chart);
    workload.listen({ ...gossip, probes: { liveness: {} } });
    const sidecar = workload.addSidecar(sampleContainer);
    workload.listen({ name: 'helper', port: 81, container: sidecar, probes: { liveness: {} } });
    for (const _ of [1, 2]) workload.env('A', { value: 'x' });
    const { containers } = objectOf(chart, 'Deployment', 'sample').spec.template.spec;
    // A client-side apply loses one of two entries with one number.
    expect(containers[0].ports).toEqual([{ name: 'gossip', containerPort: 7946, protocol: 'TCP' }]);
    expect(objectOf(chart, 'Service', 'sample').spec.ports).toEqual([
      { name: 'gossip', port: 7946, protocol: 'TCP', targetPort: 'gossip' },
      { name: 'gossip-udp', port: 7946, protocol: 'UDP', targetPort: 7946 },
      { name: 'helper', port: 81, protocol: 'TCP', targetPort: 'helper' },
    ]);
    expect(containers[0].env).toEqual([{ name: 'A', value: 'x' }]);
    expect(containers[1].livenessProbe.tcpSocket).toEqual({ port: 'helper' });
  });

  it('a number for TCP that another has for UDP', () => {
    const workload = sampleWorkload(testChart());
    workload.listen({ name: 'dns', port: 53, transports: ['UDP'] });
    expect(() => workload.listen({ name: 'dns-tcp', port: 53 })).not.toThrow();
  });
});

it('the order in which a workload is told leaves no trace', () => {
  const render = (reversed: boolean) => {
    const chart = testChart({ caBundle: { configMap: 'ca' } });
    const sample = new Sample(chart);
    const files = ['b', 'a'].map(
      (id) => new ConfigFile(sample, id, { file: id, content: () => id, whenChanged: 'restart' }),
    );
    const workload = sample.run({ replicas: 2 });
    const told: (() => unknown)[] = [
      ...files.map((file) => () => workload.mount(file, `/etc/${file.file}`)),
      ...['z', 'y'].map((name, i) => () => workload.listen({ name, port: 80 + i })),
      ...['Z', 'Y'].map((name) => () => workload.env(name, { value: name })),
      ...['z', 'y'].map((name) => () => workload.addSidecar({ ...sampleContainer, name })),
      ...['z', 'y'].map((key) => () => workload.secretFile(new SecretRef('s', key))),
      ...['/z', '/y'].map((dir) => () => workload.volumes.scratch(dir, Size.mebibytes(1))),
      ...['z', 'y'].map((map) => () => workload.volumes.project(map, '/p', true, [workload.main])),
      ...['z', 'y'].map(
        (key) => () => workload.volumes.foreignConfigMap('f', key, '/f', [workload.main]),
      ),
      ...['/z', '/y'].map(
        (path) => () => workload.mountHostPath(path, `/host${path}`, { reason: path }),
      ),
    ];
    for (const tell of reversed ? told.reverse() : told) tell();
    return objectsOf(chart);
  };
  expect(JSON.stringify(render(true))).toBe(JSON.stringify(render(false)));
  expect(render(false)).toHaveLength(7);
});

it('a workload of a component that is alone needs no role, and of several each does', () => {
  const chart = testChart();
  const sample = new Sample(chart);
  sample.run();
  expect(() => sample.run({ role: 'canary' })).toThrow(
    new Error(
      'chart/sample: workload "sample" has no role and is one of several; give each a role: their selectors overlap without',
    ),
  );
  const roles = new Sample(chart, 'roles');
  roles.run({ role: 'read' });
  expect(() => roles.run()).toThrow(
    new Error(
      'chart/roles: workload "roles" has no role and is one of several; give each a role: their selectors overlap without',
    ),
  );
});
