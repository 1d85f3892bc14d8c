export type { ServingCertificate } from './certificate.js';
export {
  type ExternalMetricProps,
  externalMetric,
  type ObjectMetricProps,
  objectMetric,
  podMetric,
} from './metrics-of.js';
export * from './prometheus-adapter.js';
export type { PrometheusAdapterProps } from './props.js';
export type {
  MetricObjects,
  MetricScope,
  ScalingMetric,
  ScalingMetricProps,
} from './scaling-metric.js';
