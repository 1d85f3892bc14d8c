import {
  type AlertName,
  alertNames,
  type Checks,
  checkProps,
  refuse,
  required,
} from '../core/index.js';
import type { Matchers } from '../model/promql.js';
import type { AlertRule } from '../model/rule.js';
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

/** Alerts on the volumes of components, which say what comes of it; any volume has one that does not. */
const anyVolume = 'KubePersistentVolumeFillingUp';
const volumesOfComponents = Object.keys(alertNames)
  .filter((name) => name.endsWith('VolumeFillingUp') && name !== anyVolume)
  .join('|');

/** Alerts that a component cannot be reached, which say what is missed by that. One without a job hides nothing. */
const ofAnyJob = 'TargetDown';
const down = Object.keys(alertNames)
  .filter((name) => name.endsWith('Down') && name !== ofAnyJob)
  .join('|');

/** The same alert of the same namespace, or of the same node. */
const alike = ['cluster', 'namespace', 'node', 'alertname'] as const;

/** Worse news hides its weaker kin, and who knows more hides who knows less. */
export const houseInhibitions: readonly Inhibition[] = [
  // The same alert, less severe.
  {
    source: { severity: 'critical' },
    target: { severity: { re: 'warning|info' } },
    equal: alike,
  },
  {
    source: { severity: 'warning' },
    target: { severity: 'info' },
    equal: alike,
  },
  // Infos are told beside something worse of their namespace, never alone.
  {
    source: { alertname: 'InfoInhibitor' },
    target: { severity: 'info' },
    equal: ['cluster', 'namespace'],
  },
  // Nobody is to be told of that sign itself. A hidden alert hides others all the same.
  {
    source: { alertname: 'Watchdog' },
    target: { alertname: 'InfoInhibitor' },
    equal: [],
  },
  // Of one volume once: whose it is while there is time, that it is full when there is none.
  {
    source: { alertname: { re: volumesOfComponents } },
    target: { alertname: anyVolume, severity: 'warning' },
    equal: ['cluster', 'namespace', 'persistentvolumeclaim'],
  },
  {
    source: { alertname: anyVolume, severity: 'critical' },
    target: { alertname: { re: volumesOfComponents } },
    equal: ['cluster', 'namespace', 'persistentvolumeclaim'],
  },
  // A node of which nothing is heard is not ready either.
  {
    source: { alertname: 'KubeNodeUnreachable' },
    target: { alertname: 'KubeNodeNotReady' },
    equal: ['cluster', 'node'],
  },
  // That a target is down is told once, by who says what is missed. An info is not told, so it hides nothing.
  {
    source: { alertname: { re: down }, severity: { re: 'critical|warning' } },
    target: { alertname: ofAnyJob },
    equal: ['cluster', 'job'],
  },
  // The pages of a kubelet come from one process.
  {
    source: { alertname: 'KubeletDown' },
    target: { alertname: { re: 'CadvisorDown|KubeletProbesDown' } },
    equal: ['cluster', 'node'],
  },
  // A disk that has failed is why the array is no longer whole.
  {
    source: { alertname: 'NodeRAIDDegraded' },
    target: { alertname: 'NodeRAIDDiskFailure' },
    equal: ['cluster', 'node', 'device'],
  },
  // Of a trouble that has come to its worst, its beginning says no more.
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

/** Of the alerts that matchers name, those that are there; undefined where none is. */
function among(matchers: Matchers, names: ReadonlySet<string>): Matchers | undefined {
  const { alertname } = matchers;
  if (typeof alertname === 'string') return names.has(alertname) ? matchers : undefined;
  if (alertname === undefined || !('re' in alertname)) return matchers;
  const there = alertname.re.split('|').filter((name) => names.has(name));
  return there.length > 0 ? { ...matchers, alertname: { re: there.join('|') } } : undefined;
}

/**
 * The house's inhibitions of alerts that are there, and all that are not the house's. Where no sender says which
 * alerts it has, any may come.
 */
export function inhibitionsAmong(
  alerts: readonly AlertRule[],
  inhibitions: readonly Inhibition[],
): readonly Inhibition[] {
  if (alerts.length === 0) return inhibitions;
  const names = new Set(alerts.map(({ alert }) => alert));
  return inhibitions.flatMap((one) => {
    if (!houseInhibitions.includes(one)) return [one];
    const [source, target] = [among(one.source, names), among(one.target, names)];
    return source && target ? [{ ...one, source, target }] : [];
  });
}

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
