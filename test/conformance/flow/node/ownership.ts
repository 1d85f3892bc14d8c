import { chmodSync, lchownSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const groupReads = 0o440;
const groupWrites = 0o660;
/** Folders are entered by the group, and what is made in them is the group's. */
const ofFolder = 0o2110;

/** Gives a group all that is in a folder, as kubelet does for `fsGroup`. */
export function giveToGroup(
  path: string,
  group: number,
  options: { readonly readOnly: boolean },
): void {
  const status = lstatSync(path);
  lchownSync(path, status.uid, group);
  if (status.isSymbolicLink()) return;
  const added = options.readOnly ? groupReads : groupWrites;
  chmodSync(path, (status.mode & 0o7777) | added | (status.isDirectory() ? ofFolder : 0));
  if (status.isDirectory())
    for (const name of readdirSync(path)) giveToGroup(join(path, name), group, options);
}

/** Whether a folder is the group's already: then what is in it is left as it is under `OnRootMismatch`. */
export function isOfGroup(folder: string, group: number): boolean {
  const { gid, mode } = lstatSync(folder);
  const wanted = groupWrites | ofFolder;
  return gid === group && (mode & wanted) === wanted;
}
