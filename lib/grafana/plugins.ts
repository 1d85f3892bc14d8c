/** Plugins in the image that have a program of their own: each of them is started, used or not. */
const bundled = [
  'elasticsearch',
  'grafana-postgresql-datasource',
  'grafana-pyroscope-datasource',
  'influxdb',
  'jaeger',
  'loki',
  'mssql',
  'mysql',
  'opentsdb',
  'prometheus',
  'stackdriver',
  'tempo',
  'zipkin',
];

/**
 * Those that no datasource is of: thirteen idle programs take more memory than Grafana itself.
 *
 * @param types of the datasources that are used
 */
export const idlePlugins = (types: readonly string[]): readonly string[] =>
  bundled.filter((plugin) => !types.includes(plugin));
