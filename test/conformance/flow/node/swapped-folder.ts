import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { giveToGroup } from './ownership.js';
import type { VolumeFiles } from './volume-files.js';

/** The link that is swapped; every file of the folder is a link through it. */
const data = '..data';

/**
 * A folder whose files change all at once: they lie in a folder of their own, to which a link points. What watches
 * the link sees one change, and never a half.
 */
export class SwappedFolder {
  private written: VolumeFiles | undefined;

  /** @param group who gets the files, where the pod says so */
  constructor(
    readonly path: string,
    private readonly group: number | undefined,
  ) {}

  /** Puts these files in place of those that are there; nothing moves where they are the same. */
  write(files: VolumeFiles): void {
    if (isDeepStrictEqual(files, this.written)) return;
    mkdirSync(this.path, { recursive: true });
    chmodSync(this.path, 0o777);
    const before = this.current();
    const version = this.version(files);
    symlinkSync(version, join(this.path, `${data}_tmp`));
    renameSync(join(this.path, `${data}_tmp`), join(this.path, data));
    this.link(files);
    if (before) rmSync(join(this.path, before), { recursive: true });
    this.written = files;
  }

  private current(): string | undefined {
    const link = join(this.path, data);
    return lstatSync(link, { throwIfNoEntry: false }) && readlinkSync(link);
  }

  private version(files: VolumeFiles): string {
    const stamp = new Date().toISOString().replace(/\D/g, '_').slice(0, 19);
    const folder = mkdtempSync(join(this.path, `..${stamp}.`));
    chmodSync(folder, 0o755);
    for (const [path, { content, mode }] of files) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      chmodSync(file, mode);
    }
    if (this.group !== undefined) giveToGroup(folder, this.group, { readOnly: true });
    return folder.slice(this.path.length + 1);
  }

  private link(files: VolumeFiles): void {
    const wanted = new Set([...files.keys()].map((path) => path.split('/')[0] ?? path));
    const there = readdirSync(this.path).filter((name) => !name.startsWith('..'));
    for (const name of there) if (!wanted.delete(name)) unlinkSync(join(this.path, name));
    for (const name of wanted) symlinkSync(join(data, name), join(this.path, name));
  }
}
