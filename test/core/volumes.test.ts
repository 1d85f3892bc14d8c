import { Size } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { ConfigFile, SecretRef, type Workload } from '../../lib/core/index.js';
import { objectOf, testChart } from '../support.js';
import { Sample, sampleContainer } from './parts.js';

const where = 'chart/sample/Workload-';
const one = Size.mebibytes(1);
/** Volumes, and mounts of each container, of a pod that was told something. */
const podOf = (act: (workload: Workload, sample: Sample) => void) => {
  const chart = testChart();
  const sample = new Sample(chart);
  const workload = sample.run({ kind: 'StatefulSet', volume: { path: '/data', size: one } });
  act(workload, sample);
  const { spec } = objectOf(chart, 'StatefulSet', 'sample').spec.template;
  const mounts = spec.containers.map((c: { volumeMounts?: object[] }) => c.volumeMounts ?? []);
  return { volumes: spec.volumes ?? [], mounts };
};
const file = (sample: Sample, id: string) =>
  new ConfigFile(sample, id, { file: 'a', content: () => 'a', whenChanged: 'reload' });
const data = { name: 'data', mountPath: '/data' };

describe('a volume', () => {
  it('holds a config file, for each container that wants it', () => {
    const pod = podOf((workload, sample) => {
      const sidecar = workload.addSidecar(sampleContainer);
      workload.mount(file(sample, 'config'), '/etc/config', [workload.main, sidecar]);
    });
    const mount = { name: 'sample-config', mountPath: '/etc/config', readOnly: true };
    expect(pod.volumes).toEqual([{ name: 'sample-config', configMap: { name: 'sample-config' } }]);
    expect(pod.mounts).toEqual([[data, mount], [mount]]);
  });

  it('holds the files of several ConfigMaps in one directory, of which some may be absent', () => {
    const { volumes, mounts } = podOf(({ volumes, main }) => {
      volumes.project('rules-1', '/etc/rules', true, [main]);
      volumes.project('rules-0', '/etc/rules', false, [main]);
    });
    expect(volumes).toEqual([
      {
        name: 'etc-rules',
        projected: {
          sources: [
            { configMap: { name: 'rules-0' } },
            { configMap: { name: 'rules-1', optional: true } },
          ],
        },
      },
    ]);
    expect(mounts).toEqual([
      [data, { name: 'etc-rules', mountPath: '/etc/rules', readOnly: true }],
    ]);
  });

  it('holds the keys of a Secret that are asked for, in a directory of its own', () => {
    const paths: string[] = [];
    const { volumes, mounts } = podOf((workload) => {
      for (const key of ['user', 'password', 'user'])
        paths.push(workload.secretFile(new SecretRef('login', key)));
    });
    const dir = '/etc/secrets/login';
    expect(paths).toEqual([`${dir}/user`, `${dir}/password`, `${dir}/user`]);
    const items = ['password', 'user'].map((key) => ({ key, path: key }));
    expect(volumes).toEqual([{ name: 'secret-login', secret: { secretName: 'login', items } }]);
    expect(mounts).toEqual([[data, { name: 'secret-login', mountPath: dir, readOnly: true }]]);
  });

  it('holds the keys of a foreign ConfigMap that are asked for', () => {
    const { volumes } = podOf(({ volumes, main }) => {
      for (const key of ['b', 'a']) volumes.foreignConfigMap('theirs', key, '/etc/theirs', [main]);
    });
    const items = ['a', 'b'].map((key) => ({ key, path: key }));
    expect(volumes).toEqual([{ name: 'theirs', configMap: { name: 'theirs', items } }]);
  });

  it('is scratch space of a size, shared by containers that name one directory', () => {
    const { volumes, mounts } = podOf((workload) => {
      workload.volumes.scratch('/tmp', one);
      workload.volumes.scratch('/tmp', one, workload.addSidecar(sampleContainer));
    });
    const mount = { name: 'tmp', mountPath: '/tmp' };
    expect(volumes).toEqual([{ name: 'tmp', emptyDir: { sizeLimit: '1Mi' } }]);
    expect(mounts).toEqual([[data, mount], [mount]]);
  });

  it('is a directory of the node, which may be made and written where that is said', () => {
    const { volumes, mounts } = podOf((workload) => {
      workload.mountHostPath('/', '/host', { reason: 'looks' });
      workload.mountHostPath('/var/lib/a', '/var/lib/a', {
        reason: 'keeps positions',
        readOnly: false,
        type: 'DirectoryOrCreate',
      });
    });
    expect(volumes).toEqual([
      { name: 'host', hostPath: { path: '/', type: 'Directory' } },
      { name: 'host-var-lib-a', hostPath: { path: '/var/lib/a', type: 'DirectoryOrCreate' } },
    ]);
    expect(mounts[0].slice(1)).toEqual([
      { name: 'host', mountPath: '/host', readOnly: true },
      { name: 'host-var-lib-a', mountPath: '/var/lib/a' },
    ]);
  });

  it('has a name that Kubernetes takes, whatever it holds', () => {
    const { volumes } = podOf(({ volumes }) => {
      for (const dir of ['/Var/.cache/', `/${'a'.repeat(62)}/b`, '/']) volumes.scratch(dir, one);
    });
    expect(volumes.map((v: { name: string }) => v.name)).toEqual([
      'a'.repeat(62),
      'root',
      'var-cache',
    ]);
  });
});

