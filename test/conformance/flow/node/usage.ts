import { readdir, readFile, readlink } from 'node:fs/promises';

/** The kernel counts processor time in hundredths of a second. */
const ticks = 100;

/** What processes use, taken together. */
export interface Usage {
  readonly user: number;
  readonly system: number;
  readonly anonymous: number;
  readonly files: number;
  readonly swap: number;
  readonly minorFaults: number;
  readonly majorFaults: number;
  readonly bytesRead: number;
  readonly bytesWritten: number;
  readonly reads: number;
  readonly writes: number;
  readonly descriptors: number;
  readonly sockets: number;
  readonly processes: number;
  readonly threads: number;
}

/** What a control group without processes uses. */
export const nothing: Usage = {
  ...{ user: 0, system: 0, anonymous: 0, files: 0, swap: 0, minorFaults: 0, majorFaults: 0 },
  ...{ bytesRead: 0, bytesWritten: 0, reads: 0, writes: 0 },
  ...{ descriptors: 0, sockets: 0, processes: 0, threads: 0 },
};

/** Adds up what several use. */
export const together = (all: readonly Usage[]): Usage => all.reduce(plus, nothing);

const names = Object.keys(nothing) as (keyof Usage)[];

const plus = (a: Usage, b: Usage): Usage => {
  const sums = names.map((name) => [name, a[name] + b[name]]);
  // The names of a Usage, all of them.
  return Object.fromEntries(sums) as Record<keyof Usage, number>;
};

/** What a process and all that it started use; nothing where it has just ended. */
export async function usageOf(pid: number, children: Children): Promise<Usage> {
  const pids: number[] = [];
  for (const queue = [pid]; queue.length > 0; ) {
    const next = queue.shift() ?? pid;
    pids.push(next);
    queue.push(...(children.get(next) ?? []));
  }
  return together(await Promise.all(pids.map((one) => ofProcess(one).catch(() => nothing))));
}

/** The children of each process. */
export type Children = ReadonlyMap<number, readonly number[]>;

/** Looks at all processes there are: who started whom. */
export async function allChildren(): Promise<Children> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const children = new Map<number, number[]>();
  await Promise.all(
    pids.map(async (pid) => {
      const parent = await stat(pid).then(
        (fields) => fields[1],
        () => undefined,
      );
      if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), pid]);
    }),
  );
  return children;
}

/** Numbers in `/proc/<pid>/stat` behind the state, which is field 3 of proc(5). */
async function stat(pid: number): Promise<(number | undefined)[]> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8');
  // A program's name may have spaces and brackets in it.
  return text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
}

/** Numbers of a file of lines like `VmRSS:   1024 kB`. */
async function table(file: string): Promise<(name: string) => number> {
  const text = await readFile(file, 'utf8');
  const values = new Map(
    text.split('\n').map((line) => {
      const [name = '', value = ''] = line.split(/:\s+/);
      return [name, Number.parseInt(value, 10) * (value.endsWith('kB') ? 1024 : 1)];
    }),
  );
  return (name) => values.get(name) ?? 0;
}

async function ofProcess(pid: number): Promise<Usage> {
  const [fields, status, io, links] = await Promise.all([
    stat(pid),
    table(`/proc/${pid}/status`),
    table(`/proc/${pid}/io`),
    descriptors(pid),
  ]);
  const field = (number: number) => fields[number - 3] ?? 0;
  return {
    // With what its ended children used, so that the sum never falls.
    user: (field(14) + field(16)) / ticks,
    system: (field(15) + field(17)) / ticks,
    minorFaults: field(10) + field(11),
    majorFaults: field(12) + field(13),
    anonymous: status('RssAnon'),
    files: status('RssFile') + status('RssShmem'),
    swap: status('VmSwap'),
    bytesRead: io('read_bytes'),
    bytesWritten: io('write_bytes'),
    reads: io('syscr'),
    writes: io('syscw'),
    descriptors: links.length,
    sockets: links.filter((link) => link.startsWith('socket:')).length,
    processes: 1,
    threads: field(20),
  };
}

async function descriptors(pid: number): Promise<string[]> {
  const folder = `/proc/${pid}/fd`;
  const open = await readdir(folder);
  return Promise.all(open.map((name) => readlink(`${folder}/${name}`).catch(() => '')));
}
