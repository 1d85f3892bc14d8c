/** What Prometheus is told at its start, and can only be told anew by a restart. */
export interface PrometheusFlags {
  readonly configFile: string;
  readonly dataDir: string;
  readonly port: number;
  /** Under which URL people reach it. */
  readonly externalUrl: string;
  readonly exemplars: number;
  /** Whether anything writes to it by remote write. */
  readonly writtenTo: boolean;
  /** Whether it takes metrics over OTLP. */
  readonly otlp: boolean;
}

/**
 * Prometheus' command line. Neither `--web.enable-lifecycle`, by which anyone could end it, nor a sidecar:
 * it looks at its files every 30 seconds itself.
 *
 * @see https://prometheus.io/docs/prometheus/latest/command-line/prometheus/
 */
export const prometheusFlags = (flags: PrometheusFlags): readonly string[] => [
  `--config.file=${flags.configFile}`,
  '--config.auto-reload',
  `--storage.tsdb.path=${flags.dataDir}`,
  // By default it listens on IPv4 alone.
  `--web.listen-address=:${flags.port}`,
  `--web.external-url=${flags.externalUrl}`,
  ...(flags.exemplars > 0 ? ['--enable-feature=exemplar-storage'] : []),
  ...(flags.writtenTo ? ['--web.enable-remote-write-receiver'] : []),
  ...(flags.otlp ? ['--web.enable-otlp-receiver'] : []),
];
