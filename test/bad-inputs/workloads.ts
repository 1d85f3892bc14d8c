import { Size } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-30';
import { ConfigFile, namespaces, type WorkloadProps } from '../../lib/core/index.js';
import { NodeExporter } from '../../lib/node-exporter/index.js';
import { Sample, sampleContainer } from '../core/parts.js';
import { testChart } from '../support.js';
import { atSynth, loki, prometheus, type Row, untyped } from './row.js';

const run = (props: object) => () => new Sample(testChart()).run(props as Partial<WorkloadProps>);
const volume = { path: '/data', size: Size.gibibytes(1) };
const classed = (storageClass: unknown, storageClasses?: string[]) => () =>
  loki({ storageClass }, testChart({ storageClasses }));
const probed = (readiness: string, liveness: string) => () => {
  const workload = new Sample(testChart()).run();
  workload.listen({
    ...{ name: 'http', port: 80 },
    probes: { readiness: { path: readiness }, liveness: { path: liveness } },
  });
  return workload;
};
/** A node-exporter in a namespace that our own Namespace is of. */
const exporterIn = (namespace: string) => () => {
  const chart = testChart();
  namespaces(chart);
  new NodeExporter(chart, 'node-exporter', { namespace });
  return chart;
};
/** Loki with its pod patched, in a namespace that enforces the restricted profile. */
const patched = (change: (pod: k8s.PodSpec) => object) => () => {
  const chart = testChart();
  namespaces(chart);
  loki({ patchPod: (pod: k8s.PodSpec) => ({ ...pod, ...change(pod) }) }, chart);
  return chart;
};
const container = (change: (c: k8s.Container) => object) =>
  patched((pod) => ({ containers: pod.containers.map((c) => ({ ...c, ...change(c) })) }));
const restricted = (path: string, taken: string) =>
  atSynth(
    `${path}: ${taken} are not for namespace "observability", which enforces "restricted"; leave them out, or give it a namespace that admits them, as the site's nodeNamespace`,
  );
const at = 'chart/loki/Workload/Resource';
/** Two files of a component, in these directories. */
const mounted = (first: string, second: string) => () => {
  const sample = new Sample(testChart());
  const workload = sample.run();
  for (const [i, dir] of [first, second].entries()) {
    const content = () => 'text';
    const file = new ConfigFile(sample, `${i}`, { file: 'a', whenChanged: 'reload', content });
    workload.mount(file, dir);
  }
  return workload;
};

export const workloads: readonly Row[] = [
  {
    row: 59,
    bad: [
      [
        'a class that the site has not',
        classed('fast', ['fast-ssd', 'slow']),
        'chart/loki/Workload: storage class "fast" is not among the site\'s storageClasses; known: fast-ssd, slow',
      ],
      [
        'a class that is no name',
        classed('Fast SSD'),
        'chart/loki: storageClass "Fast SSD" is not a Kubernetes name; give lower-case letters, digits, "-" and "."',
      ],
      [
        'a volume for one pod, shared by those of a Deployment',
        run({ volume, replicas: 2 }),
        'chart/sample/Workload-: volume "/data" is claimed by a Deployment; make it a StatefulSet: only that claims one for each replica',
      ],
    ],
    near: [
      ['a class that the site has', classed('slow', ['fast-ssd', 'slow'])],
      ['no class, which is the default one', classed(undefined, ['fast-ssd'])],
      ['a volume for each replica', run({ kind: 'StatefulSet', volume, replicas: 2 })],
    ],
  },
  {
    row: 60,
    bad: [
      [
        'one question for both probes',
        probed('/ready', '/ready'),
        'chart/sample/Workload-: container "sample": liveness asks "/ready", as readiness does; ask another path: what is not ready would be killed',
      ],
      [
        'a node agent where pods are restricted',
        exporterIn('observability'),
        restricted(
          'chart/node-exporter/Workload/Resource',
          'hostNetwork, hostPID, hostPath "host"',
        ),
      ],
      [
        'the network of the node, by a patch',
        patched(() => ({ hostNetwork: true })),
        restricted(at, 'hostNetwork'),
      ],
      [
        'a container that may do all, by a patch',
        container(() => ({ securityContext: { privileged: true } })),
        restricted(at, 'privileged, allowPrivilegeEscalation, capabilities kept'),
      ],
    ],
    near: [
      ['two questions', probed('/ready', '/healthy')],
      ['a node agent in its own namespace', exporterIn('observability-node')],
      ['a patch that keeps the profile', patched(() => ({ terminationGracePeriodSeconds: 5 }))],
    ],
  },
  {
    row: 'further',
    bad: [
      [
        'less than no replicas',
        run({ replicas: -1 }),
        'chart/sample/Workload-: replicas -1 is not a whole number in range; give 0 to 1000',
      ],
      [
        'replicas in quotes',
        run({ replicas: '2' }),
        'chart/sample/Workload-: replicas "2" is not a whole number in range; give 0 to 1000',
      ],
      [
        'a variable twice, by a patch',
        container(({ env = [] }) => ({ env: [...env, { name: 'A' }, { name: 'A' }] })),
        atSynth(`${at}: container "loki": variable "A" is there twice; set it once`),
      ],
      [
        'a variable that follows from the limit',
        () => {
          const workload = run({ container: { ...sampleContainer, goMemoryLimit: true } })();
          workload.env('GOMEMLIMIT', { value: '1GiB' });
        },
        'chart/sample/Workload-: container "sample": variable "GOMEMLIMIT" follows from the memory limit; leave it out, or leave goMemoryLimit out',
      ],
      [
        'a directory within a read-only one',
        mounted('/etc/sample', '/etc/sample/rules'),
        'chart/sample/Workload-: container "sample": directory "/etc/sample/rules" lies in "/etc/sample", where volume "sample-0" is read-only; mount it beside that',
      ],
      [
        'one directory for two',
        mounted('/etc/sample', '/etc/sample'),
        'chart/sample/Workload-: container "sample": directory "/etc/sample" would hold volumes "sample-0" and "sample-1"; mount each in a directory of its own',
      ],
      [
        'a volume that is nowhere, by a patch',
        container(({ volumeMounts = [] }) => ({
          volumeMounts: [...volumeMounts, { name: 'extra', mountPath: '/extra' }],
        })),
        atSynth(
          `${at}: container "loki": volume "extra" is not one of the pod's; there are: data, loki-config, tmp`,
        ),
      ],
      [
        'a volume that nobody mounts, by a patch',
        patched(({ volumes = [] }) => ({ volumes: [...volumes, { name: 'extra', emptyDir: {} }] })),
        atSynth(`${at}: volume "extra" is mounted by no container; mount it, or leave it out`),
      ],
      [
        'the namespace of nobody',
        () => loki({ namespace: 'default' }),
        'chart/loki: namespace "default" is not for this stack; give it one of its own',
      ],
      [
        'the namespace of Kubernetes, in a site file',
        () => testChart({ namespace: 'kube-system' }),
        'site: namespace "kube-system" is not for this stack; give it one of its own',
      ],
    ],
    near: [
      ['no replica at all', run({ replicas: 0 })],
      ['directories side by side', mounted('/etc/sample', '/etc/sample-rules')],
      ['a namespace named much like it', () => prometheus({ namespace: untyped('default-2') })],
    ],
  },
];
