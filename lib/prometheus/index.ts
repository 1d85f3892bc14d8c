export type { RemoteWriteOptions } from './destinations.js';
export type { AnnotatedOptions } from './jobs.js';
export * from './prometheus.js';
export type { PrometheusProps } from './props.js';
