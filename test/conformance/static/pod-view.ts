import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Manifest } from '../../../lib/core/index.js';
import { type PodOwner, podOwners, type WrittenContainer } from '../../house/workloads.js';
import { program } from '../programs.js';
import { accountDir, accountFiles, volumeFiles } from './pod-files.js';

/** What a program said, and whether it was content. */
export interface Outcome {
  readonly ok: boolean;
  readonly output: string;
}

/**
 * In namespaces of its own, so that nothing of it shows outside: the folder becomes the root, with the program
 * and /dev/null put into it. Nothing else of this machine is there, as in an image from scratch.
 */
const inRoot = `
  mkdir -p "$1/dev"; : >"$1/program"; : >"$1/dev/null"
  mount --bind "$2" "$1/program"; mount --bind /dev/null "$1/dev/null"
  root=$1; shift 2; exec chroot "$root" /program "$@"`;

/** What one container of a workload sees when it starts: its files under their own paths, its environment. */
export class PodView {
  readonly title: string;
  readonly container: WrittenContainer;

  private constructor(
    private readonly root: string,
    objects: readonly Manifest[],
    { object: { kind, metadata }, pod }: PodOwner,
  ) {
    this.title = `${kind} ${metadata.namespace}/${metadata.name}`;
    const [container] = pod.containers;
    if (!container) throw new Error(`${this.title} has no container`);
    this.container = container;
    for (const { name, mountPath, subPath } of container.volumeMounts ?? []) {
      if (subPath) throw new Error(`${this.title}: a subPath is not laid out here; teach it`);
      const volume = pod.volumes?.find((v) => v.name === name) ?? { name };
      this.put(mountPath, volumeFiles(objects, metadata.namespace, volume));
    }
    if (pod.automountServiceAccountToken !== false)
      this.put(accountDir, accountFiles(metadata.namespace ?? 'default'));
  }

  /** Lays out a pod's files, lets something look at them, and removes them. */
  static of<T>(objects: readonly Manifest[], workload: PodOwner, look: (view: PodView) => T): T {
    const root = mkdtempSync(join(tmpdir(), 'conformance-'));
    try {
      return look(new PodView(root, objects, workload));
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  }

  /** As kubelet does it: the files are links into a directory that is replaced as a whole. */
  put(dir: string, files: ReadonlyMap<string, string>): void {
    const host = join(this.root, dir);
    mkdirSync(host, { recursive: true });
    if (files.size === 0) return;
    const version = '..2026_01_01_00_00_00.000000001';
    for (const [path, text] of files) {
      mkdirSync(dirname(join(host, version, path)), { recursive: true });
      writeFileSync(join(host, version, path), text);
    }
    symlinkSync(version, join(host, '..data'));
    for (const top of new Set([...files.keys()].map((path) => path.split('/')[0] ?? path)))
      symlinkSync(join('..data', top), join(host, top));
  }

  /** Paths in the pod that a pattern matches. */
  glob(pattern: string): readonly string[] {
    const text = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*');
    return readdirSync(this.root, { recursive: true })
      .map((path) => `/${path}`)
      .filter((path) => new RegExp(`^${text}$`).test(path))
      .sort();
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  /** The value of one of the container's flags: `-config.file=…`, with one dash or two. */
  flag(name: string): string {
    const found = this.container.args?.find((arg) =>
      arg.replace(/^--?/, '').startsWith(`${name}=`),
    );
    if (!found) throw new Error(`${this.title} has no flag "${name}"`);
    return found.slice(found.indexOf('=') + 1);
  }

  /** Runs a real program where the container would run, with its environment. */
  run(name: string, ...args: readonly string[]): Outcome {
    const path = program(name);
    if (!path) throw new Error(`${name} is missing; run npm run tools ${name}`);
    const own = (this.container.env ?? []).map(({ name: key, value }) => [key, value ?? 'node-1']);
    const { status, stdout, stderr, error } = spawnSync(
      'unshare',
      ['--map-root-user', '--mount', 'sh', '-euc', inRoot, 'sh', this.root, path, ...args],
      {
        encoding: 'utf8',
        timeout: 60_000,
        env: { PATH: process.env.PATH, ...Object.fromEntries(own) },
      },
    );
    const output = `${this.title}$ ${name} ${args.join(' ')}\n${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`;
    return { ok: status === 0, output };
  }
}

/** The workloads of a product, by the label that names it. */
export const workloadsOf = (objects: readonly Manifest[], product: string): readonly PodOwner[] =>
  podOwners(objects).filter((o) => o.labels['app.kubernetes.io/name'] === product);
