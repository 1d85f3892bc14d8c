import { refusal } from '../model/refusal.js';
import { areLabels } from './check-nested.js';
import { containersOf, type Labels, type PodMaker, type WrittenContainer } from './written-pods.js';

/** What is wrong with a pod by itself. Ours are right; patches of users, and what they add, may not be. */
export function podFaults(maker: PodMaker): readonly string[] {
  const { path, pod, claims } = maker;
  const volumes = [...claims, ...(pod.volumes ?? []).map(({ name }) => name)];
  const mounted = containersOf(pod).flatMap((c) => (c.volumeMounts ?? []).map(({ name }) => name));
  const idle = volumes.find((name) => !mounted.includes(name));
  return [
    ...labelFaults(path, 'pod template', maker.labels),
    ...labelFaults(path, 'nodeSelector', pod.nodeSelector ?? {}),
    ...containersOf(pod).flatMap((container) => containerFaults(path, container, volumes)),
    ...(idle === undefined
      ? []
      : [
          refusal(path, `volume "${idle}" is mounted by no container`, 'mount it, or leave it out'),
        ]),
  ];
}

function labelFaults(path: string, what: string, labels: Labels): readonly string[] {
  const fault = areLabels(labels);
  return fault ? [refusal(path, `${what} ${fault.rule}`, fault.remedy)] : [];
}

const twin = (words: readonly string[]): string | undefined =>
  words.find((word, i) => words.indexOf(word) !== i);

function containerFaults(
  path: string,
  container: WrittenContainer,
  volumes: readonly string[],
): readonly string[] {
  const { name, env = [], ports = [], volumeMounts = [] } = container;
  const where = `${path}: container "${name}"`;
  const variable = twin(env.map((e) => e.name));
  const dir = twin(volumeMounts.map((m) => m.mountPath));
  const lost = volumeMounts.find((m) => !volumes.includes(m.name));
  const names = ports.flatMap((p) => p.name ?? []);
  const port = twin(names);
  const fault = (bad: unknown, problem: string, remedy: string) =>
    bad === undefined ? [] : [refusal(where, problem, remedy)];
  return [
    ...fault(variable, `variable "${variable}" is there twice`, 'set it once'),
    ...fault(dir, `directory "${dir}" is mounted twice`, 'mount each volume in one of its own'),
    ...fault(
      lost,
      `volume "${lost?.name}" is not one of the pod's`,
      `there are: ${listed(volumes)}`,
    ),
    ...fault(port, `port name "${port}" is there twice`, 'give each its own'),
    ...(['readinessProbe', 'livenessProbe', 'startupProbe'] as const).flatMap((probe) => {
      const asked = (container[probe]?.httpGet ?? container[probe]?.tcpSocket)?.port;
      const unknown = typeof asked === 'string' && !names.includes(asked) ? asked : undefined;
      const problem = `${probe} asks port "${unknown}", which the container has not`;
      return fault(unknown, problem, `it has: ${listed(names)}`);
    }),
  ];
}

const listed = (words: readonly string[]): string => [...words].sort().join(', ') || 'none';
