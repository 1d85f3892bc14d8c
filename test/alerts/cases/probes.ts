import { expectAlert } from '../expect-alert.js';
import { series } from '../inputs.js';

const probe = { job: 'blackbox-exporter-probes', instance: 'https://grafana.example.com' };

const gauge =
  (metric: string, labels: Readonly<Record<string, string>> = probe) =>
  ({ value }: { value: number }) => [series(metric, labels, value)];

/** A certificate that ends in so many days. Tests begin at the epoch. */
const certificate = ({ days }: { days: number }) => [
  series('probe_ssl_earliest_cert_expiry', probe, days * 86_400),
];

export default [
  expectAlert('BlackboxConfigurationReloadFailure')
    .given(
      gauge('blackbox_exporter_config_last_reload_successful', {
        job: 'blackbox-exporter',
        pod: 'blackbox-exporter-0',
      }),
      { value: 0 },
    )
    .firesAfter('10m')
    .with({ pod: 'blackbox-exporter-0', severity: 'warning' })
    .silentWith({ value: 1 }),
  expectAlert('BlackboxProbeFailed')
    .given(gauge('probe_success'), { value: 0 })
    .firesAfter('5m')
    .with({ instance: 'https://grafana.example.com', severity: 'critical' })
    .silentWith({ value: 1 }),
  expectAlert('BlackboxSlowProbe')
    .given(gauge('probe_duration_seconds'), { value: 3.1 })
    .firesAfter('10m')
    .with({ instance: 'https://grafana.example.com', severity: 'warning' })
    .notAt({ value: 2.9 }),
  expectAlert('BlackboxSslCertificateWillExpireSoon')
    .given(certificate, { days: 13.9 })
    .firesAfter('1h')
    .with({ instance: 'https://grafana.example.com', severity: 'warning' })
    .notAt({ days: 14.2 })
    .alsoFiresWith({ days: 0.2 }),
  expectAlert('BlackboxSslCertificateAboutToExpire')
    .given(certificate, { days: 0.24 })
    .firesAfter('15m')
    .with({ instance: 'https://grafana.example.com', severity: 'critical' })
    .notAt({ days: 0.3 }),
];
