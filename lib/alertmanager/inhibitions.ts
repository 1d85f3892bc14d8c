import { type AlertName, type Checks, checkProps, refuse, required } from '../core/index.js';
import type { Matchers } from '../model/promql.js';
import { areLabels, isMatchers } from './routes.js';

/**
 * While an alert of the source fires, those of the target are not told: the worse news hides its weaker kin.
 *
 * @see https://prometheus.io/docs/alerting/latest/configuration/#inhibit_rule
 */
export interface Inhibition {
  /** What the alert that hides others must be. */
  readonly source: Matchers;
  /** What the hidden ones must be. */
  readonly target: Matchers;
  /** Labels in which both must agree. Two alerts that lack a label agree in it. */
  readonly equal: readonly string[];
}

/** While one alert fires, another has nothing to add. */
const saysMoreThan = (
  alert: AlertName,
  other: AlertName,
  equal: readonly string[],
): Inhibition => ({
  source: { alertname: alert },
  target: { alertname: other },
  equal: ['cluster', ...equal],
});

/** The same alert of the same namespace, less severe; and alerts of which another is the end. */
export const houseInhibitions: readonly Inhibition[] = [
  {
    source: { severity: 'critical' },
    target: { severity: { re: 'warning|info' } },
    equal: ['cluster', 'namespace', 'alertname'],
  },
  {
    source: { severity: 'warning' },
    target: { severity: 'info' },
    equal: ['cluster', 'namespace', 'alertname'],
  },
  saysMoreThan('BlackboxSslCertificateAboutToExpire', 'BlackboxSslCertificateWillExpireSoon', [
    'instance',
  ]),
  saysMoreThan(
    'PrometheusErrorSendingAlertsToAnyAlertmanager',
    'PrometheusErrorSendingAlertsToSomeAlertmanagers',
    ['namespace', 'pod'],
  ),
  saysMoreThan('AlertmanagerClusterFailedToSendAlerts', 'AlertmanagerFailedToSendAlerts', [
    'namespace',
    'integration',
  ]),
];

const checks: Checks<Inhibition> = {
  source: required(isMatchers),
  target: required(isMatchers),
  equal: required(areLabels),
};

/** Refuses inhibitions that hide everything, or are none. */
export function checkInhibitions(where: string, inhibitions: readonly Inhibition[]): void {
  for (const [i, inhibition] of inhibitions.entries()) {
    const at = `${where}: inhibitions[${i}]`;
    checkProps(at, inhibition, checks);
    for (const side of ['source', 'target'] as const)
      if (Object.keys(inhibition[side]).length === 0)
        refuse(at, `${side} matches every alert`, 'give matchers');
  }
}
