import { Duration } from 'cdk8s';
import { downRule, type RuleContext } from '../core/index.js';
import { selector } from '../model/promql.js';
import { type AlertRule, bounded, type RuleGroup } from '../model/rule.js';

/** What the rules need to know of the blackbox-exporter they watch. */
export interface BlackboxExporterIdentity {
  /** Job of the exporter itself. */
  readonly job: string;
  /** Job of what it probes. */
  readonly probesJob: string;
}

/** Rules about those of its jobs that are scraped. */
export function blackboxExporterRules(
  { job, probesJob }: BlackboxExporterIdentity,
  context: RuleContext,
): readonly RuleGroup[] {
  const rules = [
    ...(context.jobs.has(job) ? itselfRules(job, context) : []),
    ...(context.jobs.has(probesJob) ? [...reachRules(probesJob), ...expiryRules(probesJob)] : []),
  ];
  return rules.length > 0 ? [{ name: job, language: 'promql', rules }] : [];
}

const itselfRules = (job: string, context: RuleContext): readonly AlertRule[] => [
  downRule(
    {
      alert: 'BlackboxExporterDown',
      job,
      product: 'blackbox-exporter',
      symptom: 'nobody sees whether people reach the hosts, and when certificates end',
      severity: 'warning',
    },
    context,
  ),
  {
    alert: 'BlackboxConfigurationReloadFailure',
    expr: `max_over_time(${selector('blackbox_exporter_config_last_reload_successful', { job })}[5m]) == 0`,
    for: Duration.minutes(10),
    severity: 'warning',
    summary: 'blackbox-exporter refuses its configuration',
    description:
      '{{ $labels.pod }} runs on with an old one and will not start again; its log says what is wrong.',
  },
];

/** That people get an answer, and soon. */
const reachRules = (job: string): readonly AlertRule[] => [
  {
    alert: 'BlackboxProbeFailed',
    expr: `${selector('probe_success', { job })} == 0`,
    for: Duration.minutes(5),
    severity: 'critical',
    summary: 'A host does not answer as it should',
    description:
      'No probe {{ $labels.module }} of {{ $labels.instance }} has succeeded for 5 minutes: people do not reach it either, or their browsers refuse its certificate. The log of blackbox-exporter says how it fails.',
  },
  bounded(3, (seconds) => ({
    alert: 'BlackboxSlowProbe',
    expr: `avg_over_time(${selector('probe_duration_seconds', { job })}[10m]) > ${seconds}`,
    for: Duration.minutes(10),
    severity: 'warning',
    summary: 'A host answers slowly',
    description:
      'Probes of {{ $labels.instance }} have taken {{ $value | humanizeDuration }} on average of 10 minutes. The dashboard of blackbox-exporter shows in which phase.',
  })),
];

const hour = 3600;

/** That no certificate ends unnoticed. Of one that has ended nothing is read: the probe fails. */
const expiryRules = (job: string): readonly AlertRule[] => {
  const left = `${selector('probe_ssl_earliest_cert_expiry', { job })} - time()`;
  return [
    bounded(14 * 24 * hour, (seconds) => ({
      alert: 'BlackboxSslCertificateWillExpireSoon',
      expr: `${left} < ${seconds}`,
      for: Duration.hours(1),
      severity: 'warning',
      summary: 'A certificate ends soon, and was not renewed',
      description:
        'The certificate of {{ $labels.instance }}, or one above it, ends in {{ $value | humanizeDuration }}. Whatever renews it should have done so by now.',
    })),
    // Nobody is woken for what the next working day can mend: this one it cannot.
    bounded(6 * hour, (seconds) => ({
      alert: 'BlackboxSslCertificateAboutToExpire',
      expr: `${left} < ${seconds}`,
      for: Duration.minutes(15),
      severity: 'critical',
      summary: 'A certificate ends within hours',
      description:
        'The certificate of {{ $labels.instance }}, or one above it, ends in {{ $value | humanizeDuration }}; from then on every browser refuses it. Renew it by hand.',
    })),
  ];
};
