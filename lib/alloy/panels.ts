import { type Asking, addressed, countDown, orZero, upStat } from '../core/index.js';
import { judged, type Panel, stat, timeseries } from '../model/dashboard/index.js';
import type { AlloyFacts } from './rules.js';

/** The top row: is it fine? */
export function healthPanels(alloy: AlloyFacts, asking: Asking): readonly Panel[] {
  const { of, rate, ask } = asking;
  return [
    alloy.onNodes
      ? stat({
          title: 'Not answering',
          description: 'Nodes whose Alloy cannot be scraped. Normal is 0.',
          unit: 'short',
          thresholds: { above: { critical: 1 } },
          queries: [ask(countDown(of('up')))],
        })
      : upStat(asking, {
          replicas: alloy.replicas,
          symptom: 'what it collects stays where it is, and may be lost',
        }),
    stat({
      title: 'Configuration refused',
      description:
        'Pods that could not load their last configuration and run on with the one before.',
      unit: 'short',
      thresholds: { above: { warning: 1 } },
      queries: [ask(`sum(1 - ${of('alloy_config_last_load_successful')})`)],
    }),
    stat({
      title: 'Failing blocks',
      description: 'Blocks of the configuration that do not run. The page of the pod says which.',
      unit: 'short',
      thresholds: { above: { warning: 1 } },
      queries: [
        ask(
          orZero(
            asking,
            `sum(${of('alloy_component_controller_running_components', { health_type: { not: 'healthy' } })})`,
          ),
        ),
      ],
    }),
    ...(alloy.logs
      ? [
          stat({
            title: 'Repeated requests',
            description:
              'Requests with log lines that are tried again. Normal is 0; else a destination refuses, or cannot be reached.',
            unit: 'reqps',
            thresholds: { above: { warning: 0.001, critical: 1 } },
            queries: [ask(orZero(asking, `sum(${rate('loki_write_batch_retries_total')})`))],
          }),
          stat({
            title: 'Lost lines',
            description: 'Lines in batches that a destination refused. Normal is 0.',
            unit: 'cps',
            thresholds: judged.never,
            queries: [ask(orZero(asking, `sum(${rate('loki_write_dropped_entries_total')})`))],
          }),
        ]
      : []),
    ...(alloy.metrics
      ? [
          stat({
            title: 'Metrics behind',
            description:
              'Time between the newest sample and the last one that the slowest destination took.',
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
}

/** How log lines arrive. */
export const logsPanels = ({ rate, ask }: Asking): readonly Panel[] => [
  timeseries({
    title: 'Lines delivered',
    description: 'Lines a second by destination. A drop to nothing means that it takes none.',
    unit: 'cps',
    queries: [
      ask(
        addressed(`sum by (cluster, host) (${rate('loki_write_sent_entries_total')})`, 'host'),
        '{{to}}',
      ),
    ],
  }),
  timeseries({
    title: 'Busiest Alloys',
    description: 'Bytes a second, compressed, of the ten Alloys that send most.',
    unit: 'binBps',
    queries: [
      ask(
        `topk(10, sum by (cluster, node, pod) (${rate('loki_write_sent_bytes_total')}))`,
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
        addressed(
          `sum by (cluster, host, reason) (${rate('loki_write_dropped_entries_total')})`,
          'host',
        ),
        '{{to}} {{reason}}',
      ),
    ],
  }),
  timeseries({
    title: 'Slowest requests',
    description: 'Duration that 99 of 100 requests stay below, by destination and answer.',
    unit: 's',
    queries: [
      ask(
        addressed(
          `histogram_quantile(0.99, sum by (cluster, le, host, status_code) (${rate('loki_write_request_duration_seconds_bucket')}))`,
          'host',
        ),
        '{{to}} {{status_code}}',
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
    queries: [
      ask(
        addressed(
          `sum by (cluster, url) (${rate('prometheus_remote_storage_samples_total')})`,
          'url',
        ),
        '{{to}}',
      ),
    ],
  }),
  timeseries({
    title: 'Samples lost',
    description: 'Samples a second that a destination refused. Normal is none.',
    unit: 'cps',
    queries: [
      ask(
        addressed(
          `sum by (cluster, url) (${rate('prometheus_remote_storage_samples_failed_total')})`,
          'url',
        ),
        '{{to}}',
      ),
    ],
  }),
  timeseries({
    title: 'Behind in remote write',
    description: 'Time between the newest sample and the last one that a destination took.',
    unit: 's',
    queries: [
      ask(
        addressed(
          `max by (cluster, url) (${of('prometheus_remote_storage_queue_highest_timestamp_seconds')} - ${of('prometheus_remote_storage_queue_highest_sent_timestamp_seconds')})`,
          'url',
        ),
        '{{to}}',
      ),
    ],
  }),
  timeseries({
    title: 'Active series',
    description: 'Series that are sent. What memory goes for.',
    unit: 'short',
    queries: [
      ask(
        `sum by (cluster) (${of('prometheus_remote_write_wal_storage_active_series')})`,
        '{{cluster}}',
      ),
    ],
  }),
];

/** How far files are read. */
export const filePanels = ({ of, ask }: Asking): readonly Panel[] => [
  timeseries({
    title: 'Files followed',
    description: 'Log files followed, by node.',
    unit: 'short',
    queries: [
      ask(`sum by (cluster, node) (${of('loki_source_file_files_active_total')})`, '{{node}}'),
    ],
  }),
  timeseries({
    title: 'Furthest behind',
    description: 'Bytes not yet read of the file that each node is furthest behind in.',
    unit: 'bytes',
    queries: [
      ask(
        `topk(10, max by (cluster, node) (${of('loki_source_file_file_bytes_total')} - ${of('loki_source_file_read_bytes_total')}))`,
        '{{node}}',
      ),
    ],
  }),
];
