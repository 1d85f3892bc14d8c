import { describe, expect, it } from 'vitest';
import { Alertmanager } from '../lib/alertmanager/index.js';
import { Prometheus } from '../lib/prometheus/index.js';
import { plain } from './alertmanager-parts.js';
import { drawn } from './drawn.js';
import { testChart } from './support.js';

/** Titles on the dashboard of a Prometheus, after something was wired. */
function titles(wire: (prometheus: Prometheus, alertmanager: Alertmanager) => void) {
  const chart = testChart();
  const prometheus = new Prometheus(chart, 'prometheus');
  // As the dashboard is drawn late, it is taken before anything is wired.
  const [board] = prometheus.dashboards;
  wire(prometheus, new Alertmanager(chart, 'alertmanager', { routes: plain }));
  const { panels, faults } = drawn(board);
  expect(faults).toEqual([]);
  return panels.map(({ title }) => title);
}
const ofAlerts = ['Undelivered alerts', 'Sent to Alertmanagers'];
const ofSamples = ['Metrics behind', 'Samples sent', 'Behind in remote write'];
const store = Prometheus.fromUrl('https://metrics.example.com');

describe('derives what leaves it, on its dashboard', () => {
  it('nothing, where it sends nothing', () => {
    const shown = titles(() => {});
    for (const title of ['What it sends', ...ofAlerts, ...ofSamples])
      expect(shown).not.toContain(title);
  });

  it.each([
    [
      'alerts',
      (prometheus: Prometheus, alertmanager: Alertmanager) => prometheus.sendAlertsTo(alertmanager),
      ofAlerts,
      ofSamples,
    ],
    ['samples', (prometheus: Prometheus) => prometheus.sendMetricsTo(store), ofSamples, ofAlerts],
  ])('%s, and no more than that', (_, wire, there, missing) => {
    const shown = titles(wire);
    expect(shown).toEqual(expect.arrayContaining(['What it sends', ...there]));
    for (const title of missing) expect(shown).not.toContain(title);
  });
});
