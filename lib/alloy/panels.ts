import { type Panel, type prom, stat, timeseries } from '../model/dashboard/index.js';
import type { Matchers } from '../model/promql.js';
import type { AlloyFacts } from './rules.js';

/** How the panels ask: for a metric of this Alloy, and with what. */
export interface Asking {
  readonly of: (metric: string, matchers?: Matchers) => string;
  readonly rate: (metric: string, matchers?: Matchers) => string;
  readonly ask: (expr: string, legend?: string) => ReturnType<typeof prom>;
}

/** The top row: is it fine? */
export const isItFine = (alloy: AlloyFacts, { of, rate, ask }: Asking): readonly Panel[] => [
  stat({
    title: 'Up',
    description: 'Pods that answer a scrape. On every node: as many as there are nodes.',
    unit: 'short',
    thresholds: { below: { critical: 1 } },
    queries: [ask(`sum(${of('up')})`)],
  }),
  stat({
    title: 'Configuration refused',
    description:
      'Pods that could not load their last configuration and run on with the one before.',
    unit: 'short',
    thresholds: { above: { warning: 0.5 } },
    queries: [ask(`count(${of('alloy_config_last_load_successful')} == 0) or vector(0)`)],
  }),
  stat({
    title: 'Blocks that ail',
    description: 'Blocks of the configuration that do not run. The page of the pod says which.',
    unit: 'short',
    thresholds: { above: { warning: 0.5 } },
    queries: [
      ask(
        `sum(${of('alloy_component_controller_running_components', { health_type: { not: 'healthy' } })}) or vector(0)`,
      ),
    ],
  }),
  ...(alloy.logs
    ? [
        stat({
          title: 'Repeated requests',
          description:
            'Requests with log lines that are tried again. Normal is 0; else a destination ails.',
          unit: 'reqps',
          thresholds: { above: { warning: 0.001, critical: 1 } },
          queries: [ask(`sum(${rate('loki_write_batch_retries_total')}) or vector(0)`)],
        }),
        stat({
          title: 'Lost lines',
          description: 'Lines in batches that a destination refused. Normal is 0.',
          unit: 'cps',
          thresholds: { above: { warning: 0.001 } },
          queries: [ask(`sum(${rate('loki_write_dropped_entries_total')}) or vector(0)`)],
        }),
      ]
    : []),
  ...(alloy.metrics
    ? [
        stat({
          title: 'Metrics behind',
          description: 'Age of the newest sample that the slowest destination has taken.',
          unit: 's',
          thresholds: { above: { warning: 120, critical: 900 } },
          queries: [
            ask(
              `max(${of('prometheus_remote_storage_queue_highest_timestamp_seconds')} - ${of('prometheus_remote_storage_queue_highest_sent_timestamp_seconds')})`,
            ),
          ],
        }),
      ]
    : []),
];

/** How log lines arrive. */
export const logsPanels = ({ rate, ask }: Asking): readonly Panel[] => [
  timeseries({
    title: 'Lines delivered',
    description: 'Lines a second by destination. A drop to nothing means that it takes none.',
    unit: 'cps',
    queries: [ask(`sum by (host) (${rate('loki_write_sent_entries_total')})`, '{{host}}')],
  }),
  timeseries({
    title: 'Busiest pods',
    description: 'Bytes a second, compressed, of the ten Alloys that send most.',
    unit: 'binBps',
    queries: [
      ask(
        `topk(10, sum by (node, pod) (${rate('loki_write_sent_bytes_total')}))`,
        '{{node}} {{pod}}',
      ),
    ],
  }),
  timeseries({
    title: 'Lost lines by reason',
    description: 'Lines in refused batches. Too old or too long are the usual reasons.',
    unit: 'cps',
    queries: [
      ask(
        `sum by (host, reason) (${rate('loki_write_dropped_entries_total')})`,
        '{{host}} {{reason}}',
      ),
    ],
  }),
  timeseries({
    title: 'Slowest requests',
    description: 'Duration that 99 of 100 requests stay below, by destination and answer.',
    unit: 's',
    queries: [
      ask(
        `histogram_quantile(0.99, sum by (le, host, status_code) (${rate('loki_write_request_duration_seconds_bucket')}))`,
        '{{host}} {{status_code}}',
      ),
    ],
  }),
];

/** How samples arrive. */
export const metricsPanels = ({ of, rate, ask }: Asking): readonly Panel[] => [
  timeseries({
    title: 'Samples delivered',
    description: 'Samples a second by destination.',
    unit: 'cps',
    queries: [ask(`sum by (url) (${rate('prometheus_remote_storage_samples_total')})`, '{{url}}')],
  }),
  timeseries({
    title: 'Samples lost',
    description: 'Samples a second that a destination refused. Normal is none.',
    unit: 'cps',
    queries: [
      ask(`sum by (url) (${rate('prometheus_remote_storage_samples_failed_total')})`, '{{url}}'),
    ],
  }),
  timeseries({
    title: 'Behind',
    description: 'Age of the newest sample that each destination has taken.',
    unit: 's',
    queries: [
      ask(
        `max by (url) (${of('prometheus_remote_storage_queue_highest_timestamp_seconds')} - ${of('prometheus_remote_storage_queue_highest_sent_timestamp_seconds')})`,
        '{{url}}',
      ),
    ],
  }),
  timeseries({
    title: 'Active series',
    description: 'Series that are sent. What memory goes for.',
    unit: 'short',
    queries: [ask(`sum(${of('prometheus_remote_write_wal_storage_active_series')})`, 'series')],
  }),
];

/** What it takes to run. */
export const itself = ({ of, rate, ask }: Asking): readonly Panel[] => [
  timeseries({
    title: 'Memory',
    description: 'Memory of the ten largest processes. Near its limit one is killed.',
    unit: 'bytes',
    queries: [
      ask(
        `topk(10, sum by (node, pod) (${of('process_resident_memory_bytes')}))`,
        '{{node}} {{pod}}',
      ),
    ],
  }),
  timeseries({
    title: 'CPU',
    description: 'Cores used by the ten busiest processes.',
    unit: 'short',
    queries: [
      ask(
        `topk(10, sum by (node, pod) (${rate('process_cpu_seconds_total')}))`,
        '{{node}} {{pod}}',
      ),
    ],
  }),
];

/** How far files are read. */
export const filePanels = ({ of, ask }: Asking): readonly Panel[] => [
  timeseries({
    title: 'Open files',
    description: 'Log files followed, by node. None where logs do not come from files.',
    unit: 'short',
    queries: [ask(`sum by (node) (${of('loki_source_file_files_active_total')})`, '{{node}}')],
  }),
  timeseries({
    title: 'Furthest behind',
    description: 'Bytes not yet read of the file that each node is furthest behind in.',
    unit: 'bytes',
    queries: [
      ask(
        `topk(10, max by (node) (${of('loki_source_file_file_bytes_total')} - ${of('loki_source_file_read_bytes_total')}))`,
        '{{node}}',
      ),
    ],
  }),
];
