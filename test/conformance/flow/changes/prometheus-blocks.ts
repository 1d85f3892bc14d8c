import { chownSync, mkdirSync, mkdtempSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { binary } from '../../cluster/cluster.js';
import { run } from '../../cluster/run.js';
import type { System } from '../system/system.js';

/** The metric of all samples that are put into blocks. */
export const metric = 'conformance_backfilled';

/** The folder in which a claim's volume is. */
async function volumeOf({ kubectl }: System, claim: string): Promise<string> {
  const [found] = (await kubectl.list('persistentvolumeclaims')).filter(
    ({ metadata }) => metadata.name === claim,
  );
  const volumes = await kubectl.list('persistentvolumes');
  const volume = volumes.find(({ metadata }) => metadata.name === found?.spec.volumeName);
  if (!volume) throw new Error(`claim "${claim}" has no volume; name one that is bound`);
  return volume.spec.hostPath.path;
}

/** The folder of the one Prometheus. */
export const prometheusVolume = (system: System): Promise<string> =>
  volumeOf(system, 'data-prometheus-0');

/**
 * Puts a block with one sample of a time into a Prometheus that runs, as one does who brings old data along.
 *
 * @param age a label of it, by which the sample is found
 * @param time in seconds since 1970
 * @returns the block's name
 */
export async function backfill(system: System, age: string, time: number): Promise<string> {
  const work = mkdtempSync(join(system.folder, 'backfill-'));
  const text = join(work, 'samples.txt');
  const blocks = join(work, 'blocks');
  mkdirSync(blocks);
  writeFileSync(text, `${metric}{age="${age}"} 1 ${time}\n# EOF\n`);
  const make = ['tsdb', 'create-blocks-from', 'openmetrics', text, blocks];
  const { code, stderr } = await run(binary('promtool'), make);
  const [block] = readdirSync(blocks).filter((name) => /^[0-9A-Z]{26}$/.test(name));
  if (code !== 0 || block === undefined)
    throw new Error(`promtool makes no block of ${new Date(time * 1000).toISOString()}: ${stderr}`);
  await giveTo(await prometheusVolume(system), join(blocks, block), block);
  return block;
}

/** Moves a block into a volume in one step, as its program's own. */
async function giveTo(volume: string, made: string, block: string): Promise<void> {
  const files = readdirSync(made, { recursive: true, encoding: 'utf8' });
  // The user that all pods of the stack run as.
  for (const file of ['', ...files]) chownSync(join(made, file), 10001, 10001);
  renameSync(made, join(volume, block));
}
