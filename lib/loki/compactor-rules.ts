import { Duration } from 'cdk8s';
import type { SelectorOf } from '../model/promql.js';
import { type AlertRule, bounded } from '../model/rule.js';

/** That the compactor's work is not done any more. */
export function compactorRules(of: SelectorOf): readonly AlertRule[] {
  /** Zero until the first run: then it counts from the start of the process. */
  const since = (lastRun: string) =>
    `time() - (${of(lastRun)} > 0 or ${of('process_start_time_seconds')})`;
  return [
    bounded(10_800, (seconds) => ({
      alert: 'LokiCompactorHasNotSuccessfullyRunCompaction',
      expr: `${since('loki_boltdb_shipper_compact_tables_operation_last_successful_run_timestamp_seconds')} > ${seconds}`,
      for: Duration.hours(1),
      severity: 'warning',
      summary: 'Loki does not put its index together',
      description:
        'The compactor of {{ $labels.pod }} has not succeeded for {{ $value | humanizeDuration }}: the index stays in many small files, and queries become slow.',
    })),
    bounded(10_800, (seconds) => ({
      alert: 'LokiRetentionNotRunning',
      expr: `${since('loki_compactor_apply_retention_last_successful_run_timestamp_seconds')} > ${seconds}`,
      for: Duration.hours(1),
      severity: 'warning',
      summary: 'Loki deletes nothing',
      description:
        'The compactor of {{ $labels.pod }} has not applied retention for {{ $value | humanizeDuration }}: the volume grows.',
    })),
  ];
}
