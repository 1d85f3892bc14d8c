export { type Collector, defaultCollectors } from './collectors.js';
export type { Allowlist } from './flags.js';
export * from './kube-state-metrics.js';
