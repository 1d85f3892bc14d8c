import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { type Environment, environmentOf, expand, hostNameOf } from './environment.js';
import { type ContainerImage, imageOf } from './images.js';
import { launcherOf, pathOf } from './launcher.js';
import { layOut, setUp } from './rootfs.js';
import {
  type ContainerPlan,
  type Mount,
  type NodeContext,
  PodError,
  type RunningContainer,
} from './types.js';
import { setprivFlags, userOf } from './user.js';

/**
 * Runs a container: its image's program, with exactly what the pod says, in a file system of its own and in the
 * network of its pod. There are no cgroups: limits hold only what the program itself makes of them.
 *
 * @throws PodError where it cannot be started
 */
export async function startContainer(
  context: NodeContext,
  plan: ContainerPlan,
): Promise<RunningContainer> {
  const { pod, container, sandbox } = plan;
  if (pod.spec?.shareProcessNamespace)
    throw new PodError(
      'CreateContainerError',
      'shareProcessNamespace is not played here; leave it out',
    );
  const image = imageOf(context.facts, container);
  const user = userOf(pod, container, image);
  const environment = await environmentOf(context, plan, user);
  const launcher = await launcherOf(context.facts);
  const workingDir = container.workingDir ?? image.workingDir;
  const root = layOut(context, plan, workingDir);
  const mounts = [...image.files, launcher.mount, ...[...plan.mounts].sort(byDepth)];
  const mode = (readOnly = false) => (readOnly ? 'ro' : 'rw');
  const child = spawn(
    'nsenter',
    [
      ...[`--net=/proc/${sandbox.pid}/ns/net`, '--'],
      ...['unshare', '--mount', '--uts', ...(pod.spec?.hostPID ? ['--'] : ownProcesses)],
      ...['sh', '-euc', setUp, 'sh', root, hostNameOf(plan, context)],
      mode(container.securityContext?.readOnlyRootFilesystem),
      ...mounts.flatMap((one) => [mode(one.readOnly), one.source, one.target]),
      ...['--', 'env', '-i', ...[...environment].map(([name, value]) => `${name}=${value}`)],
      // By its path: the PATH is the container's from here on.
      ...[pathOf('unshare'), `--root=${root}`, `--wd=${workingDir}`, '--'],
      ...[...launcher.command, ...setprivFlags(user), '--'],
      ...commandOf(plan, image, environment),
    ],
    { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] },
  );
  child.stdout?.on('data', (chunk: Buffer) => plan.output('stdout', chunk));
  child.stderr?.on('data', (chunk: Buffer) => plan.output('stderr', chunk));
  return running(child);
}

/**
 * Arguments of `unshare` for a PID namespace, whose first process is the container's. A shell stays outside of it for
 * the exit code: `unshare --fork` tells of a kill as of any failure. What the shell itself says is no log.
 */
const ownProcesses = [
  ...['--pid', '--', 'sh', '-c'],
  ...['exec 5>&2 2>/dev/null; (exec "$@" 2>&5 5>&-); exit $?', 'sh'],
];

/** A mount on top of another comes after it. */
const byDepth = (a: Mount, b: Mount): number =>
  a.target.split('/').length - b.target.split('/').length;

function commandOf(
  { container }: ContainerPlan,
  { entrypoint, heedsCommand }: ContainerImage,
  environment: Environment,
): readonly string[] {
  if (!heedsCommand) return entrypoint;
  const { command = [], args = [] } = container;
  const own = [...command, ...args].map((text) => expand(text, environment));
  const all = command.length > 0 ? own : [...entrypoint, ...own];
  if (all.length > 0) return all;
  throw new PodError('CreateContainerError', `container "${container.name}": no command specified`);
}

/** A container's process, when it is about to become its program. */
async function running(child: ChildProcess): Promise<RunningContainer> {
  let over = false;
  const ended = new Promise<number>((resolve) => {
    child.once('close', (code, signal) => {
      over = true;
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
  const pid = await started(child);
  const signal = (name: 'SIGTERM' | 'SIGKILL') => {
    try {
      if (!over) process.kill(pid, name);
    } catch (error) {
      // It may have ended with its last words not read yet.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  };
  return { pid, startedAt: new Date(), ended, signal };
}

const started = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    let said = '';
    const refuse = () => reject(new PodError('RunContainerError', said.trim()));
    const words = child.stdio[3] as Readable;
    words.on('data', (text) => {
      said += text;
      const [, pid] = /^started (\d+)$/m.exec(said) ?? [];
      if (pid) resolve(Number(pid));
    });
    child.once('error', reject);
    child.once('close', refuse);
  });