describe('two things under one name are refused', () => {
  const clashes: readonly (readonly [string, (w: Workload, s: Sample) => void, string])[] = [
    [
      'two directories',
      ({ volumes }) => {
        volumes.scratch('/var/a-b', one);
        volumes.scratch('/var/a/b', one);
      },
      'volume "var-a-b" would hold 1Mi for "/var/a-b" and 1Mi for "/var/a/b"; rename one of the two',
    ],
    [
      'two sizes of one directory',
      ({ volumes }) => {
        volumes.scratch('/tmp', one);
        volumes.scratch('/tmp', Size.mebibytes(2));
      },
      'volume "tmp" would hold 1Mi for "/tmp" and 2Mi for "/tmp"; rename one of the two',
    ],
    [
      'a directory and the claim of each replica',
      ({ volumes }) => volumes.scratch('/Data', one),
      'volume "data" would hold the claim of each replica and 1Mi for "/Data"; rename one of the two',
    ],
    [
      'two Secrets',
      (workload) => {
        workload.secretFile(new SecretRef('a.b', 'key'));
        workload.secretFile(new SecretRef('a-b', 'key'));
      },
      'volume "secret-a-b" would hold Secret "a.b" and Secret "a-b"; rename one of the two',
    ],
    [
      'a config file and a ConfigMap of others',
      (workload, sample) => {
        workload.mount(file(sample, 'config'), '/etc/config');
        workload.volumes.foreignConfigMap('sample-config', 'a', '/etc/theirs', [workload.main]);
      },
      'volume "sample-config" would hold ConfigMap "sample-config" and keys of ConfigMap "sample-config"; rename one of the two',
    ],
    [
      'a directory of the node of two types',
      (workload) => {
        workload.mountHostPath('/x', '/x', { reason: 'a' });
        workload.mountHostPath('/x', '/y', { reason: 'b', type: 'DirectoryOrCreate' });
      },
      'volume "host-x" would hold Directory "/x" of the node and DirectoryOrCreate "/x" of the node; rename one of the two',
    ],
    [
      'two files in one directory',
      (workload, sample) => {
        workload.mount(file(sample, 'a'), '/etc/config');
        workload.mount(file(sample, 'b'), '/etc/config');
      },
      'container "sample": directory "/etc/config" would hold volumes "sample-a" and "sample-b"; mount each in a directory of its own',
    ],
  ];
  it.each(clashes)('%s', (_, act, message) => {
    expect(() => podOf(act)).toThrow(new Error(`${where}: ${message}`));
  });
});
