import { describe, expect, it } from 'vitest';
import { cataloguesHold } from '../metrics/catalogues.js';
import { hasAlloy } from '../system/alloy.js';
import type { System } from '../system/system.js';
import { askAsGrafana, fetchAs, stackParts } from './stack.js';
import { tell } from './tell.js';

/** Each room lists what its program shows: after all has happened to it that brings a metric to light. */
export function catalogues(system: () => System): void {
  describe('the metrics', () => {
    it('are what the catalogue of each room says of its program', async () => {
      const { prometheus } = await askAsGrafana(system());
      const asPrometheus = await fetchAs(system(), stackParts.prometheus.name);
      const { kubectl } = system();
      const { saw, faults, report } = await cataloguesHold(
        prometheus,
        asPrometheus,
        kubectl,
        hasAlloy(),
      );
      tell(...report);
      expect(faults).toEqual([]);
      expect(saw).toBeGreaterThan(1000);
    });
  });
}
