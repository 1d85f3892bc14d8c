import { describe, expect, it } from 'vitest';
import { nanoseconds } from '../ask/ask-loki.js';
import { patiently } from '../ask/patiently.js';
import { askAsGrafana } from '../parts/stack.js';
import { flowSite } from '../system/sites.js';
import type { System } from '../system/system.js';
import { push } from './push-lines.js';

/** A rule of our own about lines, not numbers. */
const alert = 'StackContainerPanicked';

/** Whose line it is: the labels that Alloy gives the lines of our pods, and that the rule keeps. */
const crashed = {
  cluster: flowSite.cluster,
  namespace: 'observability',
  app: 'crashed',
  container: 'crashed',
};

/** A line that means an alert: from Loki's ruler to Alertmanager, by a way that no metric goes. */
export function logAlert(system: () => System): void {
  describe('a rule about lines', () => {
    it('fires, and every Alertmanager has it for the receiver of the site', async () => {
      const { loki, alertmanagers } = await askAsGrafana(system());
      const line = [`${nanoseconds(Date.now())}`, 'panic: all went wrong'] as const;
      const stream = { ...crashed, job: `${crashed.namespace}/${crashed.container}` };
      await push(system(), [{ stream, values: [line] }]);
      const { saw, faults } = await patiently(180, async () => {
        const rules = (await loki.rules()).flatMap((group) => group.rules);
        const state = rules.find(({ name }) => name === alert)?.state ?? 'not there';
        const told = alertmanagers.map(async (one) => {
          const found = (await one.alerts()).find(
            ({ labels }) => labels.alertname === alert && labels.app === crashed.app,
          );
          if (!found) return [`${one.url}: has no ${alert}; in Loki the rule is ${state}`];
          const receivers = found.receivers.map(({ name }) => name).join();
          const odd = Object.entries({ ...crashed, severity: 'warning' }).filter(
            ([label, value]) => found.labels[label] !== value,
          );
          return [
            ...odd.map(([label]) => `${one.url}: ${label} is "${found.labels[label]}"`),
            ...(receivers === 'slack' ? [] : [`${one.url}: it is for "${receivers}"`]),
          ];
        });
        return { saw: told.length, faults: (await Promise.all(told)).flat() };
      });
      expect(faults).toEqual([]);
      expect(saw).toBe(flowSite.replicas?.alertmanager);
    }, 240_000);
  });
}
