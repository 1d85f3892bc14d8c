import { describe, expect, it } from 'vitest';
import { Routing } from '../lib/alertmanager/index.js';
import { routingTable } from '../scripts/report/routing.js';
import { shippedAlerts } from '../scripts/report/shipped-alerts.js';
import { example } from '../sites/example.js';
import { stack } from './house/house.js';

const { alerts } = example;
if (alerts.none !== undefined) throw new Error('the example site tells nobody of its alerts');
const routing = new Routing(alerts);
const shipped = shippedAlerts(stack(), example.cluster);

describe('every shipped alert', () => {
  it('has its way', async () => {
    await expect(routingTable(shipped, routing)).toMatchFileSnapshot(
      'golden/alertmanager/routing.md',
    );
  });

  it('is told to somebody, or is the sign of life', () => {
    expect(shipped.length).toBeGreaterThanOrEqual(40);
    const untold = shipped.filter(({ labels }) => routing.of(labels).told.length === 0);
    expect(untold).toEqual([]);
    const beats = shipped.filter(({ labels }) =>
      routing.of(labels).deliveries.some((way) => way.beats),
    );
    expect(beats.map(({ labels }) => labels.alertname)).toEqual(['Watchdog']);
  });
});
