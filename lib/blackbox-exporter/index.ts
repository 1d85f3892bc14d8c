export * from './blackbox-exporter.js';
export type { BlackboxExporterProps, HttpProbeOptions, TcpProbeOptions } from './props.js';
