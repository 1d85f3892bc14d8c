import { describe, expect, it } from 'vitest';
import { type AlertLabels, pathText, Routing } from '../lib/alertmanager/index.js';
import { type ShippedAlert, shippedAlerts } from '../scripts/report/shipped-alerts.js';
import { example } from '../sites/example.js';
import { stack } from './house/house.js';

const { alerts } = example;
if (alerts.none !== undefined) throw new Error('the example site tells nobody of its alerts');
const routing = new Routing(alerts);
const shipped = shippedAlerts(stack(), example.cluster);

const nameOf = ({ alertname, severity }: AlertLabels) => `${alertname} (${severity})`;
const columns = ['alert', 'severity', 'by', 'receiver', 'route', 'grouped by', 'hidden by'];

/** Where an alert of the stack goes, and which of the others hide it where all fire at one place. */
function row({ by, labels }: ShippedAlert): readonly string[] {
  const { deliveries, inhibitedBy } = routing.of(labels, { firing: shipped.map((s) => s.labels) });
  const each = (text: (way: (typeof deliveries)[number]) => string) =>
    deliveries.map(text).join('; ');
  return [
    ...[labels.alertname, labels.severity ?? '', by],
    each((way) => way.receiver.name),
    each(pathText),
    each((way) => way.groupBy.join(', ')),
    inhibitedBy.map(nameOf).join(', '),
  ];
}

/** A table of Markdown. */
const table = (rows: readonly (readonly string[])[]): string =>
  rows
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`)
    .join('');

describe('every shipped alert', () => {
  it('has its way', async () => {
    const rows = [columns, columns.map(() => '---'), ...shipped.map(row)];
    await expect(table(rows)).toMatchFileSnapshot('golden/alertmanager/routing.md');
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
