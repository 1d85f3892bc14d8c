import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import {
  closeSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Output, run } from './run.js';

/** Addresses of Services, of pods, and of nodes and control plane. */
export const clusterRanges = ['10.96.0.0/16', '10.244.0.0/16', '192.0.2.0/24'] as const;

/**
 * The first process inside. It ends when its input does, which is also when we are killed in whatever
 * way; and with it, as the init of its PID namespace, ends all that runs inside. Then it clears up; the
 * logs stay when it was told so.
 */
const init = `
folder=$1; shift
ip link set lo up || exit 1
for range; do ip route add local $range dev lo || exit 1; done
echo up
read -r word
kill -KILL -1
cd "$folder" && for one in *; do [ "$one" = log ] || rm -rf "$one"; done
[ "$word" = keep ] || { cd /; rm -rf "$folder"; }
`;

/** Without root's rights the namespaces stand in a user namespace, in which we have them. */
const rootless = process.getuid?.() !== 0;

/** A network that nothing leaves, and the processes in it. */
export class Network {
  private readonly ended = new Map<string, number | null>();

  private constructor(
    private readonly folder: string,
    private readonly holder: ChildProcess,
  ) {}

  /**
   * @param local ranges of which every address is this machine's own inside
   * @throws when the kernel gives no namespaces, with what it said
   */
  static async open(folder: string, local: readonly string[]): Promise<Network> {
    mkdirSync(join(folder, 'log'), { recursive: true });
    const namespaces = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
    const holder = spawn(
      'unshare',
      [
        ...(rootless ? ['--user', '--map-root-user'] : []),
        ...[...namespaces, '--propagation', 'private', 'sh', '-c', init, 'sh', folder],
        ...local,
      ],
      // In a session of its own: a Ctrl-C reaches the tests, and they end it in order.
      { detached: true, stdio: ['pipe', 'pipe', 'pipe'] },
    );
    await new Promise<void>((resolve, reject) => {
      let said = '';
      const fail = (why: string) => () =>
        reject(new Error(`no private network: unshare ${why}; it takes root, or user namespaces`));
      holder.stderr?.on('data', (text) => {
        said += text;
      });
      holder.stdout?.once('data', () => resolve());
      holder.once('error', fail('cannot be run'));
      holder.once('exit', () => fail(`said "${said.trim()}"`)());
    });
    return new Network(folder, holder);
  }

  /** Runs a command inside to its end. */
  run(command: string, args: readonly string[], input?: string): Promise<Output> {
    const [enter, ...rest] = this.entry([command, ...args]);
    return run(enter, rest, input === undefined ? {} : { input });
  }

  /** Starts a program inside; it runs until the network is closed. */
  start(name: string, command: string, args: readonly string[]): void {
    const log = openSync(this.logOf(name), 'a');
    const [enter, ...rest] = this.entry([command, ...args]);
    spawn(enter, rest, { detached: true, stdio: ['ignore', log, log] })
      .on('error', () => this.ended.set(name, null))
      .on('exit', (code) => this.ended.set(name, code));
    closeSync(log);
  }

  /** Starts a program inside that is talked to by its input and output; it is to end when its input does. */
  converse(name: string, command: string, args: readonly string[]): ChildProcessWithoutNullStreams {
    const [enter, ...rest] = this.entry([command, ...args]);
    const child = spawn(enter, rest, { detached: true });
    child.stderr.pipe(createWriteStream(this.logOf(name), { flags: 'a' }));
    return child;
  }

  /** @throws when a program that was started has ended, with the end of its log */
  assertRunning(): void {
    for (const [name, code] of this.ended)
      throw new Error(`${name} ended with ${code}, its log:\n${this.tailOf(name)}`);
  }

  /** The last lines that a program wrote. */
  tailOf(name: string): string {
    if (!existsSync(this.logOf(name))) return '(none)';
    return readFileSync(this.logOf(name), 'utf8').trimEnd().split('\n').slice(-15).join('\n');
  }

  logOf(name: string): string {
    return join(this.folder, 'log', `${name}.log`);
  }

  /** Ends everything inside at once and removes the folder, all but the logs where they are to be kept. */
  async close(options: { readonly keepLogs: boolean }): Promise<void> {
    if (this.holder.exitCode !== null) return;
    const gone = new Promise((resolve) => this.holder.once('exit', resolve));
    this.holder.stdin?.end(options.keepLogs ? 'keep\n' : 'remove\n');
    await gone;
  }

  /** A command as it is run inside: in the network, and among the processes and mounts there. */
  private entry(command: readonly string[]): readonly [string, ...string[]] {
    // `unshare` itself is in all but the PID namespace, which it opened for its child.
    const file = (kind: string) => `/proc/${this.holder.pid}/ns/${kind}`;
    const user = rootless ? [`--user=${file('user')}`, '--preserve-credentials'] : [];
    const kinds = [
      `--net=${file('net')}`,
      `--mount=${file('mnt')}`,
      `--pid=${file('pid_for_children')}`,
    ];
    return ['nsenter', ...user, ...kinds, '--wd=/', '--', ...command];
  }
}
