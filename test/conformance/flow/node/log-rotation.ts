import { createReadStream, createWriteStream } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/** When log files are rotated. A kubelet's own figures are 10 MiB, 5 files and 10 seconds. */
export const rotation = {
  /** Small, so that a test of a few megabytes sees it several times. */
  maxBytes: 2 * 1024 * 1024,
  /** Together they hold more than one container of a test writes: what is missing was not read in time. */
  maxFiles: 8,
  /** The shortest that a kubelet takes. As the names count seconds, it must be more than one. */
  everyMilliseconds: 3000,
} as const;

const compressed = '.gz';
const temporary = '.tmp';

/** The rotated files of a log, oldest first. One that is being compressed is there once. */
export async function rotatedFiles(path: string): Promise<string[]> {
  const [folder, prefix] = [dirname(path), `${basename(path)}.`];
  const files = (await readdir(folder))
    .filter((name) => name.startsWith(prefix) && !name.endsWith(temporary))
    .map((name) => join(folder, name));
  const all = new Set(files);
  return files.filter((file) => !all.has(file + compressed)).sort();
}

/** Compresses what was rotated before, and removes what is too much once the log is rotated again. */
export async function makeRoom(path: string): Promise<void> {
  const files = await rotatedFiles(path);
  // The one to be rotated now and the new one come on top.
  const excess = Math.max(0, files.length - (rotation.maxFiles - 2));
  for (const file of files.slice(0, excess)) await rm(file);
  for (const file of files.slice(excess)) if (!file.endsWith(compressed)) await compress(file);
}

async function compress(file: string): Promise<void> {
  await pipeline(createReadStream(file), createGzip(), createWriteStream(file + temporary));
  await rename(file + temporary, file + compressed);
  await rm(file);
}

/** What a log is renamed to: `0.log.20250101-150405`. */
export function rotatedName(path: string, now: Date): string {
  const [date = '', time = ''] = now.toISOString().split('T');
  return `${path}.${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}`;
}
