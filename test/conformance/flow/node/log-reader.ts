import { type FileHandle, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { V1Pod } from '@kubernetes/client-node';
import { CriDecoder, type CriRecord } from './cri-format.js';
import { isWritten, logFolder } from './logs.js';
import type { NodeContext } from './types.js';

/** How often a log that is followed is looked at. */
const lookMilliseconds = 200;

/** The log file of the run of a container that is asked for; undefined where there is none. */
export async function logFile(
  { facts }: NodeContext,
  pod: V1Pod,
  container: string,
  previous: boolean,
): Promise<string | undefined> {
  const folder = join(facts.root, logFolder(pod, container));
  // Without any run the folder is not there either.
  const names = await readdir(folder).catch((): string[] => []);
  const runs = names.flatMap((name) => /^(\d+)\.log$/.exec(name)?.[1] ?? []).map(Number);
  const run = runs.sort((a, b) => b - a)[previous ? 1 : 0];
  return run === undefined ? undefined : join(folder, `${run}.log`);
}

/** What is read at a time: records, or that all there was has been read and more may come. */
export type Reading = readonly CriRecord[] | 'all so far';

/**
 * Reads the log of one run as a kubelet does: only the file that is written now, from its start; what was rotated
 * before is not read. Follows it, when it is told to, until the program has ended: where the file is another by then,
 * it reads the old one to its end and goes on with the new one. One who reads so slowly that it is rotated twice
 * meanwhile misses the file between.
 */
export async function* readRecords(
  path: string,
  follow: boolean,
  left: AbortSignal,
): AsyncGenerator<Reading> {
  const decoder = new CriDecoder();
  let file = await opened(path);
  try {
    while (!left.aborted) {
      // Both are asked before the rest is read: nothing comes after it then.
      const live = follow && isWritten(path);
      const next = follow ? await other(path, file) : undefined;
      for await (const chunk of rest(file)) yield decoder.decode(chunk);
      if (next) {
        await file.close();
        file = next;
        continue;
      }
      yield 'all so far';
      if (!live) return;
      await sleep(lookMilliseconds);
    }
  } finally {
    await file.close();
  }
}

/** Opens a log; between the old file's new name and the new file it waits for that. */
async function opened(path: string): Promise<FileHandle> {
  for (;;) {
    const file = await openIfThere(path);
    if (file) return file;
    await sleep(10);
  }
}

/** The file that has taken the place of one that was rotated. */
async function other(path: string, file: FileHandle): Promise<FileHandle | undefined> {
  const found = await openIfThere(path);
  if (found === undefined) return undefined;
  if ((await found.stat()).ino !== (await file.stat()).ino) return found;
  await found.close();
  return undefined;
}

const notThere = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

function openIfThere(path: string): Promise<FileHandle | undefined> {
  return open(path).catch((error: unknown) => {
    if (notThere(error)) return undefined;
    throw error;
  });
}

/** What is in a file from where it was read last. */
async function* rest(file: FileHandle): AsyncGenerator<Buffer> {
  for (;;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(256 * 1024));
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}
