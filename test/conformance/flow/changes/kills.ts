import { beforeAll, describe, expect, it } from 'vitest';
import { patiently } from '../ask/patiently.js';
import { quietFileNotSentAgain } from '../logs/quiet-file.js';
import { askAsGrafana } from '../parts/stack.js';
import { tell } from '../parts/tell.js';
import { flowSite } from '../system/sites.js';
import { describeWithAlloy } from '../system/suite.js';
import type { System } from '../system/system.js';
import { killAll, linesKept, newSilence, samplesKept, silenced, totalLines } from './kept.js';

/** From here on Alertmanager promises to keep a silence: it writes them down once a minute. */
const silenceAge = 75_000;

/** What each stateful program keeps when it is killed, in the words of the tests' names. */
export function kills(system: () => System): void {
  describe('killed with -9 and started again', () => {
    let silence: string;
    let made: number;

    // First of all, as it must grow old.
    beforeAll(async () => {
      const { alertmanagers } = await askAsGrafana(system());
      const [first] = alertmanagers;
      if (!first) throw new Error('the site has no Alertmanager; give it one');
      silence = await first.silence(newSilence());
      made = Date.now();
    });

    it('Prometheus has every sample that could be queried before: it reads its log again', async () => {
      const { saw, faults } = await samplesKept(system());
      expect(faults).toEqual([]);
      tell(`Prometheus: ${saw} samples`);
      expect(saw).toBeGreaterThan(10_000);
    }, 360_000);

    it('Loki has every line that it said it had, once: it reads its log again', async () => {
      const { saw, faults } = await linesKept(system());
      expect(faults).toEqual([]);
      tell(`Loki: ${saw} lines`);
      expect(saw).toBe(totalLines);
    }, 420_000);

    it('Alertmanagers, all killed at once, have every silence that is older than a minute', async () => {
      expect((await patiently(60, () => silenced(system(), silence))).faults).toEqual([]);
      const left = made + silenceAge - Date.now();
      if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
      await killAll(system(), 'alertmanager');
      const { saw, faults } = await patiently(120, () => silenced(system(), silence));
      expect(faults).toEqual([]);
      expect(saw).toBe(flowSite.replicas?.alertmanager);
    }, 420_000);

    describeWithAlloy('Alloy', () => {
      it('reads nothing again of what it had noted as read', async () => {
        const { saw, faults } = await quietFileNotSentAgain(system());
        expect(faults).toEqual([]);
        expect(saw).toBeGreaterThan(0);
      }, 420_000);
    });
  });
}
