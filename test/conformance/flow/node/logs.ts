import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { type FileHandle, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { V1Pod } from '@kubernetes/client-node';
import { CriEncoder, type LogStream } from './cri-format.js';
import { identity, logUid } from './identity.js';
import { makeRoom, rotatedName, rotation } from './log-rotation.js';
import type { NodeContext } from './types.js';

/** The runtime's name for one run of a container, which its status has behind the name of the runtime. */
export const containerId = (pod: V1Pod, container: string, restartCount: number): string =>
  createHash('sha256')
    .update(`${identity(pod).uid}/${container}/${restartCount}`)
    .digest('hex');

/** The folder of a container's log files, as the node sees it: `/var/log/pods/<pod>/<container>`. */
export function logFolder(pod: V1Pod, container: string): string {
  const { namespace, name } = identity(pod);
  return join('/var/log/pods', `${namespace}_${name}_${logUid(pod)}`, container);
}

const writers = new Map<string, ContainerLog>();

/** Whether a program still writes to this log file. */
export const isWritten = (path: string): boolean => writers.has(path);

/** The log of one run of a container. */
export class ContainerLog {
  private readonly encoder = new CriEncoder();
  private readonly timer: NodeJS.Timeout;
  private pending = '';
  private size = 0;
  private file: FileHandle | undefined;
  /** The steps at the file, one after another. */
  private steps: Promise<void>;
  private rotating: Promise<void> | undefined;

  /** @param path the file, in a folder that is there */
  constructor(private readonly path: string) {
    writers.set(path, this);
    this.steps = this.reopen();
    this.timer = setInterval(() => {
      this.rotating ??= this.rotateWhenFull().finally(() => {
        this.rotating = undefined;
      });
    }, rotation.everyMilliseconds);
  }

  /** Takes what the program wrote. It is in the file a little later, in this order. */
  write(stream: LogStream, chunk: Buffer): void {
    this.append(this.encoder.encode(stream, chunk));
  }

  /** Ends it; done when all is in the file. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.rotating;
    this.append(this.encoder.end());
    await this.next(async () => this.file?.close());
    // A run that could not start is tried once more under the same number.
    if (writers.get(this.path) === this) writers.delete(this.path);
  }

  private append(records: string): void {
    if (records === '') return;
    // Many small writes of a program become one to the file.
    if (this.pending === '') void this.next(() => this.flush());
    this.pending += records;
  }

  private next(step: () => Promise<void>): Promise<void> {
    this.steps = this.steps.then(step);
    return this.steps;
  }

  private async flush(): Promise<void> {
    const bytes = Buffer.from(this.pending, 'latin1');
    this.pending = '';
    await this.file?.writeFile(bytes);
    this.size += bytes.length;
  }

  private async rotateWhenFull(): Promise<void> {
    if (this.size < rotation.maxBytes) return;
    await makeRoom(this.path);
    await this.next(async () => {
      await rename(this.path, rotatedName(this.path, new Date()));
      await this.file?.close();
      await this.reopen();
    });
  }

  private async reopen(): Promise<void> {
    this.file = await open(this.path, 'a');
    this.size = (await this.file.stat()).size;
  }
}

/** Starts the log of one run of a container, in the node's folders of logs. */
export function openLog(
  context: NodeContext,
  pod: V1Pod,
  container: string,
  restartCount: number,
): ContainerLog {
  const { root } = context.facts;
  const folder = logFolder(pod, container);
  const file = `${restartCount}.log`;
  mkdirSync(join(root, folder), { recursive: true });
  const links = join(root, '/var/log/containers');
  mkdirSync(links, { recursive: true });
  const { namespace, name } = identity(pod);
  const id = containerId(pod, container, restartCount);
  const link = join(links, `${name}_${namespace}_${container}-${id}.log`);
  rmSync(link, { force: true });
  // As programs on the node see it, below the root that they have.
  symlinkSync(join(folder, file), link);
  return new ContainerLog(join(root, folder, file));
}
