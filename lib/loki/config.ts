import type { Duration, Size } from 'cdk8s';
import { goDuration, lokiSize, prometheusDuration } from '../model/units.js';

/** From a day on, log streams are written in one format. Periods are only ever appended. */
export interface SchemaPeriod {
  /** First day, `YYYY-MM-DD`, in UTC. */
  readonly from: string;
  /** @default 'v13' */
  readonly schema?: 'v12' | 'v13';
}

/** Keeps the streams that match a selector for another time than the rest. */
export interface StreamRetention {
  /** Stream selector: `{namespace="dev"}`. */
  readonly selector: string;
  readonly retention: Duration;
  /** The higher wins where several match. @default 1 */
  readonly priority?: number;
}

/** All that Loki's configuration depends on. */
export interface LokiModel {
  readonly httpPort: number;
  readonly grpcPort: number;
  /** Root of everything it writes. */
  readonly dataDir: string;
  readonly schema: readonly SchemaPeriod[];
  readonly retention: Duration;
  readonly streamRetention: readonly StreamRetention[];
  /** Whether callers must name a tenant. */
  readonly tenants: boolean;
  /** Bytes a second that writers may send. */
  readonly ingestionRate: Size;
  readonly maxStreams: number;
  /** Memory the replay of the write-ahead log may take before it flushes. */
  readonly replayCeiling: Size;
  /** Where rules lie, one directory a tenant. Absent: none are evaluated. */
  readonly rulesDir?: string;
  readonly alertmanagers: readonly string[];
  readonly cluster: string;
}

/** Loki's configuration file, as far as this library writes it. */
export type LokiConfig = Readonly<Record<string, unknown>>;

const mebi = 1024;

/**
 * Loki as one process on a volume.
 *
 * @see https://grafana.com/docs/loki/latest/configure/
 */
export const lokiConfig = (model: LokiModel): LokiConfig => ({
  target: 'all',
  auth_enabled: model.tenants,
  analytics: { reporting_enabled: false },
  server: {
    http_listen_port: model.httpPort,
    // One process speaks gRPC to itself only.
    grpc_listen_address: '127.0.0.1',
    grpc_listen_port: model.grpcPort,
    log_level: 'info',
  },
  common: {
    path_prefix: model.dataDir,
    instance_addr: '127.0.0.1',
    replication_factor: 1,
    ring: { kvstore: { store: 'inmemory' } },
    storage: {
      filesystem: {
        chunks_directory: `${model.dataDir}/chunks`,
        rules_directory: model.rulesDir ?? `${model.dataDir}/rules`,
      },
    },
  },
  schema_config: { configs: model.schema.map(schemaPeriod) },
  ingester: {
    wal: { flush_on_shutdown: true, replay_memory_ceiling: lokiSize(model.replayCeiling) },
  },
  // Logs Drilldown asks for patterns.
  pattern_ingester: { enabled: true },
  ...retention(model),
  ...ruler(model),
});

const schemaPeriod = ({ from, schema = 'v13' }: SchemaPeriod) => ({
  from,
  store: 'tsdb',
  object_store: 'filesystem',
  schema,
  index: { prefix: 'index_', period: '24h' },
});

/** Deleting takes all three at once: any one of them alone deletes nothing. */
const retention = (model: LokiModel) => ({
  compactor: {
    working_directory: `${model.dataDir}/compactor`,
    retention_enabled: true,
    delete_request_store: 'filesystem',
  },
  limits_config: {
    retention_period: goDuration(model.retention),
    ...(model.streamRetention.length > 0
      ? {
          retention_stream: model.streamRetention.map((s) => ({
            selector: s.selector,
            priority: s.priority ?? 1,
            period: goDuration(s.retention),
          })),
        }
      : {}),
    reject_old_samples_max_age: prometheusDuration(model.retention),
    ingestion_rate_mb: model.ingestionRate.toKibibytes() / mebi,
    ingestion_burst_size_mb: (model.ingestionRate.toKibibytes() / mebi) * 2,
    // Equal lines of one time are one only within a stream. A busy one would be split, to be shared by ingesters, of
    // which there is one: then a line that an Alloy sends again after a crash is there twice. Whole, it needs the
    // rate of all.
    shard_streams: { enabled: false },
    per_stream_rate_limit: `${model.ingestionRate.toKibibytes() / mebi}MB`,
    per_stream_rate_limit_burst: `${(model.ingestionRate.toKibibytes() / mebi) * 2}MB`,
    max_global_streams_per_user: model.maxStreams,
    // One overlong line must not cost the batch it came in.
    max_line_size_truncate: true,
    allow_structured_metadata: true,
    volume_enabled: true,
    // Loki labels every stream with a service name: the first of these that the stream has.
    discover_service_name: ['app', 'container', 'job'],
  },
});

const ruler = (model: LokiModel) =>
  model.rulesDir === undefined
    ? {}
    : {
        ruler: {
          storage: { type: 'local', local: { directory: model.rulesDir } },
          rule_path: `${model.dataDir}/rules-temp`,
          external_labels: { cluster: model.cluster },
          ...(model.alertmanagers.length > 0
            ? { alertmanager_url: model.alertmanagers.join(','), enable_alertmanager_v2: true }
            : {}),
        },
      };
