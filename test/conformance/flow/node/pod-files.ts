import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Identity } from './identity.js';
import type { NodeFacts } from './types.js';

/** What tests are told of a running pod, so that they can enter its network and kill its processes. */
export interface PodRecord {
  readonly uid: string;
  readonly address: string;
  /** Holds its network namespace. */
  readonly sandboxPid: number;
  readonly containers: Readonly<
    Record<string, { readonly pid: number; readonly restarts: number }>
  >;
}

/** Where the record of a pod is: `<state>/pods/<namespace>_<name>.json`. */
export const recordFile = (
  { state }: Pick<NodeFacts, 'state'>,
  { namespace, name }: Pick<Identity, 'namespace' | 'name'>,
): string => join(state, 'pods', `${namespace}_${name}.json`);

/** Writes it, in one step for whoever reads meanwhile. */
export function writeRecord(facts: NodeFacts, pod: Identity, record: PodRecord): void {
  const file = recordFile(facts, pod);
  mkdirSync(join(facts.state, 'pods'), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(record));
  renameSync(`${file}.new`, file);
}

/** Removes what a pod leaves on its node, all but its logs; not the record of a later one of its name. */
export function removeFiles(facts: NodeFacts, pod: Identity): void {
  const file = recordFile(facts, pod);
  if (uidIn(file) === pod.uid) rmSync(file);
  rmSync(join(facts.state, 'pods', pod.uid), { recursive: true, force: true, maxRetries: 3 });
}

function uidIn(file: string): string | undefined {
  try {
    // As written above.
    return (JSON.parse(readFileSync(file, 'utf8')) as PodRecord).uid;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
