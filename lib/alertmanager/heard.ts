import { refusal } from '../core/index.js';
import { type AlertRule, labelsOf } from '../model/rule.js';
import type { AlertLabels } from './matching.js';
import type { Receiver } from './receivers.js';
import type { RootRoute } from './routes.js';
import { type Delivery, Routing } from './simulator.js';

/**
 * What is told to nobody and should be: critical alerts in general, each critical alert that is expected, and the
 * Watchdog. A route to a black hole is a decision of the site, with its reason, for those alerts that it names.
 *
 * @param alerts what senders evaluate; labels that only a firing alert has, such as its namespace, are unknown here
 */
export function unheard(
  where: string,
  root: RootRoute,
  alerts: readonly AlertRule[],
): readonly string[] {
  const routing = new Routing(root);
  const fate = (labels: AlertLabels) => routing.of(labels).deliveries;
  const named = (alert: AlertRule) => fate({ ...labelsOf(alert), alertname: alert.alert });
  const critical = alerts.filter(({ severity }) => severity === 'critical');
  const faults = [
    lost(where, fate({ severity: 'critical' })),
    ...critical.map((alert) => swallowed(where, alert.alert, named(alert))),
    ...alerts.filter(isWatchdog).map((alert) => unwatched(where, named(alert))),
  ];
  return [...new Set(faults.flatMap((fault) => fault ?? []))].sort();
}

const isWatchdog = ({ alert }: AlertRule): boolean => alert === 'Watchdog';
const isHole = ({ receiver }: Delivery): boolean => receiver.integrations.length === 0;

const names = (deliveries: readonly Delivery[]): string =>
  deliveries.map(({ receiver }: { readonly receiver: Receiver }) => receiver.name).join('", "');

function lost(where: string, deliveries: readonly Delivery[]): string | undefined {
  if (!deliveries.every(isHole)) return undefined;
  return refusal(
    where,
    `alerts with severity="critical" reach only the black hole "${names(deliveries)}"`,
    "give them a route to somebody: route({ match: { severity: 'critical' }, receiver })",
  );
}

function swallowed(
  where: string,
  alert: string,
  deliveries: readonly Delivery[],
): string | undefined {
  if (!deliveries.every(({ beats }) => beats)) return undefined;
  return refusal(
    where,
    `critical alert "${alert}" reaches only the heartbeat "${names(deliveries)}", which no person reads`,
    "let the heartbeat match no more than { alertname: 'Watchdog' }",
  );
}

function unwatched(where: string, deliveries: readonly Delivery[]): string | undefined {
  if (deliveries.some((delivery) => delivery.beats || isHole(delivery))) return undefined;
  return refusal(
    where,
    `alert "Watchdog" reaches no heartbeat, only "${names(deliveries)}": if all of it fell silent, nobody would know`,
    "give heartbeat({ url }) among the routes, or say why not: route({ match: { alertname: 'Watchdog' }, receiver: blackHole({ reason }) })",
  );
}
