import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { comesTrue } from '../ask/patiently.js';
import { askAsGrafana } from '../parts/stack.js';
import { tell } from '../parts/tell.js';
import type { System } from '../system/system.js';
import { backfill, metric, prometheusVolume } from './prometheus-blocks.js';

const day = 86_400;

/** Old samples go from Prometheus' volume, a block at a time, and no young ones do. */
export function prometheusRetention(system: () => System): void {
  describe('retention in Prometheus', () => {
    const isThere = async (age: string, time: number): Promise<boolean> => {
      const { prometheus } = await askAsGrafana(system());
      const { series } = await prometheus.query(`${metric}{age="${age}"}`, time);
      return series.length === 1;
    };

    it('deletes blocks that are older than the site says, and none that are younger', async () => {
      const now = Math.round(Date.now() / 1000);
      const times = { old: now - 16 * day, young: now - 14 * day, newest: now - day / 4 };
      const oldBlock = await backfill(system(), 'old', times.old);
      // It is judged by the newest block there is: as long as it is the only one, it stays.
      await comesTrue('the old block is not read', 150, () => isThere('old', times.old));
      const blocks = [
        await backfill(system(), 'young', times.young),
        await backfill(system(), 'newest', times.newest),
      ];
      const volume = await prometheusVolume(system());
      const took = await comesTrue(
        'the block of 16 days ago is on the volume',
        180,
        async () => !existsSync(join(volume, oldBlock)),
      );
      tell(`retention: an old block was gone after ${took} seconds`);
      await comesTrue('the young samples are not found', 120, async () =>
        (await Promise.all([isThere('young', times.young), isThere('newest', times.newest)])).every(
          Boolean,
        ),
      );
      expect(await isThere('old', times.old)).toBe(false);
      expect(blocks.filter((block) => !existsSync(join(volume, block)))).toEqual([]);
    }, 480_000);
  });
}
