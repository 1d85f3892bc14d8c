import { block, component } from '../../model/alloy.js';
import type { Feature } from '../feature.js';

/** Port of the push API, where it is asked for. */
export const logsReceiverPort = 3500;

/**
 * Takes log lines over Loki's push API, with the labels and the times that the sender gave them.
 *
 * @see https://grafana.com/docs/alloy/latest/reference/components/loki/loki.source.api/
 */
export const logsReceiver: Feature = {
  collects: 'logs',
  blocks: ({ logs }) => [
    component(
      'loki.source.api',
      'receiver',
      { use_incoming_timestamp: true, forward_to: logs },
      [block('http', { listen_address: '0.0.0.0', listen_port: logsReceiverPort })],
      'Logs that others send.',
    ),
  ],
  permissions: [],
};
