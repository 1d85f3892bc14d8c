import { describe, expect, it } from 'vitest';
import { runbooks } from '../../../runbooks/read.js';
import { dashboardsAnswered, rulesAnswered, runbooksAnswered } from '../ask/queries.js';
import { storeAnswers } from '../ask/stored-answers.js';
import type { System } from '../system/system.js';
import { askAsGrafana } from './stack.js';
import { tell } from './tell.js';

/** What people and rules ask is answered. */
export function answers(system: () => System): void {
  const questioned = async () => ({
    ...(await askAsGrafana(system())),
    objects: system().objects,
  });

  describe('Prometheus and Loki', () => {
    it('answer every query of every dashboard', async () => {
      const { saw, faults, report } = await dashboardsAnswered(
        await questioned(),
        storeAnswers('stack'),
      );
      tell(`${saw} queries`, ...report);
      expect(faults).toEqual([]);
      expect(saw).toBeGreaterThan(250);
    });

    it('answer every expression of a rule', async () => {
      const { saw, faults, report } = await rulesAnswered(await questioned());
      tell(`${saw} expressions`, ...report);
      expect(faults).toEqual([]);
      expect(saw).toBeGreaterThan(60);
    });

    it('answer every query of every runbook', async () => {
      const { saw, faults, report } = await runbooksAnswered(await questioned(), runbooks);
      tell(...report);
      expect(faults).toEqual([]);
      // Each runbook has one at least, and every alert has a runbook.
      expect(runbooks.size).toBeGreaterThan(60);
      expect(saw).toBeGreaterThanOrEqual(runbooks.size);
    });
  });
}
