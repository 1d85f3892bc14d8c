import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { run } from '../../cluster/run.js';
import type { Mount, NodeFacts } from './types.js';

/** Where a container has what its program is started with; images never have anything there. */
const inContainer = '/dev/.launcher';

/** What makes a process its container's user inside of the container's root, which has no tools. */
export interface Launcher {
  readonly mount: Mount;
  /** `setpriv`, without its arguments. */
  readonly command: readonly string[];
}

const launchers = new Map<string, Promise<Launcher>>();

/** The launcher of a node: copies of `setpriv`, of the libraries it needs, and of their loader. */
export function launcherOf({ state }: NodeFacts): Promise<Launcher> {
  const known = launchers.get(state) ?? prepare(join(state, 'launcher'));
  launchers.set(state, known);
  return known;
}

async function prepare(folder: string): Promise<Launcher> {
  const setpriv = pathOf('setpriv');
  const { stdout, stderr } = await run('ldd', [setpriv]);
  const libraries = [...stdout.matchAll(/(\/\S+) \(0x/g)].map(([, path]) => path ?? '');
  const loader = libraries.find((path) => !stdout.includes(`=> ${path}`));
  if (!loader) throw new Error(`ldd ${setpriv}: no loader in "${stdout}${stderr}"; is it static?`);
  mkdirSync(folder, { recursive: true });
  for (const file of [setpriv, ...libraries]) copyFileSync(file, join(folder, basename(file)));
  const own = (file: string) => join(inContainer, basename(file));
  return {
    mount: { source: folder, target: inContainer, readOnly: true },
    command: [own(loader), '--library-path', inContainer, own(setpriv)],
  };
}

/** @throws where no folder of the PATH has it */
export function pathOf(command: string): string {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found = folders.map((folder) => join(folder, command)).find((path) => existsSync(path));
  if (!found) throw new Error(`${command} is not on the PATH; install util-linux`);
  return found;
}
