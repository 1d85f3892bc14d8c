import { stackParts } from '../parts/stack.js';
import { instance } from '../system/pods.js';
import type { System } from '../system/system.js';

/** A chunk on Loki's volume, by what its name says. */
export interface Chunk {
  readonly file: string;
  /** Time of its newest line, in milliseconds. */
  readonly through: number;
}

/**
 * The chunks that are on Loki's volume. The last part of their path is `from:through:checksum` in base64, times as
 * hexadecimal milliseconds.
 */
export async function chunksOf(system: System): Promise<readonly Chunk[]> {
  const pod = await system.pod(stackParts.loki.namespace, { [instance]: 'loki' });
  const folder = `/proc/${pod.pid('loki')}/root/var/loki/chunks/fake`;
  const { code, stdout, stderr } = await system.network.run('find', [folder, '-type', 'f']);
  if (code !== 0) throw new Error(`Loki's chunks: ${stderr.trim()}`);
  return stdout
    .split('\n')
    .filter((file) => file !== '')
    .map((file) => {
      const name = Buffer.from(file.split('/').at(-1) ?? '', 'base64').toString('latin1');
      const [, through] = /^[0-9a-f]+:([0-9a-f]+):[0-9a-f]+$/.exec(name) ?? [];
      if (through === undefined)
        throw new Error(
          `"${file}" is no chunk of a schema we write; teach loki-chunks.ts its name`,
        );
      return { file, through: Number.parseInt(through, 16) };
    });
}
