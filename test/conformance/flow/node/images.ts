import { existsSync } from 'node:fs';
import type { V1Container } from '@kubernetes/client-node';
import { images } from '../../../../lib/core/images.js';
import { hasNginx, nginxFolder, playedNginx } from './nginx.js';
import { type Mount, type NodeFacts, PodError } from './types.js';

/** What a container gets of its image. */
export interface ContainerImage {
  /** What runs where the container names no `command`. */
  readonly entrypoint: readonly string[];
  /** Its own are heeded; a stand-in runs the same whatever they are. */
  readonly heedsCommand: boolean;
  readonly files: readonly Mount[];
  readonly workingDir: string;
  /** As the image names it: a name is not known to be another than root. */
  readonly user: number | 'nobody';
}

interface Program {
  readonly name: string;
  readonly entrypoint: readonly [path: string, ...args: string[]];
  readonly workingDir?: string;
  readonly user: ContainerImage['user'];
}

/**
 * Images whose program is built here, as their Dockerfiles have it. Their `CMD` is left out: it names sample
 * configs of the image, which no container of ours shall run with.
 */
const programs: Readonly<Record<string, Program>> = {
  [images.prometheus.repository]: {
    name: 'prometheus',
    entrypoint: ['/bin/prometheus'],
    workingDir: '/prometheus',
    user: 'nobody',
  },
  [images.alertmanager.repository]: {
    name: 'alertmanager',
    entrypoint: ['/bin/alertmanager'],
    workingDir: '/alertmanager',
    user: 'nobody',
  },
  [images.loki.repository]: { name: 'loki', entrypoint: ['/usr/bin/loki'], user: 10001 },
  [images.alloy.repository]: { name: 'alloy', entrypoint: ['/bin/alloy'], user: 0 },
  [images.kubeStateMetrics.repository]: {
    name: 'kube-state-metrics',
    entrypoint: ['/kube-state-metrics', '--port=8080', '--telemetry-port=8081'],
    user: 'nobody',
  },
  [images.nodeExporter.repository]: {
    name: 'node_exporter',
    entrypoint: ['/bin/node_exporter'],
    user: 'nobody',
  },
  [images.blackboxExporter.repository]: {
    name: 'blackbox_exporter',
    entrypoint: ['/bin/blackbox_exporter'],
    user: 0,
  },
  [images.configReloader.repository]: {
    name: 'prometheus-config-reloader',
    entrypoint: ['/bin/prometheus-config-reloader'],
    user: 'nobody',
  },
  [images.prometheusAdapter.repository]: {
    name: 'prometheus-adapter',
    entrypoint: ['/adapter'],
    user: 65534,
  },
  'nginx/nginx-prometheus-exporter': {
    name: 'nginx-prometheus-exporter',
    entrypoint: ['/usr/bin/nginx-prometheus-exporter'],
    user: 1001,
  },
  'coredns/coredns': { name: 'coredns', entrypoint: ['/coredns'], user: 65532 },
};

/** The image whose program is this machine's, or one that we play. */
const nginx = 'nginxinc/nginx-unprivileged';

/**
 * Becomes the command that it is given, as the script of the image does. What our nodes give a container as its output
 * is a socket; it is given a pipe, as in life, for only that can be opened once more as `/dev/stdout`.
 */
const withPipe = 'exec "$@" > >(exec cat)';

/** The image of test pods: the tools of this machine, under their own paths. */
export const toolsImage = 'conformance/tools';

const readOnly = (source: string, target = source): Mount => ({ source, target, readOnly: true });

/** Debian's `awk` is a link into the last one. */
const tools = ['/usr', '/bin', '/sbin', '/lib', '/lib64', '/etc/alternatives'];
const toolFiles = (): readonly Mount[] =>
  tools.filter((path) => existsSync(path)).map((p) => readOnly(p));

/** `quay.io/prometheus/prometheus:v3@sha256:…` without tag and digest. */
const repositoryOf = (image: string): string => image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');

/** Whatever registry or mirror it comes from. */
const isOf = (image: string, repository: string): boolean =>
  `/${repositoryOf(image)}`.endsWith(`/${repository}`);

/**
 * The image of a container: a built program alone, as if from scratch; the tools; or else a stand-in.
 *
 * @throws PodError where its program is known, and not built
 */
export function imageOf({ programs: built }: NodeFacts, container: V1Container): ContainerImage {
  const image = container.image ?? '';
  const file = (name: string) => {
    if (built[name]) return built[name];
    const remedy = `run npm run tools ${name}`;
    throw new PodError('ErrImagePull', `image "${image}": ${name} is not built; ${remedy}`);
  };
  const rest = { workingDir: '/', heedsCommand: true };
  const [, program] = Object.entries(programs).find(([one]) => isOf(image, one)) ?? [];
  if (program) {
    const files = [readOnly(file(program.name), program.entrypoint[0])];
    return { ...rest, ...program, files };
  }
  if (isOf(image, toolsImage)) return { ...rest, entrypoint: [], files: toolFiles(), user: 0 };
  if (isOf(image, nginx) && hasNginx())
    return {
      ...rest,
      entrypoint: ['/bin/bash', '-c', withPipe, 'bash'],
      files: [...toolFiles(), readOnly(nginxFolder)],
      user: 101,
    };
  const ports = (container.ports ?? []).filter(({ protocol = 'TCP' }) => protocol === 'TCP');
  const [node, script] = ['/stand-in/node', '/stand-in/main.mjs'];
  const played = file(isOf(image, nginx) ? playedNginx : 'stand-in');
  return {
    ...rest,
    heedsCommand: false,
    entrypoint: [node, script, ...ports.map((port) => String(port.containerPort))],
    files: [...toolFiles(), readOnly(process.execPath, node), readOnly(played, script)],
    user: 65532,
  };
}
