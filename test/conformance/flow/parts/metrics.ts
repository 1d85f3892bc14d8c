import { describe, expect, it } from 'vitest';
import { scrapeJobsOf } from '../ask/apis.js';
import { notRunHere, seriesBelong, targetsUp } from '../metrics/scraping.js';
import { hasAlloy } from '../system/alloy.js';
import { flowSite } from '../system/sites.js';
import type { System } from '../system/system.js';
import { askAsGrafana, stackParts } from './stack.js';
import { tell } from './tell.js';

/** Every target is scraped, once, and every series says whose it is. */
export function metrics(system: () => System): void {
  describe('metrics', () => {
    it('come from every target of every job, from no other and from none twice', async () => {
      const { prometheus } = await askAsGrafana(system());
      const jobs = scrapeJobsOf(stackParts);
      const { saw, faults } = await targetsUp(
        prometheus,
        system().kubectl,
        jobs,
        notRunHere(hasAlloy()),
      );
      expect(faults).toEqual([]);
      tell(`${saw} targets of ${jobs.length} jobs`);
      expect(saw).toBeGreaterThan(20);
    });

    it('all bear the name of the cluster', async () => {
      const { prometheus } = await askAsGrafana(system());
      const { saw, faults } = await seriesBelong(prometheus, flowSite.cluster);
      expect(faults).toEqual([]);
      tell(`${saw} series`);
      expect(saw).toBeGreaterThan(5000);
    });
  });
}
