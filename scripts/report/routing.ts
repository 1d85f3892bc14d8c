import { type AlertLabels, pathText, type Routing } from '../../lib/alertmanager/index.js';
import { table } from './markdown.js';
import type { ShippedAlert } from './shipped-alerts.js';

const nameOf = ({ alertname, severity }: AlertLabels) => `${alertname} (${severity})`;

const columns = ['alert', 'severity', 'by', 'receiver', 'route', 'grouped by', 'hidden by'];

/** Where each alert goes, and which of the others hide it where all fire at one place. */
export function routingTable(shipped: readonly ShippedAlert[], routing: Routing): string {
  const firing = shipped.map(({ labels }) => labels);
  const row = ({ by, labels }: ShippedAlert): readonly string[] => {
    const { deliveries, inhibitedBy } = routing.of(labels, { firing });
    const each = (text: (way: (typeof deliveries)[number]) => string) =>
      deliveries.map(text).join('; ');
    return [
      ...[labels.alertname, labels.severity ?? '', by],
      each((way) => way.receiver.name),
      each(pathText),
      each((way) => way.groupBy.join(', ')),
      inhibitedBy.map(nameOf).join(', '),
    ];
  };
  return table([columns, ...shipped.map(row)]);
}
