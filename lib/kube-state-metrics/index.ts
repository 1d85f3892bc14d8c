export { type Collector, defaultCollectors } from './collectors.js';
export * from './kube-state-metrics.js';
