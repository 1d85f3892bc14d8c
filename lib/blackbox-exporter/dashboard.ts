import {
  type Asking,
  asking,
  componentDashboard,
  configurationStat,
  countDown,
  type Dashboard,
  processPanels,
  upStat,
} from '../core/index.js';
import { inCluster, type Panel, row, stat, table, timeseries } from '../model/dashboard/index.js';
import type { BlackboxExporterIdentity } from './rules.js';

const day = 24 * 3600;
const answers = { 0: { text: 'fails' }, 1: { text: 'answers' } } as const;
const ends = { below: { warning: 14 * day, critical: 3 * day } } as const;
const each = 'cluster, instance, module';

/** Whether people reach the hosts, how fast, and how long their certificates last. */
export const blackboxExporterDashboard = (
  { job, probesJob }: BlackboxExporterIdentity,
  namespace: string,
): Dashboard =>
  componentDashboard({
    job,
    namespace,
    product: 'blackbox-exporter',
    description:
      'For whoever runs the stack: do people reach its hosts, how fast, and until when are the certificates good?',
    panels: (shown, { prometheus }) => {
      const probes = asking(prometheus, { ...inCluster, job: probesJob });
      return [
        ...glance(shown, probes),
        row('Each host'),
        hosts(probes),
        row('Time'),
        timeseries({
          title: 'Duration of a probe',
          description: 'From the look-up of the name to the last byte. Above 3 s people complain.',
          unit: 's',
          thresholds: { above: { warning: 3 } },
          queries: [
            probes.ask(
              `max by (${each}) (${probes.of('probe_duration_seconds')})`,
              '{{instance}} {{module}}',
            ),
          ],
        }),
        timeseries({
          title: 'Duration by phase',
          description:
            'Average over all pages. "processing" is the wait for the server; "tls" and "connect" are the way to it.',
          unit: 's',
          stacked: true,
          queries: [
            probes.ask(
              `avg by (cluster, phase) (${probes.of('probe_http_duration_seconds')})`,
              '{{phase}}',
            ),
          ],
        }),
        ...processPanels(shown, { memory: 'It keeps what the last 100 probes found.' }),
      ];
    },
  });

/** What is read first. */
const glance = (shown: Asking, probes: Asking): readonly Panel[] => [
  upStat(shown, { symptom: 'nobody sees whether hosts are reached' }),
  stat({
    title: 'Hosts that fail',
    description: 'Probes whose last answer was none, or a wrong one. Normal is 0.',
    unit: 'short',
    thresholds: { above: { critical: 1 } },
    queries: [probes.ask(countDown(probes.of('probe_success')))],
  }),
  stat({
    title: 'Next certificate to end',
    description:
      'Time left to the first certificate. One that has ended shows as a host that fails.',
    unit: 'dtdurations',
    thresholds: ends,
    queries: [probes.ask(`min(${probes.of('probe_ssl_earliest_cert_expiry')}) - time()`)],
  }),
  configurationStat(shown, 'blackbox_exporter_config_last_reload_successful'),
];

function hosts(probes: Asking): Panel {
  const of = (metric: string) => `max by (${each}) (${probes.of(metric)})`;
  const success = probes.ask(of('probe_success'));
  const status = probes.ask(of('probe_http_status_code'));
  const left = probes.ask(`${of('probe_ssl_earliest_cert_expiry')} - time()`);
  return table({
    title: 'Hosts',
    description:
      'What was found last. A status of 0 is no answer at all; a page without a certificate is plain HTTP, or fails.',
    queries: [success, status, left],
    columns: [
      { label: 'cluster', title: 'Cluster' },
      { label: 'instance', title: 'Host' },
      { label: 'module', title: 'Probe' },
      {
        value: success,
        title: 'State',
        unit: 'none',
        mappings: answers,
        thresholds: { below: { critical: 1 } },
      },
      { value: status, title: 'HTTP status', unit: 'none' },
      { value: left, title: 'Certificate ends in', unit: 'dtdurations', thresholds: ends },
    ],
  });
}
