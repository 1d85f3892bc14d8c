import { describe, expect, it } from 'vitest';
import { autoscalers } from '../../../../lib/index.js';
import { dashboardsAnswered, rulesAnswered } from '../ask/queries.js';
import { storeAnswers } from '../ask/stored-answers.js';
import { tell } from '../parts/tell.js';
import type { System } from '../system/system.js';
import { askAsGrafana } from './parts.js';

/** What its dashboards and rules ask is answered. */
export function answers(system: () => System): void {
  const questioned = async () => ({
    ...(await askAsGrafana(system())),
    objects: system().objects,
  });

  describe('Prometheus and Loki', () => {
    it("answer every query of every dashboard, the autoscalers' with data", async () => {
      const { saw, faults, report } = await dashboardsAnswered(
        await questioned(),
        storeAnswers('severed-blog'),
      );
      tell(`${saw} queries`, ...report);
      expect(faults).toEqual([]);
      const live = report.find((line) => line.startsWith(`${autoscalers().uid}: `));
      expect(live).toMatch(/data for (\d+) of \1 queries$/);
      expect(saw).toBeGreaterThan(250);
    });

    it('answer every expression of a rule', async () => {
      const { saw, faults, report } = await rulesAnswered(await questioned());
      tell(`${saw} expressions`, ...report);
      expect(faults).toEqual([]);
      expect(saw).toBeGreaterThan(50);
    });
  });
}
