export type { SchemaPeriod, StreamRetention } from './config.js';
export * from './loki.js';
export type { LokiProps } from './props.js';
