import type { Verdict } from '../../cluster/checks.js';
import type { AlertmanagerApi } from '../ask/ask-alertmanager.js';
import type { PrometheusApi } from '../ask/ask-prometheus.js';
import { settled } from '../ask/settled.js';

/**
 * Each Alertmanager knows all of them, and has every alert that fires: Prometheus tells each, and they tell each
 * other only what was sent. Saw the Alertmanagers.
 */
export const alertmanagersAgree = (
  prometheus: PrometheusApi,
  alertmanagers: readonly AlertmanagerApi[],
  seconds = 60,
): Promise<Verdict> =>
  settled(seconds, async () => {
    const firing = (await prometheus.alerts()).filter(({ state }) => state === 'firing');
    const names = [...new Set(firing.map(({ labels }) => labels.alertname))];
    const faults = alertmanagers.map(async (one) => {
      const { status, peers = [] } = (await one.status()).cluster;
      const has = new Set((await one.alerts()).map(({ labels }) => labels.alertname));
      return [
        ...(status === 'ready' ? [] : [`${one.url}: its gossip is ${status}`]),
        ...(peers.length === alertmanagers.length
          ? []
          : [`${one.url}: knows ${peers.length} of ${alertmanagers.length}`]),
        ...names.filter((name) => !has.has(name)).map((name) => `${one.url}: was not told ${name}`),
      ];
    });
    return { saw: alertmanagers.length, faults: (await Promise.all(faults)).flat() };
  });
