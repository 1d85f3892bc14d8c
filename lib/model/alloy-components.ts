/** What the printer must know of one Alloy component. */
export interface ComponentFacts {
  /** Names of the fields that other components can reference. Empty when it exports nothing. */
  readonly exports: readonly string[];
  /**
   * Blocks and attributes outside Alloy's stability promise, each with what to do instead.
   * @default nothing in it is experimental
   */
  readonly experimental?: Readonly<Record<string, string>>;
}

const keepTrying =
  'leave it out and set max_backoff_retries = 0 in the endpoint, which keeps each batch until it is taken';

const receiver = { exports: ['receiver'] } as const;
const receiverAndRules = { exports: ['receiver', 'rules'] } as const;
const targets = { exports: ['targets'] } as const;
const input = { exports: ['input'] } as const;
const handler = { exports: ['handler'] } as const;
const data = { exports: ['data'] } as const;
const nothing = { exports: [] } as const;

/**
 * The Alloy components we use, with what each offers to others. A component that is missing here
 * cannot be written, so that its exports and its stability are looked up once, by whoever adds it:
 * all of these are generally available in Alloy 1.19.0. Anything else belongs in `extraConfig`.
 * @see https://grafana.com/docs/alloy/latest/reference/components/
 */
export const alloyComponents = {
  'discovery.dns': targets,
  'discovery.file': targets,
  'discovery.http': targets,
  'discovery.kubelet': targets,
  'discovery.kubernetes': targets,
  'discovery.relabel': { exports: ['output', 'rules'] },
  'local.file': { exports: ['content'] },
  'local.file_match': targets,
  'loki.echo': receiver,
  'loki.process': receiver,
  'loki.relabel': receiverAndRules,
  'loki.source.api': nothing,
  'loki.source.file': nothing,
  'loki.source.journal': nothing,
  'loki.source.kubernetes': nothing,
  'loki.source.kubernetes_events': nothing,
  'loki.source.podlogs': nothing,
  'loki.write': {
    exports: ['receiver'],
    experimental: { wal: keepTrying, queue_config: keepTrying },
  },
  'otelcol.auth.basic': handler,
  'otelcol.auth.bearer': handler,
  'otelcol.auth.headers': handler,
  'otelcol.connector.servicegraph': input,
  'otelcol.connector.spanmetrics': input,
  'otelcol.exporter.loadbalancing': input,
  'otelcol.exporter.loki': input,
  'otelcol.exporter.otlp': input,
  'otelcol.exporter.otlphttp': input,
  'otelcol.exporter.prometheus': {
    exports: ['input'],
    experimental: {
      convert_classic_histograms_to_nhcb: 'leave it out',
      honor_metadata: 'leave it out',
      start_timestamp_zero_ingestion: 'leave it out',
    },
  },
  'otelcol.processor.batch': input,
  'otelcol.processor.k8sattributes': input,
  'otelcol.processor.memory_limiter': input,
  'otelcol.processor.tail_sampling': input,
  'otelcol.receiver.loki': receiver,
  'otelcol.receiver.otlp': nothing,
  'otelcol.receiver.prometheus': receiver,
  'prometheus.exporter.cadvisor': targets,
  'prometheus.exporter.self': targets,
  'prometheus.exporter.unix': targets,
  'prometheus.receive_http': {
    exports: [],
    experimental: {
      append_metadata: 'leave it out',
      enable_type_and_unit_labels: 'leave it out',
    },
  },
  'prometheus.relabel': receiverAndRules,
  'prometheus.remote_write': receiver,
  'prometheus.scrape': {
    exports: [],
    experimental: {
      enable_type_and_unit_labels: 'leave it out',
      honor_metadata: 'leave it out',
      start_timestamp_zero_ingestion: 'leave it out',
    },
  },
  'remote.kubernetes.configmap': data,
  'remote.kubernetes.secret': data,
} as const satisfies Record<string, ComponentFacts>;

/** A component that can be written, such as `loki.write`. */
export type ComponentName = keyof typeof alloyComponents;

/** What others can reference of a component: `Export<'loki.write'>` is `'receiver'`. */
export type Export<Name extends ComponentName> = (typeof alloyComponents)[Name]['exports'][number];

/**
 * Functions of Alloy's standard library. Left out are the deprecated bare names (`env`, `concat`)
 * and the experimental `array.combine_maps` and `array.group_by`.
 * @see https://grafana.com/docs/alloy/latest/reference/stdlib/
 */
export type AlloyFunction =
  | 'array.concat'
  | 'coalesce'
  | 'convert.nonsensitive'
  | 'encoding.from_base64'
  | 'encoding.from_json'
  | 'encoding.from_yaml'
  | 'encoding.to_base64'
  | 'encoding.to_json'
  | 'encoding.url_encode'
  | 'file.path_join'
  | 'json_path'
  | 'string.format'
  | 'string.join'
  | 'string.replace'
  | 'string.split'
  | 'string.to_lower'
  | 'string.to_upper'
  | 'string.trim_space'
  | 'sys.env';
