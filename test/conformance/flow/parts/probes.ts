import { describe, expect, it } from 'vitest';
import type { PrometheusApi } from '../ask/ask-prometheus.js';
import { comesTrue } from '../ask/patiently.js';
import { siteHost } from '../system/outside.js';
import type { System } from '../system/system.js';
import { askAsGrafana } from './stack.js';
import { tell } from './tell.js';

const url = `https://${siteHost}`;
const ofHost = `{job="blackbox-exporter-probes",instance="${url}"}`;
const day = 24 * 3600;

/** The alerts about the host that are pending or fire. */
const alertsOf = async (prometheus: PrometheusApi): Promise<readonly string[]> =>
  (await prometheus.alerts())
    .filter(({ labels }) => labels.instance === url)
    .map(({ labels }) => labels.alertname ?? '');

/** The hosts of the site are called as people call them. */
export function probes(system: () => System): void {
  describe('probes', () => {
    it('reach the host of the site, and see when its certificate ends', async () => {
      const { prometheus } = await askAsGrafana(system());
      const latest = async (expr: string) =>
        Number((await prometheus.query(expr)).series[0]?.value?.[1]);
      const seconds = await comesTrue(
        `${url} is not reached`,
        90,
        async () => (await latest(`probe_success${ofHost}`)) === 1,
      );
      const left = await latest(`probe_ssl_earliest_cert_expiry${ofHost} - time()`);
      tell(
        `reached after ${seconds} seconds; the certificate ends in ${Math.floor(left / day)} days`,
      );
      expect(left).toBeGreaterThan(14 * day);
      expect(await alertsOf(prometheus)).toEqual([]);
    }, 120_000);

    it('that are not answered any more become an alert, until they are', async () => {
      const { prometheus } = await askAsGrafana(system());
      const told = async () => (await alertsOf(prometheus)).join();
      system().outside.silence(siteHost);
      try {
        // A scrape and an evaluation of the rules later.
        await comesTrue('no alert', 120, async () => (await told()) === 'BlackboxProbeFailed');
      } finally {
        system().outside.silence();
      }
      await comesTrue('still an alert', 120, async () => (await told()) === '');
    }, 300_000);
  });
}
